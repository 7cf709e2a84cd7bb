import type { Candidate } from './kinds/kind.ts'

/** Of one thing that a person has remembered, in their own words. */
export const TOLD_CHARACTERS_MAX = 1_000

/** What a person asked to have remembered: their own words, and also what is never learnt unasked. */
export const toldFact = (text: string): Candidate => ({ kind: 'fact', text, confidence: 1, origin: 'told' })

/** Something to be seen: neither spaces nor hidden characters alone. */
export const saysSomething = (text: string): boolean => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text)
