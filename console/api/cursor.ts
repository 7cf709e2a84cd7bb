import { z } from 'zod'
import { jsonIn } from '#machine/json-in.ts'
import { ConsoleError } from './console-error.ts'
import { say } from './sentences.ts'

/** What Postgres takes as a time and as a text. */
const cursorSchema = z.tuple([z.int().min(0).max(8_640_000_000_000_000), z.string().regex(/^\P{Cc}*$/u)])

/** Where a page of a list ends: the time of its last row, and its id where several have one time. */
export type Cursor = { readonly atMs: number; readonly id: string }

export const cursorOf = ({ atMs, id }: Cursor) => Buffer.from(JSON.stringify([atMs, id])).toString('base64url')

/** Of a table whose ids are numbers. */
export const NUMBER_ID = /^\d{1,18}$/

/** @throws {ConsoleError} for what `cursorOf` did not make, or whose id is none of such a list */
export function cursorIn(text: string, ids = /^/): Cursor {
  const parsed = cursorSchema.safeParse(jsonIn(Buffer.from(text, 'base64url').toString()))
  if (!parsed.success || !ids.test(parsed.data[1])) {
    throw new ConsoleError('bad-request', say('list.part-gone'))
  }
  const [atMs, id] = parsed.data
  return { atMs, id }
}

/** Of rows that were read one more than asked for: the page, and where it ends. */
export function pageFrom<Row>(rows: readonly Row[], count: number, cursor: (row: Row) => Cursor) {
  const page = rows.slice(0, count)
  const last = page.at(-1)
  const more = rows.length > count && last !== undefined
  return { rows: page, ...(more && { next: cursorOf(cursor(last)) }) }
}
