import path from 'node:path'
import type { media } from '../store/schema.ts'

/** One stored picture. */
export type MediaRow = typeof media.$inferSelect

/** `media/<person>/<sha256>.jpg`. Throws when id or hash has another form, because both become file names. */
export function filePathOf(folder: string, row: Pick<MediaRow, 'personId' | 'sha256' | 'mime'>): string {
  const { personId, sha256, mime } = row
  if (!SHA256.test(sha256)) throw new TypeError('This is no SHA-256.')
  return path.join(folderOf(folder, personId), `${sha256}.${mime === 'image/png' ? 'png' : 'jpg'}`)
}

/** `media/<person>`. */
export function folderOf(folder: string, person: MediaRow['personId']): string {
  if (!PERSON.test(person)) throw new TypeError('This is no id of a person.')
  return path.join(folder, person)
}

const PERSON = /^[A-Za-z0-9_-]{1,64}$/
const SHA256 = /^[0-9a-f]{64}$/
