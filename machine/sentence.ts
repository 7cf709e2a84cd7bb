/** What stands in a place of a sentence; each language writes it in its own way. */
export type SentenceValue =
  | string
  | number
  | { readonly bytes: number }
  | { readonly list: readonly string[] }
  /** What a platform or a host said, in its own words. */
  | { readonly quote: string }

export type SentenceValues = Readonly<Record<string, SentenceValue>>

/** One thing that the service says to operators: `english` for logs and terminals, `code` and `values` for every language. */
export type Sentence = { readonly code: string; readonly values: SentenceValues; readonly english: string }

/** The English of a room's sentences by their codes. `x.one` and `x.other`: the sentence `x`, by `{count}`. */
export type SentenceTable = Readonly<Record<string, string>>

type Place<Words> = Words extends `${string}{${infer Name}}${infer Rest}` ? Name | Place<Rest> : never

type Stem<Code> = Code extends `${infer Name}.${'one' | 'other'}` ? Name : Code

type WordsOf<Table extends SentenceTable, Code> = Table[Extract<keyof Table, Code | `${Code & string}.other`>]

type Given<Words> = [Place<Words>] extends [never] ? [] : [values: Readonly<Record<Place<Words>, SentenceValue>>]

/** Makes the sentences of a table; what each of them needs is in its places. */
export const sayer =
  <const Table extends SentenceTable>(table: Table) =>
  <Code extends Stem<keyof Table & string>>(code: Code, ...given: Given<WordsOf<Table, Code>>): Sentence => {
    const values: SentenceValues = given[0] ?? {}
    const words = table[code] ?? table[`${code}.${values['count'] === 1 ? 'one' : 'other'}`] ?? code
    const english = words.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = values[name]
      return value === undefined ? place : inEnglish(value)
    })
    return { code, values, english }
  }

/** What is said to operators: with codes, or in English alone. */
export type Said = string | Sentence | readonly Sentence[]

/** A text for operators under its name, and its sentences where it has codes: `{ detail, sentences }`. */
export type Told<Name extends string> = { readonly [Key in Name]: string } & {
  readonly sentences?: readonly Sentence[] | undefined
}

export function toldAs<Name extends string>(name: Name, said: Said): Told<Name> {
  const sentences = sentencesOf(said)
  return { [name]: englishOf(said), ...(sentences && { sentences }) } as Told<Name>
}

/** As one text, for logs and terminals. */
export const englishOf = (said: Said): string =>
  typeof said === 'string' ? said : asOneText((sentencesOf(said) ?? []).map(({ english }) => english))

export const asOneText = (sentences: readonly string[]): string =>
  sentences.map((words, nth) => (nth === sentences.length - 1 || hasEnd(words) ? words : `${words}.`)).join(' ')

/** False of a sentence that ends with a quote or a value: before the next one it needs a full stop. */
const hasEnd = (words: string) => /[.!?:;…]$/.test(words)

/** Undefined where there is English alone. */
export const sentencesOf = (said: Said): readonly Sentence[] | undefined =>
  typeof said === 'string' ? undefined : 'code' in said ? [said] : said

function inEnglish(value: SentenceValue): string {
  if (typeof value !== 'object') return String(value)
  if ('bytes' in value) return sizeOf(value.bytes)
  return 'list' in value ? value.list.join(', ') : value.quote
}

const WHOLE_FROM_BYTES = 9.95e9

const GIGABYTES_FROM_BYTES = 0.95e9

/** One digit after the point is enough of a size that an operator compares. */
function sizeOf(bytes: number): string {
  if (bytes < GIGABYTES_FROM_BYTES) return `${Math.round(bytes / 1e6)} MB`
  return `${bytes >= WHOLE_FROM_BYTES ? Math.round(bytes / 1e9) : Number((bytes / 1e9).toFixed(1))} GB`
}
