import type { LanguageTable } from './language-table.ts'

const WORD = /[\p{L}\p{N}]+/gu

/**
 * The content words of one text that the other has too, perhaps in another form. Forms are compared by their beginning
 * and not by a stemmer, so that the check depends on nothing that is measured with it: two words count as shared when
 * all but the end of the shorter is the same, which finds more than any stemmer does.
 */
export function sharedContentWords(one: string, other: string, table: LanguageTable): string[] {
  const stopWords = new Set(wordsOf(table.stopWords))
  const others = wordsOf(other).filter((word) => !stopWords.has(word))
  return wordsOf(one).filter((word) => !stopWords.has(word) && others.some((each) => isSameStem(word, each)))
}

/** Lower case, without accents, so that a form with one matches a form without. */
function wordsOf(text: string): string[] {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().match(WORD) ?? []
}

function isSameStem(one: string, other: string): boolean {
  if (one === other) return true
  const shorter = Math.min(one.length, other.length)
  const needed = Math.max(STEM_MIN, shorter - ENDING_MAX)
  return shorter >= STEM_MIN && one.slice(0, needed) === other.slice(0, needed)
}

/** No stem is shorter. */
const STEM_MIN = 3
/** Letters by which the end of the shorter word may differ. */
const ENDING_MAX = 1
