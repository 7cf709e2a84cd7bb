import { setImmediate } from 'node:timers/promises'
import type { ConversationId, TurnId } from '../contract/ids.ts'
import { termsSaid, type Mention } from './mentions.ts'
import { ofPerson, type PersonRows } from './person-rows.ts'
import { searchTerms, withBeginnings } from './terms.ts'

/** Of all conversations together, the newest. Prompts have far fewer of one. */
const TURNS_MAX = 500
/** Read without a pause: a long one takes about a millisecond. */
const TEXTS_AT_ONCE = 20

/**
 * Turns that mention one of these, in the question or in the answer: among all passages, and among the turns that may
 * be in a prompt.
 */
export async function turnsThatMention(rows: PersonRows, mentions: readonly Mention[]): Promise<TurnId[]> {
  if (mentions.length === 0) return []
  const terms = mentions.flatMap((mention) => mention.terms)
  const passages = await rows.query<{ turn_id: TurnId; text: string }>(PASSAGES_WITH, [terms])
  const { rows: turns } = await rows.client.query<TurnRow>(RECENT_TURNS, [rows.person, TURNS_MAX])
  const texts = [
    ...passages.map(({ turn_id: turn, text }) => ({ turn, text })),
    ...turns.flatMap(({ id: turn, asked, answer }) => [asked, answer].map((text) => ({ turn, text }))),
  ]
  const found = new Set<TurnId>()
  for (const [index, { turn, text }] of texts.entries()) {
    // Between two batches others of this process are served.
    if (index % TEXTS_AT_ONCE === TEXTS_AT_ONCE - 1) await setImmediate()
    const said = termsSaid(text)
    if (mentions.some((mention) => mention.isAmong(said))) found.add(turn)
  }
  return [...found]
}

/**
 * Takes turns out of recall and of later prompts, and nothing more is learnt from them. So are all that run now: their
 * answers may be made of what is being forgotten.
 */
export async function takeOutTurns(rows: PersonRows, turns: readonly TurnId[] | 'all'): Promise<TakenOut> {
  const values = [rows.person, turns === 'all' ? null : turns]
  const { rows: taken } = await rows.client.query<TakenRow>(TAKE_OUT, values)
  if (turns !== 'all') {
    await leaveIndexOfNext(rows, turns)
    await rows.query(DELETE_PASSAGES, [turns])
    await rows.query(DELETE_VECTORS, [turns.map((turn) => `turn:${turn}`)])
  }
  const conversations = [...new Set(taken.map(({ conversation_id }) => conversation_id))]
  return { conversations, messages: taken.filter(({ is_message }) => is_message).length }
}

/** A passage is also found by the words of the turn before it. */
async function leaveIndexOfNext(rows: PersonRows, turns: readonly TurnId[]): Promise<void> {
  for (const { turn_id: turn, text, before } of await rows.query<NextRow>(NEXT_PASSAGES, [turns])) {
    const own = new Set(withBeginnings(searchTerms(text)))
    await rows.query(LEAVE_INDEX, [turn, withBeginnings(searchTerms(before)).filter((term) => !own.has(term))])
  }
}

export type TakenOut = {
  /** Whose prompts had them. */
  readonly conversations: readonly ConversationId[]
  /** Without commands, which no prompt knows. */
  readonly messages: number
}

type TakenRow = { conversation_id: ConversationId; is_message: boolean }
type NextRow = { turn_id: TurnId; text: string; before: string }
type TurnRow = { id: TurnId; asked: string; answer: string }

const PASSAGES_WITH = ofPerson(
  'passages-with',
  `select turn_id, text from memory_passage where person_id = $1 and tsvector_to_array(terms) && $2::text[]`,
)

const RECENT_TURNS = `
  select id, asked ->> 'text' as asked, coalesce(answer, '') as answer from turn
  where person_id = $1 and state in ('answered', 'human') and not out_of_history and asked ->> 'type' = 'message'
  order by started_at desc limit $2`

const TAKE_OUT = `
  update turn set out_of_history = true, learning = null
  where person_id = $1 and not out_of_history and ($2::text[] is null or state = 'running' or id = any($2::text[]))
  returning conversation_id, state in ('answered', 'human') and asked ->> 'type' = 'message' as is_message`

const NEXT_PASSAGES = ofPerson(
  'passages-next',
  `select p.turn_id, p.text, gone.asked ->> 'text' as before
   from turn gone
   join lateral (
     select id from turn next
     where next.conversation_id = gone.conversation_id and next.person_id = $1 and next.number > gone.number
       and next.state = 'answered'
     order by next.number limit 1) next on true
   join memory_passage p on p.turn_id = next.id and p.person_id = $1
   where gone.id = any($2::text[]) and gone.person_id = $1 and gone.asked ->> 'type' = 'message'`,
)

const LEAVE_INDEX = ofPerson(
  'passage-leave-index',
  'update memory_passage set terms = ts_delete(terms, $3::text[]) where person_id = $1 and turn_id = $2',
)

const DELETE_PASSAGES = ofPerson(
  'passages-delete',
  'delete from memory_passage where person_id = $1 and turn_id = any($2::text[])',
)

export const DELETE_VECTORS = ofPerson(
  'vectors-delete',
  'delete from memory_vector where person_id = $1 and ref = any($2::text[])',
)
