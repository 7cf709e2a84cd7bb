import type { SentenceForm } from '../../api/forms/sentence.ts'
import { listOf, numberOf } from './format.ts'
import { language, locale, type Language } from './language.ts'
import { wordsBy } from './text.ts'

/** `quote`: what a platform said, in its own words and its own language. */
export type ToldPiece = { readonly words: string; readonly isQuote?: true }

/** In the console's language; undefined where that is English, or a newer service says what this page does not know. */
export function told(sentences: readonly SentenceForm[] | undefined): string | undefined {
  return toldPieces(sentences)
    ?.map(({ words, isQuote }) => (isQuote ? `“${words}”` : words))
    .join('')
}

/** The same, in the service's English where there are no words for it. */
export const toldOr = (english: string, sentences: readonly SentenceForm[] | undefined): string =>
  told(sentences) ?? english

/** The same, with what was quoted apart. */
export function toldPieces(sentences: readonly SentenceForm[] | undefined): readonly ToldPiece[] | undefined {
  if (sentences === undefined || language() === 'en') return undefined
  const all = sentences.map(piecesOf)
  if (!all.every((pieces) => pieces !== undefined)) return undefined
  return all.flatMap((pieces, nth) => (nth === all.length - 1 ? pieces : [...pieces, { words: endOf(pieces) }]))
}

/** Before the next sentence; one that ends with a quote or a value has no full stop of its own. */
function endOf(pieces: readonly ToldPiece[]): string {
  const last = pieces.findLast(({ words }) => words !== '')?.words ?? ''
  return /[.!?:;…。！？：；।]$/.test(last) ? ' ' : `${FULL_STOPS[language()] ?? '.'} `
}

const FULL_STOPS: Readonly<Partial<Record<Language, string>>> = { hi: '।', zh: '。' }

/** The name of a thing of the service, such as a part of it; as the service calls it, where no language has it. */
export const nameTold = (code: string, name: string) => wordsBy(`sentence.${code}.${name.replaceAll(' ', '-')}`) ?? name

function piecesOf({ code, values }: SentenceForm): readonly ToldPiece[] | undefined {
  const { count } = values
  const found =
    wordsBy(`sentence.${code}`) ??
    (typeof count === 'number'
      ? (wordsBy(`sentence.${code}.${new Intl.PluralRules(locale()).select(count)}`) ??
        wordsBy(`sentence.${code}.other`))
      : undefined)
  // What is between places is at even positions.
  return found?.split(/\{(\w+)\}/).map((words, nth) => (nth % 2 === 0 ? { words } : pieceOf(values[words], words)))
}

type Value = SentenceForm['values'][string] | undefined

function pieceOf(value: Value, name: string): ToldPiece {
  if (value === undefined) return { words: `{${name}}` }
  if (typeof value === 'string') return { words: value }
  if (typeof value === 'number') return { words: numberOf(value) }
  if ('quote' in value) return { words: value.quote, isQuote: true }
  return { words: 'list' in value ? listOf(value.list) : sizeOf(value.bytes) }
}

/** As the service rounds them in English. */
const WHOLE_FROM_BYTES = 9.95e9
const GIGABYTES_FROM_BYTES = 0.95e9

function sizeOf(bytes: number): string {
  const [unit, value] =
    bytes < GIGABYTES_FROM_BYTES ? (['megabyte', bytes / 1e6] as const) : (['gigabyte', bytes / 1e9] as const)
  const isWhole = unit === 'megabyte' || bytes >= WHOLE_FROM_BYTES
  return numberOf(value, { style: 'unit', unit, maximumFractionDigits: isWhole ? 0 : 1 })
}
