import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { hi } from './hi.ts'
import { id } from './id.ts'
import { it } from './it.ts'
import { pt } from './pt.ts'
import { th } from './th.ts'
import { tl } from './tl.ts'
import { vi } from './vi.ts'
import type { Language, Texts } from './text-table.ts'

/** A missing language, or a missing text in one, does not compile. */
export const languages: Readonly<Record<Language, Texts>> = { ar, en, fr, de, hi, id, it, pt, es, tl, th, vi }
