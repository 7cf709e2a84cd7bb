import type { ConversationId, TurnId } from '../contract/ids.ts'
import type { MemoryItem, MemoryRef } from '../contract/memory.ts'
import { allItems } from './items.ts'
import { ofPerson, type PersonRows } from './person-rows.ts'

export type UsedMemories = {
  readonly items: readonly MemoryItem[]
  readonly passages: readonly { readonly text: string; readonly saidAtMs: number }[]
  /** Forgotten since. */
  readonly goneCount: number
}

/** The memories in the prompt of the person's last answer here; undefined where there is none yet. */
export async function lastAnswerUsed(
  rows: PersonRows,
  { conversation }: { conversation: ConversationId },
): Promise<UsedMemories | undefined> {
  const { rows: turns } = await rows.client.query<{ refs: MemoryRef[] }>(LAST_ANSWER, [conversation, rows.person])
  const [last] = turns
  if (last === undefined) return undefined
  const refs = new Set<string>(last.refs)
  const items = (await allItems(rows)).filter(({ number }) => refs.has(`item:${number}`))
  const turnIds = [...refs].filter((ref) => ref.startsWith('turn:')).map((ref) => ref.slice('turn:'.length))
  const passages = turnIds.length === 0 ? [] : await rows.query<PassageRow>(PASSAGES, [turnIds])
  return {
    items,
    passages: passages.map(({ text, said_at: at }) => ({ text, saidAtMs: at.getTime() })),
    goneCount: refs.size - items.length - passages.length,
  }
}

type PassageRow = { turn_id: TurnId; text: string; said_at: Date }

const LAST_ANSWER = `
  select coalesce(memories_used, '[]') as refs from turn
  where conversation_id = $1 and person_id = $2 and state = 'answered' order by number desc limit 1`

const PASSAGES = ofPerson(
  'passages-used',
  `select turn_id, text, said_at from memory_passage where person_id = $1 and turn_id = any($2::text[]) order by said_at`,
)
