import type pg from 'pg'
import type { ConversationId, PersonId } from '../contract/ids.ts'

/** `/memory off` holds everywhere, `/private` in one conversation. */
export type MemoryState = { readonly isOff: boolean; readonly isPrivate: boolean }

type Client = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>
type Place = { readonly person: PersonId; readonly conversation: ConversationId }

export async function memoryStateOf(client: Client, { person, conversation }: Place): Promise<MemoryState> {
  const { rows } = await client.query<MemoryState>({
    name: 'memory-state',
    text: STATE,
    values: [person, conversation],
  })
  return rows[0] ?? { isOff: false, isPrivate: false }
}

const STATE = `
  select is_off as "isOff", private_in ? $2 as "isPrivate" from memory_person where person_id = $1`

/**
 * Makes the person's row where there is none, as retention and counts go by these rows, and holds it. The first lock
 * of a transaction that writes memories: a deletion takes it before all else of the person.
 */
export async function lockMemory(client: Client, person: PersonId): Promise<void> {
  await client.query('insert into memory_person (person_id) values ($1) on conflict do nothing', [person])
  await client.query('select from memory_person where person_id = $1 for update', [person])
}

export async function switchMemory(client: Client, person: PersonId, isOff: boolean): Promise<void> {
  await client.query(SWITCH, [person, isOff])
}

const SWITCH = `
  insert into memory_person (person_id, is_off) values ($1, $2)
  on conflict (person_id) do update set is_off = excluded.is_off`

/**
 * On from the turn that runs in the conversation; where it is on already, it began with the earlier one. When it ends,
 * what was said since is in no later prompt.
 */
export async function switchPrivate(
  client: Client,
  { person, conversation, isPrivate }: Place & { isPrivate: boolean },
): Promise<void> {
  await client.query(isPrivate ? BEGIN_PRIVATE : END_PRIVATE, [person, conversation])
}

const BEGIN_PRIVATE = `
  insert into memory_person (person_id, private_in)
  select $1, jsonb_build_object($2::text, coalesce((select last_turn_number from conversation where id = $2), 0))
  on conflict (person_id) do update set private_in = excluded.private_in || memory_person.private_in`

/** The person's row before turns, which is the order in which learning locks them. */
const END_PRIVATE = `
  with began as (
    select (private_in -> $2)::integer as number from memory_person where person_id = $1 and private_in ? $2 for update
  ), said as (
    update turn set out_of_history = true, learning = null from began
    where person_id = $1 and conversation_id = $2 and turn.number > began.number returning id
  )
  update memory_person set private_in = private_in - $2::text from (select count(*) from said) first
  where person_id = $1 and private_in ? $2`
