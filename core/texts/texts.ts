import { languages } from './all.ts'
import type { Language, Texts } from './text-table.ts'

const FALLBACK: Language = 'en'

/** The texts for a BCP 47 tag (`pt-BR`, `fil`); English for other languages. */
export function textsFor(locale: string | undefined): Texts {
  return languages[languageOf(locale) ?? FALLBACK]
}

/** Other codes for languages of the table. */
const OTHER_NAMES: Readonly<Record<string, Language>> = { fil: 'tl', in: 'id' }

function languageOf(locale: string | undefined): Language | undefined {
  const [code = ''] = (locale ?? '').toLowerCase().split(/[-_]/)
  if (Object.hasOwn(OTHER_NAMES, code)) return OTHER_NAMES[code]
  return Object.hasOwn(languages, code) ? (code as Language) : undefined
}

/** A text with our note below it. An open code block is closed first. */
export function noteBelow(text: string, note: string): string {
  const fences = text.match(/^[^\S\n]*(?:`{3,}|~{3,})/gm) ?? []
  const open = fences.length % 2 === 1 ? fences.at(-1)?.trim() : undefined
  return [text.trimEnd(), ...(open ? [open] : []), '', note].join('\n')
}
