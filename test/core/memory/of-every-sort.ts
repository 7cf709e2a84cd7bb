import type pg from 'pg'
import type { PersonId, TurnId } from '#core/contract/ids.ts'
import { addItem } from '#core/memory/items.ts'
import { inMemoryOf, ofPerson } from '#core/memory/person-rows.ts'

/** One memory of each sort, in every table that holds some, all of this turn and with these words. */
export async function memoryOfEverySort(
  pool: pg.Pool,
  person: PersonId,
  { turn, text }: { turn: string; text: string },
): Promise<void> {
  const about = { kind: 'fact', scope: '', origin: 'learnt', confidence: 1, saidAtMs: 0 } as const
  await inMemoryOf(pool, person, async (rows) => {
    await addItem(rows, { ...about, turnId: turn as TurnId, text }, new Date())
    await rows.query(PASSAGE, [turn, text])
    await rows.query(VECTOR, [`turn:${turn}`, Buffer.from(text)])
    await rows.query(FORGOTTEN, [Buffer.from(text)])
  })
}

const PASSAGE = ofPerson(
  'test-sort-passage',
  `insert into memory_passage (person_id, turn_id, conversation_id, scope, text, said_at, terms, term_count)
   values ($1, $2, 'c', '', $3, now(), '', 0)`,
)
const VECTOR = ofPerson(
  'test-sort-vector',
  `insert into memory_vector (person_id, ref, model, dimensions, vector) values ($1, $2, 'm', 1, $3)`,
)
const FORGOTTEN = ofPerson('test-sort-forgotten', 'insert into memory_forgotten (person_id, hash) values ($1, $2)')
