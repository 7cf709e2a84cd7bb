import { createHmac } from 'node:crypto'
import type { MemoryField } from '../contract/memory.ts'
import { ofPerson, type PersonRows } from './person-rows.ts'
import { searchTerms } from './terms.ts'

export type Remembered = {
  readonly field?: MemoryField | undefined
  readonly value?: string | undefined
  readonly text: string
}

/**
 * What is left of a memory that its person had forgotten: keyed hashes of its field with its value and of its sentence,
 * without case and punctuation. Who has the rows and not the key cannot try values.
 */
export function forgottenHashes(key: Uint8Array, { field, value, text }: Remembered): Buffer[] {
  const ofText = hash(key, 'text', text)
  return field === undefined || value === undefined ? [ofText] : [hash(key, field, value), ofText]
}

/** Of this service, from its secret. */
export const forgottenKeyFrom = (secret: Uint8Array): Buffer =>
  createHmac('sha256', secret).update('memory-forgotten').digest()

const hash = (key: Uint8Array, about: string, words: string) =>
  createHmac('sha256', key)
    .update(`${about}\n${searchTerms(words).join(' ')}`)
    .digest()

/** Whether the person had this forgotten before. */
export async function wasForgotten(rows: PersonRows, key: Uint8Array, remembered: Remembered): Promise<boolean> {
  return (await rows.query(FIND, [forgottenHashes(key, remembered)])).length > 0
}

/** The person asked to have it remembered again. */
export async function unforget(rows: PersonRows, key: Uint8Array, remembered: Remembered): Promise<void> {
  await rows.query(DELETE, [forgottenHashes(key, remembered)])
}

const FIND = ofPerson(
  'forgotten-find',
  'select hash from memory_forgotten where person_id = $1 and hash = any($2::bytea[]) limit 1',
)

const DELETE = ofPerson(
  'forgotten-delete',
  'delete from memory_forgotten where person_id = $1 and hash = any($2::bytea[])',
)
