import { numberOf } from '../texts/format.ts'

/** `0.7 s`, in the words of the language. */
export const shownSeconds = (ms: number) =>
  numberOf(ms / 1_000, {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'narrow',
    maximumFractionDigits: ms < 10_000 ? 1 : 0,
  })
