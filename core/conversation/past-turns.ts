import type { ConversationId, PersonId, TurnId } from '../contract/ids.ts'
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
  return rows.reverse().flatMap(({ id, number, asked, answer, started_at }) => {
    if (asked.type !== 'message') return []
    const { text, others } = asked
    const pictures = asked.pictures.filter(mayBeKept).map(({ eventId, part }) => ({ eventId, part }))
    const picturesForgotten = asked.pictures.length - pictures.length
    const about = { id, number, asked: text, others, pictures, picturesForgotten }
    return [{ ...about, answer: answer ?? '', atMs: started_at.getTime() }]
  })
}

type Row = { id: TurnId; number: number; asked: Asked; answer: string | null; started_at: Date }

const PAST_TURNS = `
  select id, number, asked, answer, started_at from turn
  where conversation_id = $1 and person_id = $2 and state = 'answered' and not out_of_history and number > (
    select coalesce(max(number), 0) from turn where conversation_id = $1 and person_id = $2 and opens_window)
  order by number desc limit $3`
