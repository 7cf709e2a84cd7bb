import type pg from 'pg'
import type { ConversationId, PersonId, TurnId } from '#core/contract/ids.ts'
import type { MemoryScope } from '#core/contract/memory.ts'
import { addItem } from '#core/memory/items.ts'
import { inMemoryOf, ofPerson } from '#core/memory/person-rows.ts'

let people = 0

/** A person of whom something may be remembered. */
export async function newPerson(pool: pg.Pool): Promise<PersonId> {
  const person = `person-${process.pid}-${(people += 1)}` as PersonId
  await pool.query('insert into person (id, created_at) values ($1, now())', [person])
  await pool.query('insert into memory_person (person_id) values ($1)', [person])
  return person
}

type Said = { readonly scope?: MemoryScope; readonly saidAtMs?: number }

export function rememberItem(pool: pg.Pool, person: PersonId, text: string, { scope = '', saidAtMs = 0 }: Said = {}) {
  const item = { kind: 'fact', text, scope, origin: 'told', confidence: 1, saidAtMs } as const
  return inMemoryOf(pool, person, (rows) => addItem(rows, item, new Date(saidAtMs)))
}

export async function rememberPassage(
  pool: pg.Pool,
  person: PersonId,
  { turn, text, scope = '', saidAtMs = 0, isSuperseded = false }: Said & Passage,
): Promise<void> {
  const values = [turn, 'chat' as ConversationId, scope, text, new Date(saidAtMs), isSuperseded]
  await inMemoryOf(pool, person, (rows) => rows.query(PASSAGE, values))
}

type Passage = { readonly turn: TurnId; readonly text: string; readonly isSuperseded?: boolean }

const PASSAGE = ofPerson(
  'test-remembered-passage',
  `insert into memory_passage (person_id, turn_id, conversation_id, scope, text, said_at, terms, term_count, is_superseded)
   values ($1, $2, $3, $4, $5, $6, '', 1, $7)`,
)
