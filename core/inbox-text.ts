import type { ChatEvent } from './contract/message.ts'
import { cleanText } from './contract/text.ts'
import { sqlStateOf } from './store/sql-state.ts'

// A lone half of a character in jsonb, a NUL in jsonb, a NUL in text.
const CODES = new Set(['22P02', '22P05', '22021'])

/** Channels clean what they decode; one string that was missed must not block all that comes after it. */
export function isUnstorableText(error: unknown): boolean {
  return CODES.has(sqlStateOf(error) ?? '')
}

/** The same event with all of its strings cleaned. */
export function withStorableText({ raw, ...event }: ChatEvent): ChatEvent {
  const clean = (_key: string, value: unknown) => (typeof value === 'string' ? cleanText(value) : value)
  const cleaned = JSON.parse(JSON.stringify(event), clean) as ChatEvent
  return raw ? { ...cleaned, raw } : cleaned
}
