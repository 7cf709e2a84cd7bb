import { setImmediate } from 'node:timers/promises'
import type { MemoryRef, MemoryScope } from '../contract/memory.ts'
import { ofPerson, type PersonRows } from './person-rows.ts'

/** Of a model, always of length 1. Vectors of different models, or of different dimensions, are never compared. */
export type Vector = { readonly model: string; readonly values: Float32Array }

export type Near = { readonly ref: MemoryRef; readonly similarity: number }

/** Of so many memories of a person the vectors are compared, the newest; reading them grows with their number. */
const COMPARED_MAX = 5_000
/** After so many the event loop gets its turn. */
const COMPARED_AT_ONCE = 1_000

/**
 * The memories whose vectors are nearest to that of a question, nearest first: an exact comparison with all of the
 * person's that hold and may be recalled in this scope (undefined in a private chat).
 */
export async function nearestIn(
  rows: PersonRows,
  { model, values, limit, scope }: Vector & { readonly limit: number; readonly scope: MemoryScope | undefined },
): Promise<Near[]> {
  const of = [model, values.length, scope ?? null, COMPARED_MAX]
  const stored = await rows.query<{ ref: MemoryRef; vector: Buffer }>(NEAR, of)
  const near: Near[] = []
  for (const [index, { ref, vector }] of stored.entries()) {
    if (index > 0 && index % COMPARED_AT_ONCE === 0) await setImmediate()
    near.push({ ref, similarity: product(values, numbersIn(vector)) })
  }
  return near.toSorted((one, other) => other.similarity - one.similarity).slice(0, limit)
}

/** A memory, with the text that its vector was made of. */
export type Embedded = { readonly ref: MemoryRef; readonly text: string; readonly values: Float32Array }

/** Stores vectors of length 1, in place of those of another model; not of a memory that is gone by now. */
export async function saveVectors(
  rows: PersonRows,
  { model, embedded }: { readonly model: string; readonly embedded: readonly Embedded[] },
): Promise<void> {
  const refs = embedded.map(({ ref }) => ref)
  // Locked first: whoever forgets one of them at this moment either deletes its vector too, or is waited for.
  const there = new Set((await rows.query<{ ref: MemoryRef }>(LOCK, [refs])).map(({ ref }) => ref))
  const kept = embedded.filter(({ ref }) => there.has(ref))
  if (kept.length === 0) return
  const texts = kept.map(({ text }) => text)
  const dimensions = kept.map(({ values }) => values.length)
  const vectors = kept.map(({ values }) => bytesOf(values))
  await rows.query(SAVE, [kept.map(({ ref }) => ref), model, dimensions, vectors, texts])
}

export type Unembedded = { readonly ref: MemoryRef; readonly text: string }

/** Memories that hold and have no vector of this model, or one of a text that was changed since; newest first. */
export function unembeddedIn(
  rows: PersonRows,
  { model, dimensions, rowsMax }: { readonly model: string; readonly dimensions: number; readonly rowsMax: number },
): Promise<Unembedded[]> {
  return rows.query<Unembedded>(UNEMBEDDED, [model, dimensions, rowsMax])
}

/** Deletes vectors whose memory is gone or holds no longer; returns how many. */
export async function deleteLeftOverVectors(rows: PersonRows): Promise<number> {
  return (await rows.query(DELETE_LEFT_OVER)).length
}

/** Four sums at a time, which do not wait for each other. */
function product(one: Float32Array, other: Float32Array): number {
  let [a, b, c, d] = [0, 0, 0, 0]
  const { length } = one
  const fours = length - (length % 4)
  let index = 0
  for (; index < fours; index += 4) {
    a += one[index]! * other[index]!
    b += one[index + 1]! * other[index + 1]!
    c += one[index + 2]! * other[index + 2]!
    d += one[index + 3]! * other[index + 3]!
  }
  for (; index < length; index += 1) a += one[index]! * other[index]!
  return a + b + c + d
}

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

/** A view where the bytes allow one: little-endian machine, aligned memory. */
function numbersIn(bytes: Buffer): Float32Array {
  const count = bytes.length / Float32Array.BYTES_PER_ELEMENT
  if (isLittleEndian && bytes.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0)
    return new Float32Array(bytes.buffer, bytes.byteOffset, count)
  return Float32Array.from({ length: count }, (_, index) => bytes.readFloatLE(index * Float32Array.BYTES_PER_ELEMENT))
}

function bytesOf(values: Float32Array): Buffer {
  if (isLittleEndian) return Buffer.from(values.buffer, values.byteOffset, values.byteLength)
  const bytes = Buffer.alloc(values.byteLength)
  for (const [index, value] of values.entries()) bytes.writeFloatLE(value, index * Float32Array.BYTES_PER_ELEMENT)
  return bytes
}

/** What holds, as `ref`, `text`, `scope` and `said_at`. */
const HOLDS = `
  select 'item:' || number as ref, text, scope, said_at from memory_item
  where person_id = $1 and superseded_by is null
  union all
  select 'turn:' || turn_id, text, scope, said_at from memory_passage
  where person_id = $1 and not is_superseded`

// The memories are chosen before their vectors are read: a sort would carry the vectors along.
const NEAR = ofPerson(
  'vectors-near',
  `with compared as (
     select ref from (${HOLDS}) holds where $4::text is null or scope = $4 order by said_at desc limit $5)
   select v.ref, v.vector from compared join memory_vector v on v.person_id = $1 and v.ref = compared.ref
   where v.model = $2 and v.dimensions = $3`,
)

const HASH = `sha256(convert_to(text, 'UTF8'))`

const UNEMBEDDED = ofPerson(
  'vectors-missing',
  `select ref, text from (${HOLDS}) holds
   where not exists (
     select from memory_vector v where v.person_id = $1 and v.ref = holds.ref
       and v.model = $2 and v.dimensions = $3 and v.text_hash = ${HASH})
   order by said_at desc limit $4`,
)

const LOCK = ofPerson(
  'vectors-lock',
  `with items as (
     select 'item:' || number as ref from memory_item
     where person_id = $1 and 'item:' || number = any($2::text[]) order by number for key share),
   passages as (
     select 'turn:' || turn_id as ref from memory_passage
     where person_id = $1 and 'turn:' || turn_id = any($2::text[]) order by turn_id for key share)
   select ref from items union all select ref from passages`,
)

const SAVE = ofPerson(
  'vectors-save',
  `insert into memory_vector (person_id, ref, model, dimensions, vector, text_hash)
   select $1, ref, $3, dimensions, vector, ${HASH}
   from unnest($2::text[], $4::integer[], $5::bytea[], $6::text[]) given (ref, dimensions, vector, text)
   on conflict (person_id, ref) do update set model = excluded.model, dimensions = excluded.dimensions,
     vector = excluded.vector, text_hash = excluded.text_hash`,
)

const DELETE_LEFT_OVER = ofPerson(
  'vectors-delete-left-over',
  `delete from memory_vector v where person_id = $1 and not exists (
     select from (${HOLDS}) holds where holds.ref = v.ref) returning ref`,
)
