import type pg from 'pg'
import type { PersonId, TurnId } from '#core/contract/ids.ts'
import { addItem, type NewItem } from '#core/memory/items.ts'
import { inMemoryOf, ofPerson } from '#core/memory/person-rows.ts'

/** An item, and the number it got. */
export const remembered = (pool: pg.Pool, person: PersonId, item: Partial<NewItem> = {}): Promise<number> =>
  inMemoryOf(pool, person, (rows) =>
    addItem(
      rows,
      { kind: 'fact', text: 'The person sings.', scope: '', origin: 'learnt', confidence: 1, saidAtMs: 0, ...item },
      new Date(),
    ),
  )

/** A passage with its vector. */
export async function passageOf(pool: pg.Pool, person: PersonId, turn: string, saidAtMs = 0): Promise<void> {
  await inMemoryOf(pool, person, async (rows) => {
    await rows.query(PASSAGE, [turn as TurnId, new Date(saidAtMs)])
    await vectorIn(rows, `turn:${turn}`)
  })
}

export const vectorOf = (pool: pg.Pool, person: PersonId, ref: string) =>
  inMemoryOf(pool, person, (rows) => vectorIn(rows, ref))

const vectorIn = (rows: Parameters<Parameters<typeof inMemoryOf>[2]>[0], ref: string) =>
  rows.query(VECTOR, [ref, Buffer.alloc(4)])

const PASSAGE = ofPerson(
  'test-passage',
  `insert into memory_passage (person_id, turn_id, conversation_id, scope, text, said_at, terms, term_count)
   values ($1, $2, 'c', '', 'I sing', $3, '', 0)`,
)
const VECTOR = ofPerson(
  'test-vector',
  `insert into memory_vector (person_id, ref, model, dimensions, vector) values ($1, $2, 'm', 1, $3)`,
)
