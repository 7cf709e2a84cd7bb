import { numberOf } from '../../texts/format.ts'

/** `420ms`, `3.2s`, `95s`. */
export function duration(ms: number): string {
  const isShort = ms < 1_000
  const value = isShort ? Math.round(ms) : ms / 1_000
  const unit = isShort ? 'millisecond' : 'second'
  return numberOf(value, {
    style: 'unit',
    unit,
    unitDisplay: 'narrow',
    maximumFractionDigits: value < 10 && !isShort ? 1 : 0,
  })
}

export const share = (part: number) => numberOf(part, { style: 'percent', maximumFractionDigits: 0 })
