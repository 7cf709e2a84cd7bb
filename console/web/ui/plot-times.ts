import { locale } from '../texts/language.ts'

const DAY_MS = 86_400_000

/** Days are those of UTC, as they were counted. */
export function timesOf(bucketMs: number): (ms: number) => string {
  const day = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const
  const format = new Intl.DateTimeFormat(locale(), bucketMs === DAY_MS ? day : { hour: '2-digit', minute: '2-digit' })
  return (ms) => format.format(ms)
}
