import type { Learning } from './kind.ts'
import { asTsvector, searchLanguageOf, searchTerms, selfTerms, withBeginnings } from '../terms.ts'

type Passage = Pick<Learning, 'typed' | 'saidAtMs'> & { readonly before: string | undefined }

/** As they are stored. */
type PassageTerms = { readonly terms: string; readonly count: number }

/**
 * What a passage is found by: its text, the day it was said, and what the person typed right before it, without which
 * "and in winter?" is about nothing. On LoCoMo these two raised recall@10 of BM25 from 58 to 67 %.
 *
 * What they state is kept apart from what they ask: "how is a bicycle repaired?" says nothing of theirs. Where they
 * state something of themself, a question about themself has that in common with it.
 */
export function passageTerms({ typed, before = '', saidAtMs }: Passage): PassageTerms {
  const language = searchLanguageOf(typed)
  const isAsked = (sentence: string) => QUESTION.test(sentence)
  const sentences = typed.split(SENTENCE_END)
  const statements = sentences.filter((sentence) => !isAsked(sentence)).join(' ')
  const stated = searchTerms(statements, language)
  const asked = searchTerms(sentences.filter(isAsked).join(' '), language)
  const around = [
    ...searchTerms(before.slice(0, BEFORE_CHARACTERS_MAX)),
    ...searchTerms(dayWords(saidAtMs, language.code)),
  ]
  const self = selfTerms(statements, language)
  const lists = [withBeginnings(stated), withBeginnings(asked), self, withBeginnings(around)]
  return { terms: asTsvector(...lists), count: lists.flat().length }
}

/** Of what the person typed in this turn, stated or asked; `C` is that they speak of themself, none what is around it. */
export const OWN_LABELS = 'AB'

/**
 * After its mark and what closes it; an opened question mark, too, ends what is before it. No more than three marks close
 * a sentence, so that a long run of them takes little time.
 */
const SENTENCE_END = /(?<=[.!?…؟][\p{Pf}\p{Pe}"']{0,3})\s+|(?<=[。！？])|\n+|(?=¿)/u
const QUESTION = /[?？؟][\p{Pf}\p{Pe}"']{0,3}\s*$/u

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
