import type { ConversationId } from '../contract/ids.ts'
import type { Store } from '../store/store.ts'

/** The platform's ids of the files that messages in these conversations name whose turn has not ended. */
export async function mediaInUse(store: Store, conversations: readonly ConversationId[]): Promise<Set<string>> {
  const { rows } = await store.pool.query<{ ref: string }>(IN_USE, [conversations])
  return new Set(rows.map(({ ref }) => ref))
}

const IN_USE = `
  select part ->> 'ref' as ref from event, jsonb_array_elements(body -> 'parts') as part
  where conversation_id = any($1::text[]) and state <> 'done' and part ? 'ref'`
