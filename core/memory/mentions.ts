import { searchTerms } from './terms.ts'

const WORD = /[\p{L}\p{N}\p{M}]+/gu

/** A word gives itself and its stem; one of more terms is a run of words without spaces between them. */
const TERMS_OF_A_WORD_MAX = 2

export type Mention = {
  /** Any of these is in every text that mentions it. */
  readonly terms: readonly string[]
  /** Whether it is in a text of these terms. */
  isAmong(said: ReadonlySet<string>): boolean
}

/** The terms of a text, to look for several mentions in it. */
export const termsSaid = (text: string): ReadonlySet<string> => new Set(searchTerms(text))

/** Finds texts that say each of these words, or one of the same stem. Undefined for a text without words. */
export function mentionOf(text: string): Mention | undefined {
  const terms = new Set(searchTerms(text))
  const words = (text.match(WORD) ?? [])
    .map((word) => searchTerms(word))
    .filter((word) => word.some((term) => terms.has(term)))
  if (words.length === 0) return undefined
  return {
    terms: [...terms],
    isAmong: (said) =>
      words.every((word) =>
        word.length > TERMS_OF_A_WORD_MAX ? word.every((term) => said.has(term)) : word.some((term) => said.has(term)),
      ),
  }
}
