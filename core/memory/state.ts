import type pg from 'pg'
import type { ConversationId, PersonId } from '../contract/ids.ts'

/** `/memory off` holds everywhere, `/private` in one conversation. */
export type MemoryState = { readonly isOff: boolean; readonly isPrivate: boolean }

type Client = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>

export async function memoryStateOf(
  client: Client,
  { person, conversation }: { person: PersonId; conversation: ConversationId },
): Promise<MemoryState> {
  const { rows } = await client.query<MemoryState>({
    name: 'memory-state',
    text: STATE,
    values: [person, conversation],
  })
  return rows[0] ?? { isOff: false, isPrivate: false }
}

const STATE = `
  select is_off as "isOff", private_in ? $2 as "isPrivate" from memory_person where person_id = $1`

export async function switchMemory(client: Client, person: PersonId, isOff: boolean): Promise<void> {
  await client.query(SWITCH, [person, isOff])
}

const SWITCH = `
  insert into memory_person (person_id, is_off) values ($1, $2)
  on conflict (person_id) do update set is_off = excluded.is_off`

export async function switchPrivate(
  client: Client,
  { person, conversation, isPrivate }: { person: PersonId; conversation: ConversationId; isPrivate: boolean },
): Promise<void> {
  await client.query(SWITCH_PRIVATE, [person, conversation, isPrivate])
}

const SWITCH_PRIVATE = `
  insert into memory_person (person_id, private_in) values ($1, case when $3 then jsonb_build_array($2::text) else '[]' end)
  on conflict (person_id) do update set
    private_in = case when $3 then (memory_person.private_in - $2::text) || jsonb_build_array($2::text)
      else memory_person.private_in - $2::text end`
