import { first } from './en/first.ts'
import type { TextKey, TextTable } from './en.ts'
import { isPseudo, keepLanguage, language, locale, speakEnglish, type Language } from './language.ts'

type Values = Readonly<Record<string, string | number>>

/** `x` for the keys `x.one` and `x.other`. */
type PluralKey = { [Key in TextKey]: Key extends `${infer Stem}.other` ? Stem : never }[TextKey]

/** The first English ones are there from the start. */
const LOAD: Readonly<Record<Language, () => Promise<TextTable>>> = {
  en: async () => (await import('./en.ts')).en,
  es: async () => (await import('./es.ts')).es,
  pt: async () => (await import('./pt.ts')).pt,
  fr: async () => (await import('./fr.ts')).fr,
  de: async () => (await import('./de.ts')).de,
  id: async () => (await import('./id.ts')).id,
  hi: async () => (await import('./hi.ts')).hi,
  zh: async () => (await import('./zh.ts')).zh,
}

/** What sign-in and the overview say. */
const LOAD_FIRST: Readonly<Record<Language, () => Promise<Partial<TextTable>>>> = {
  en: async () => first,
  es: async () => (await import('./es/first.ts')).first,
  pt: async () => (await import('./pt/first.ts')).first,
  fr: async () => (await import('./fr/first.ts')).first,
  de: async () => (await import('./de/first.ts')).first,
  id: async () => (await import('./id/first.ts')).first,
  hi: async () => (await import('./hi/first.ts')).first,
  zh: async () => (await import('./zh/first.ts')).first,
}

/** What the service says of parts that are not well; in English it says it itself. */
const LOAD_FAILURES: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Readonly<Record<string, string>>>>> = {
  es: async () => (await import('./es/failures.ts')).failures,
  pt: async () => (await import('./pt/failures.ts')).failures,
  fr: async () => (await import('./fr/failures.ts')).failures,
  de: async () => (await import('./de/failures.ts')).failures,
  id: async () => (await import('./id/failures.ts')).failures,
  hi: async () => (await import('./hi/failures.ts')).failures,
  zh: async () => (await import('./zh/failures.ts')).failures,
}

let table: Partial<TextTable> = first
let isAllNeeded = false
const watchers = new Set<() => void>()

/** What there is to say things with; another object once more was loaded. */
export const texts = () => table

export function watchTexts(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** Before the first text is shown. The way in, also to what has failed, is in English where its language cannot be loaded. */
export async function loadTexts(): Promise<void> {
  table = await LOAD_FIRST[language()]().catch(() => {
    speakEnglish()
    return first
  })
}

/** Before any page but sign-in and the overview. */
export async function loadAllTexts(): Promise<void> {
  isAllNeeded = true
  const wanted = language()
  const loaded = await LOAD[wanted]()
  if (wanted !== language()) return loadAllTexts()
  if (table !== loaded) use(loaded)
}

function use(next: Partial<TextTable>): void {
  table = next
  for (const tell of watchers) tell()
}

/** For a sentence that is missing: first what is said of failures, and all texts only where it is missing still. */
export async function loadMore(isMissing: () => boolean): Promise<void> {
  const wanted = language()
  if (wanted !== 'en') {
    const failures = await LOAD_FAILURES[wanted]()
    if (wanted !== language()) return
    use({ ...table, ...failures })
  }
  if (isMissing()) await loadAllTexts()
}

/** All that is shown is drawn anew. */
export async function speak(next: Language): Promise<void> {
  table = await (isAllNeeded ? LOAD : LOAD_FIRST)[next]()
  keepLanguage(next)
}

export function text(key: TextKey, values: Values = {}): string {
  return filled(table[key] ?? key, values)
}

/** Of a key that the page learns from the service; undefined where the present language does not have it, or not yet. */
export const wordsBy = (key: string): string | undefined =>
  Object.hasOwn(table, key) ? filled(table[key as TextKey] ?? key, {}) : undefined

/** Chooses by the rules of the language between one, few, many and other; `{count}` is written in its digits. */
export function plural(stem: PluralKey, count: number, values: Values = {}): string {
  const found = `${stem}.${new Intl.PluralRules(locale()).select(count)}`
  const key = Object.hasOwn(table, found) ? found : `${stem}.other`
  return filled(table[key as TextKey] ?? key, { count: new Intl.NumberFormat(locale()).format(count), ...values })
}

function filled(found: string, values: Values): string {
  const words = found.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
  return isPseudo ? `⟦${words}⟧` : words
}
