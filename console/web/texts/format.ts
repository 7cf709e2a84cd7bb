import { language, locale } from './language.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** From the largest; a time is told in the first that fits into it. */
const UNITS = [
  ['year', 365 * DAY_MS],
  ['month', 30 * DAY_MS],
  ['week', 7 * DAY_MS],
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
] as const

export const numberOf = (value: number, options?: Intl.NumberFormatOptions) =>
  new Intl.NumberFormat(locale(), options).format(value)

/** `3.2s`; other languages have a space there, which their narrowest form leaves out. */
export const durationIn = (unit: 'second' | 'millisecond', value: number, maximumFractionDigits: number) =>
  numberOf(value, {
    style: 'unit',
    unit,
    unitDisplay: language() === 'en' ? 'narrow' : 'short',
    maximumFractionDigits,
  })

/** `3 minutes ago`. What is less than a minute away in either direction is now: clocks differ. */
export function relativeTime(ms: number, nowMs: number): string {
  const awayMs = ms - nowMs
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' })
  for (const [unit, unitMs] of UNITS) {
    if (Math.abs(awayMs) >= unitMs) return format.format(Math.round(awayMs / unitMs), unit)
  }
  return format.format(0, 'second')
}

/** With the day, the second and the time zone. */
export const fullTime = (ms: number) =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'full', timeStyle: 'long' }).format(ms)

/** To the second, in little room. */
export const timeOf = (ms: number) =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'short', timeStyle: 'medium' }).format(ms)

/** Of the operator's calendar. */
export const dayOf = (ms: number) => new Intl.DateTimeFormat(locale(), { dateStyle: 'long' }).format(ms)

export const listOf = (items: readonly string[]) => new Intl.ListFormat(locale(), { type: 'conjunction' }).format(items)
