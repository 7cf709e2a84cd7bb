import type { ConversationId, PersonId, TurnId } from '#core/contract/ids.ts'
import type { NewItem } from '#core/memory/items.ts'
import { addItem } from '#core/memory/items.ts'
import { inMemoryOf, ofPerson } from '#core/memory/person-rows.ts'
import { asTsvector, searchTerms } from '#core/memory/terms.ts'
import type { Store } from '#core/store/store.ts'
import { randomId } from '../../kit/events.ts'

const AT = new Date('2026-11-20T12:00:00Z')

const ADD_PASSAGE = ofPerson(
  'test-learnt-passage',
  `insert into memory_passage (person_id, turn_id, conversation_id, scope, text, said_at, terms, term_count)
   values ($1, $2, $3, '', $4, $5, $6::tsvector, 1)`,
)

/** Someone with turns that are learnt from, as rows. */
export async function personWithTurns(store: Store) {
  const person = randomId() as PersonId
  const conversation = `telegram:bot:${randomId()}` as ConversationId
  const { pool } = store
  await pool.query('insert into person (id, created_at) values ($1, $2)', [person, AT])
  await pool.query(
    `insert into conversation (id, account, chat, created_at) values ($1, 'telegram:bot', '{"id":"1","kind":"dm"}', $2)`,
    [conversation, AT],
  )
  let turns = 0
  const asking = (turn: TurnId, number: number) => ({
    id: turn,
    person,
    conversation,
    number,
    chat: { id: '1', kind: 'dm' } as const,
  })
  return {
    person,
    conversation,
    asking,
    /** One turn, answered unless said otherwise, with its passage. */
    async says(text: string, { answer = 'I see.', state = 'answered', learning = 'learnt' } = {}): Promise<TurnId> {
      const turn = `${text} ${randomId()}` as TurnId
      const asked = JSON.stringify({ type: 'message', text, pictures: [], others: [] })
      await pool.query(
        `insert into turn (id, conversation_id, person_id, number, reply_id, asked, state, attempts, answer, learning, started_at)
         values ($1, $2, $3, $4, $1, $5, $6, 1, $7, $8, $9)`,
        [turn, conversation, person, ++turns, asked, state, answer, learning, AT],
      )
      const values = [turn, conversation, text, AT, asTsvector(searchTerms(text))]
      if (state === 'answered') await inMemoryOf(pool, person, (rows) => rows.query(ADD_PASSAGE, values))
      return turn
    },
    knows: (item: Partial<NewItem> & { text: string }) =>
      inMemoryOf(pool, person, (rows) => {
        const about = { kind: 'fact', scope: '', origin: 'learnt', confidence: 1, saidAtMs: AT.getTime() } as const
        return addItem(rows, { ...about, ...item }, AT)
      }),
    inMemory: <T>(work: Parameters<typeof inMemoryOf<T>>[2]) => inMemoryOf(pool, person, work),
    /** The questions that a later prompt may contain. */
    async history(): Promise<string[]> {
      const query = `select asked ->> 'text' as text from turn where person_id = $1 and not out_of_history order by number`
      return (await pool.query<{ text: string }>(query, [person])).rows.map(({ text }) => text)
    },
  }
}
