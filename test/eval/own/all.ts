import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import type { LanguageTable } from './language-table.ts'

/** The languages of the own set. */
export const languageTables: Readonly<Record<LanguageTable['code'], LanguageTable>> = { en, es, de, fr }
