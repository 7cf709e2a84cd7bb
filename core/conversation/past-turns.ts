import type { ConversationId, PersonId, TurnId } from '../contract/ids.ts'
import type { TurnState } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import type { PastTurn } from '../contract/past.ts'
import { mayBeKept, type Asked } from '../contract/asked.ts'

/**
 * This person's turns in this conversation since their last reset, oldest first; never a word of anybody else, nor what
 * they had forgotten.
 */
export async function pastTurns(
  store: Store,
  { conversation, person, turnsMax }: { conversation: ConversationId; person: PersonId; turnsMax: number },
): Promise<PastTurn[]> {
  const values = [conversation, person, turnsMax]
  const { rows } = await store.pool.query<Row>({ name: 'past-turns', text: PAST_TURNS, values })
  const turns: PastTurn[] = []
  for (const { id, number, asked, answer, state, started_at } of rows.reverse()) {
    if (asked.type !== 'message') continue
    const { text, others } = asked
    const last = turns.at(-1)
    const isUnasked = state === 'human' && text === '' && others.length === 0 && asked.pictures.length === 0
    if (isUnasked) {
      // What an operator wrote without being asked continues what they wrote before; a model knows answers to questions alone.
      if (last?.isByPerson) turns[turns.length - 1] = { ...last, answer: `${last.answer}\n\n${answer ?? ''}` }
      continue
    }
    // No guard has judged what an operator has answered.
    const known = state === 'human' ? [] : asked.pictures.filter(mayBeKept)
    const pictures = known.map(({ eventId, part }) => ({ eventId, part }))
    const picturesForgotten = asked.pictures.length - pictures.length
    const about = { id, number, asked: text, others, pictures, picturesForgotten, atMs: started_at.getTime() }
    turns.push({ ...about, answer: answer ?? '', ...(state === 'human' && { isByPerson: true }) })
  }
  return turns
}

type Row = { id: TurnId; number: number; asked: Asked; answer: string | null; state: TurnState; started_at: Date }

const PAST_TURNS = `
  select id, number, asked, answer, state, started_at from turn
  where conversation_id = $1 and person_id = $2 and state in ('answered', 'human') and answer is not null
    and not out_of_history and number > (
    select coalesce(max(number), 0) from turn where conversation_id = $1 and person_id = $2 and opens_window)
  order by number desc limit $3`
