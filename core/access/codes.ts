/** A whole number from 0 up to `below`, which nobody can predict. */
export type RandomInt = (below: number) => number

/** Without letters and digits that look alike, and without vowels, so that no code is a word. */
const ALPHABET = 'CDFGHJKMNPQRTWXY34679'
/** 35 bits; only the operator's own command takes codes, so nobody can try them out. */
const LENGTH = 8

/** What a stranger shows to an operator. */
export const newCode = (randomInt: RandomInt): string =>
  Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

/** A code as somebody typed it: in any case, with blanks or hyphens. */
export const codeIn = (typed: string): string => typed.replaceAll(/[\s-]/g, '').toUpperCase()
