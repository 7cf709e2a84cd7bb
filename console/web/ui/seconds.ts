import { durationIn } from '../texts/format.ts'

/** `0.7 s`, in the words of the language. */
export const shownSeconds = (ms: number) => durationIn('second', ms / 1_000, ms < 10_000 ? 1 : 0)
