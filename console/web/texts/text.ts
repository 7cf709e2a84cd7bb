import { en, type TextKey, type TextTable } from './en.ts'
import { es } from './es.ts'

const TABLES: Readonly<Record<string, TextTable>> = { en, es }

/** The browser's language, where the console has it. */
export const language = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in TABLES) ?? 'en'

export function text(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  const found = TABLES[language]?.[key] ?? en[key]
  return found.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}
