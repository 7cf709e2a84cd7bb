import { en, type TextKey, type TextTable } from './en.ts'
import { isPseudo, keepLanguage, language, locale, type Language } from './language.ts'

type Values = Readonly<Record<string, string | number>>

/** `x` for the keys `x.one` and `x.other`. */
type PluralKey = { [Key in TextKey]: Key extends `${infer Stem}.other` ? Stem : never }[TextKey]

/** English is there from the start; the others are loaded when they are spoken. */
const LOAD: Readonly<Record<Exclude<Language, 'en'>, () => Promise<TextTable>>> = {
  es: async () => (await import('./es.ts')).es,
}

let table: TextTable = en

/** Before the first text is shown. */
export async function loadTexts(): Promise<void> {
  table = await tableOf(language())
}

/** All that is shown is drawn anew. */
export async function speak(next: Language): Promise<void> {
  table = await tableOf(next)
  keepLanguage(next)
}

const tableOf = async (language: Language) => (language === 'en' ? en : LOAD[language]())

export function text(key: TextKey, values: Values = {}): string {
  return filled(table[key], values)
}

/** Chooses by the rules of the language between one, few, many and other; `{count}` is written in its digits. */
export function plural(stem: PluralKey, count: number, values: Values = {}): string {
  const found = `${stem}.${new Intl.PluralRules(locale()).select(count)}`
  const key = Object.hasOwn(table, found) ? found : `${stem}.other`
  return filled(table[key as TextKey], { count: new Intl.NumberFormat(locale()).format(count), ...values })
}

function filled(found: string, values: Values): string {
  const words = found.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
  return isPseudo ? `⟦${words}⟧` : words
}
