import type { Learning } from './kind.ts'
import { searchLanguageOf, searchTerms } from '../terms.ts'

type Passage = Pick<Learning, 'typed' | 'saidAtMs'> & { readonly before: string | undefined }

/**
 * What a passage is found by: its text, the day it was said, and what the person typed right before it, without which
 * "and in winter?" is about nothing. On LoCoMo these two raised recall@10 of BM25 from 58 to 67 %.
 */
export const passageTerms = ({ typed, before = '', saidAtMs }: Passage): PassageTerms => ({
  own: searchTerms(typed),
  around: [
    ...searchTerms(before.slice(0, BEFORE_CHARACTERS_MAX)),
    ...searchTerms(dayWords(saidAtMs, searchLanguageOf(typed).code)),
  ],
})

type PassageTerms = { readonly own: readonly string[]; readonly around: readonly string[] }

const BEFORE_CHARACTERS_MAX = 500

/** `Monday 2 March 2026`, in the language of the text. The time zone of the person is not known. */
const dayWords = (ms: number, language: string) =>
  new Intl.DateTimeFormat(language === 'tl' ? 'fil' : language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(ms)
