import { durationIn, numberOf } from '../../texts/format.ts'

/** `420ms`, `3.2s`, `95s`. */
export function duration(ms: number): string {
  if (ms < 1_000) return durationIn('millisecond', ms, 0)
  return durationIn('second', ms / 1_000, ms < 10_000 ? 1 : 0)
}

export const share = (part: number) => numberOf(part, { style: 'percent', maximumFractionDigits: 0 })
