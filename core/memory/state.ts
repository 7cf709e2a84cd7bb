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

// Turns before the person's row: the order in which learning locks them.

/** With it off nothing more is learnt, also of turns that wait to be. */
export async function switchMemory(client: Client, person: PersonId, isOff: boolean): Promise<void> {
  await client.query(SWITCH, [person, isOff])
}

const SWITCH = `
  with unlearnt as (
    update turn set learning = null where $2 and person_id = $1 and learning = 'pending' returning id
  )
  insert into memory_person (person_id, is_off) select $1, $2 from (select count(*) from unlearnt) first
  on conflict (person_id) do update set is_off = excluded.is_off`

/** From the turn with this number on. Where it is on already, it began with the earlier one. */
export async function beginPrivate(client: Client, { person, conversation, number }: Place & Numbered): Promise<void> {
  await client.query(BEGIN_PRIVATE, [person, conversation, number])
}

type Numbered = { readonly number: number }

const BEGIN_PRIVATE = `
  insert into memory_person (person_id, private_in) values ($1, jsonb_build_object($2::text, $3::integer))
  on conflict (person_id) do update set private_in = excluded.private_in || memory_person.private_in`

/** What was said since it began is in no later prompt. */
export async function endPrivate(client: Client, { person, conversation }: Place): Promise<void> {
  await client.query(END_PRIVATE, [person, conversation])
}

const END_PRIVATE = `
  with began as (
    select (private_in -> $2)::integer as number from memory_person where person_id = $1 and private_in ? $2
  ), said as (
    update turn set out_of_history = true, learning = null from began
    where person_id = $1 and conversation_id = $2 and turn.number >= began.number returning id
  )
  update memory_person set private_in = private_in - $2::text from (select count(*) from said) first
  where person_id = $1 and private_in ? $2`
