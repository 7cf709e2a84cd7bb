import type { TurnId } from '../contract/ids.ts'
import type { MemoryField, MemoryItem, MemoryItemKind, MemoryOrigin, MemoryScope } from '../contract/memory.ts'
import { ofPerson, type PersonRows } from './person-rows.ts'
import { asTsvector, searchTerms } from './terms.ts'

export type NewItem = Omit<MemoryItem, 'number' | 'supersededBy' | 'editedAtMs'>

/** All items of the person, also those that were superseded; oldest first. */
export async function allItems(rows: PersonRows): Promise<MemoryItem[]> {
  return (await rows.query<Row>(ALL)).map(itemOf)
}

/** Those that hold, of one scope or, in a private chat, of all. */
export async function currentItems(rows: PersonRows, scope: MemoryScope | undefined): Promise<MemoryItem[]> {
  return (await rows.query<Row>(CURRENT, [scope ?? null])).map(itemOf)
}

/** Stores an item under the person's next number, and returns the number. */
export async function addItem(rows: PersonRows, item: NewItem, at: Date): Promise<number> {
  const number = await nextNumber(rows)
  const { kind, field, value, text, scope, origin, confidence, turnId, saidAtMs } = item
  const terms = asTsvector(searchTerms(text))
  const about = [number, kind, field ?? null, value ?? null, text, scope, origin, confidence, turnId ?? null]
  await rows.query(ADD, [...about, new Date(saidAtMs), terms, at])
  return number
}

/** They no longer hold; `by` does. Their history stays for the person to see. */
export async function supersedeItems(
  rows: PersonRows,
  { numbers, by, at }: { numbers: readonly number[]; by: number; at: Date },
): Promise<void> {
  await rows.query(SUPERSEDE, [numbers, by, at])
}

/** Returns the numbers that were there. */
export async function deleteItems(rows: PersonRows, numbers: readonly number[]): Promise<number[]> {
  return (await rows.query<{ number: number }>(DELETE, [numbers])).map(({ number }) => number)
}

/** Locks the person's row, so that two who write at once take different numbers. */
async function nextNumber({ client, person }: PersonRows): Promise<number> {
  const { rows } = await client.query<{ number: number }>(NEXT_NUMBER, [person])
  return rows[0]!.number
}

const NEXT_NUMBER = `
  insert into memory_person (person_id, last_number) values ($1, 1)
  on conflict (person_id) do update set last_number = memory_person.last_number + 1
  returning last_number as number`

const COLUMNS = `number, kind, field, value, text, scope, origin, confidence, turn_id, said_at, superseded_by, edited_at`

const ALL = ofPerson('items-all', `select ${COLUMNS} from memory_item where person_id = $1 order by number`)

const CURRENT = ofPerson(
  'items-current',
  `select ${COLUMNS} from memory_item
   where person_id = $1 and superseded_by is null and ($2::text is null or scope = $2) order by number`,
)

const ADD = ofPerson(
  'items-add',
  `insert into memory_item (person_id, number, kind, field, value, text, scope, origin, confidence, turn_id, said_at,
     terms, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::tsvector, $13)`,
)

const SUPERSEDE = ofPerson(
  'items-supersede',
  `update memory_item set superseded_by = $3, superseded_at = $4
   where person_id = $1 and number = any($2::integer[]) and superseded_by is null`,
)

const DELETE = ofPerson(
  'items-delete',
  'delete from memory_item where person_id = $1 and number = any($2::integer[]) returning number',
)

type Row = {
  number: number
  kind: MemoryItemKind
  field: MemoryField | null
  value: string | null
  text: string
  scope: MemoryScope
  origin: MemoryOrigin
  confidence: number
  turn_id: TurnId | null
  said_at: Date
  superseded_by: number | null
  edited_at: Date | null
}

const itemOf = (row: Row): MemoryItem => ({
  number: row.number,
  kind: row.kind,
  ...(row.field !== null && { field: row.field }),
  ...(row.value !== null && { value: row.value }),
  text: row.text,
  scope: row.scope,
  origin: row.origin,
  confidence: row.confidence,
  ...(row.turn_id !== null && { turnId: row.turn_id }),
  saidAtMs: row.said_at.getTime(),
  ...(row.superseded_by !== null && { supersededBy: row.superseded_by }),
  ...(row.edited_at !== null && { editedAtMs: row.edited_at.getTime() }),
})
