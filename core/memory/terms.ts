import { SEARCH_LANGUAGES, type SearchLanguage } from './languages.ts'

/** A text is searched in its first characters, and by its first terms. */
const CHARACTERS_MAX = 20_000
const TERMS_MAX = 2_000
/** A longer run of letters is no word; its beginning finds it. */
const WORD_LENGTH_MAX = 40

const WORD = /[\p{L}\p{N}\p{M}]+/gu

/**
 * The terms by which a text is found, in order and with repetitions. The same text has the same terms, whoever wrote
 * it and wherever.
 *
 * A word gives two terms where they differ: itself without accents, and its stem. The language of a message is a guess
 * by its stop words, and of a short question a poor one: "gatos?" alone could be of any. The word itself is found all
 * the same, and where the guess is right for both texts, the stem counts too; on the set of `npm run eval -- memory`
 * stems alone find 1.3 % less among ten. Stop words give no terms, unless a text is nothing else.
 */
export function searchTerms(text: string, language = searchLanguageOf(text)): string[] {
  const words = wordsIn(text)
  const content = words.filter((word) => !language.stopWords.has(word))
  const terms: string[] = []
  for (const word of content.length > 0 ? content : words) {
    terms.push(...termsOf(word, language))
    if (terms.length >= TERMS_MAX) break
  }
  return terms.slice(0, TERMS_MAX)
}

/**
 * Terms and the beginnings of the longer ones: `allergic` and `allergy`, `Zahnarzt` and `Zahnarzttermin` begin alike,
 * where no stemmer takes one for the other. The star keeps a beginning apart from a word.
 */
export const withBeginnings = (terms: readonly string[]): string[] => [...terms, ...terms.flatMap(beginningOf)]

function beginningOf(term: string): string[] {
  const letters = Array.from(term)
  return letters.length < BEGINNING || DIGITS.test(term) ? [] : [`${letters.slice(0, BEGINNING).join('')}*`]
}

const BEGINNING = 5

/** What a text in which somebody speaks of themself is found by, as often as they do. */
export const SELF_TERM = '*self'

export function selfTerms(text: string, { selfWords } = searchLanguageOf(text)): string[] {
  const said = wordsIn(text).filter((word) => selfWords.has(word))
  return said.slice(0, TERMS_MAX).map(() => SELF_TERM)
}

export const isAboutSelf = (text: string): boolean => selfTerms(text).length > 0

/** The language of a text for search. */
export const searchLanguageOf = (text: string): SearchLanguage => languageIn(wordsIn(text))

const wordsIn = (text: string): string[] =>
  text.slice(0, CHARACTERS_MAX).toWellFormed().normalize('NFKC').toLowerCase().match(WORD) ?? []

/** That with most of its stop words in the text; the earlier one in the table where two have as many. */
function languageIn(words: readonly string[]): SearchLanguage {
  let [best] = SEARCH_LANGUAGES
  let most = 0
  for (const language of SEARCH_LANGUAGES) {
    const count = words.filter((word) => language.stopWords.has(word)).length
    if (count > most) [best, most] = [language, count]
  }
  return best
}

function termsOf(word: string, language: SearchLanguage): readonly string[] {
  if (UNSPACED.test(word)) return unspacedTerms(word, language)
  const short = word.slice(0, WORD_LENGTH_MAX).toWellFormed()
  if (DIGITS.test(short)) return [numberTerm(short)]
  const plain = folded(short)
  const stem = language.keepsAccents ? short : folded(language.stem(short))
  return stem === plain || stem === '' ? [plain] : [plain, stem]
}

const DIGITS = /^\p{Nd}+$/u
const NATIVE_DIGIT = /\p{Nd}/gu

/** `03` and `٣` are 3. */
function numberTerm(digits: string): string {
  const latin = digits.replace(NATIVE_DIGIT, (digit) => String(valueOf(digit)))
  return latin.replace(/^0+(?=\d)/, '')
}

/** Unicode has the ten digits of a script in a row. */
function valueOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return value % 10
}

/** Scripts without spaces between words. */
const SCRIPTS = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
const LETTER = `${SCRIPTS.map((script) => `\\p{Script=${script}}`).join('')}ー`
const UNSPACED = new RegExp(`[${LETTER}]`, 'u')
const RUN = new RegExp(`[${LETTER}][${LETTER}\\p{M}]*|[^${LETTER}]+`, 'gu')

/**
 * By the dictionaries of ICU, which tell the words of all these scripts apart without a language given. A Node with other
 * dictionaries finds a little less of what an earlier one indexed.
 */
const segmenter = new Intl.Segmenter('th', { granularity: 'word' })
const HAN = /\p{Script=Han}/gu

/**
 * The words of its runs, and of a word in Han its characters, too: 猫 stands in 只猫. On thirty questions in Thai, Japanese
 * and Chinese this found the right one of ten messages 30 times, words alone 29, pairs of characters 26.
 */
const unspacedTerms = (word: string, language: SearchLanguage): string[] =>
  (word.match(RUN) ?? []).flatMap((run) => (UNSPACED.test(run) ? segmentTerms(run) : termsOf(run, language)))

const segmentTerms = (run: string): string[] =>
  Array.from(segmenter.segment(run), ({ segment }) => segment.slice(0, WORD_LENGTH_MAX).toWellFormed()).flatMap(
    (segment) => [...new Set([segment, ...(segment.match(HAN) ?? [])])],
  )

/** Accents of scripts in which a word is the same without them; in others these marks are vowels. */
const ACCENT = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}*)\p{M}|[\u0640\u064b-\u0652\u0670]/gu
const LETTERS: Readonly<Record<string, string>> = { đ: 'd', ø: 'o', ł: 'l', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' }
const UNDECOMPOSED = /[đøłßæœı]/g

const folded = (word: string) =>
  word
    .normalize('NFD')
    .replace(ACCENT, '')
    .replace(UNDECOMPOSED, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFC')

/**
 * As a literal of Postgres's `tsvector`, with positions, so that repetitions count. The lists are labelled `A`, `B`, `C`
 * and not at all.
 */
export function asTsvector(...lists: readonly (readonly string[])[]): string {
  const positions = new Map<string, string[]>()
  const labelled = lists.flatMap((terms, list) => terms.map((term) => ({ term, label: LABELS[list] ?? '' })))
  for (const [index, { term, label }] of labelled.entries()) {
    const all = positions.get(term) ?? []
    if (all.length < POSITIONS_MAX && index < POSITION_MAX) all.push(`${index + 1}${label}`)
    positions.set(term, all)
  }
  return [...positions].map(([term, at]) => `${quoted(term)}:${at.join(',')}`).join(' ')
}

const LABELS = ['A', 'B', 'C']

/** As a `tsquery` that all or any of the terms fulfil, where they have one of the labels. */
export const tsqueryOf = (terms: readonly string[], operator: '&' | '|', labels = ''): string =>
  [...new Set(terms)].map((term) => quoted(term) + (labels && `:${labels}`)).join(` ${operator} `)

const quoted = (term: string) => `'${term.replaceAll(/['\\]/g, '$&$&')}'`

/** Limits of the type. */
const POSITIONS_MAX = 255
const POSITION_MAX = 16_383
