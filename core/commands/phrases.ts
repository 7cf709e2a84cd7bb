import type { Asked } from '../contract/asked.ts'
import type { Language } from '../texts/text-table.ts'
import { PHRASES } from './phrase-table.ts'

/** A command in plain words, and the language they are in. */
export type CommandInWords = {
  readonly name: 'memories' | 'why' | 'forget' | 'memory' | 'remember' | 'stop'
  readonly argument: string
  readonly language: Language
}

const ASKS = /[?？؟]\s*$/

/** Whole messages, by what they are called in the table of phrases. */
const WHOLE = {
  memories: { name: 'memories', argument: '' },
  why: { name: 'why', argument: '' },
  forgetAll: { name: 'forget', argument: 'all' },
  off: { name: 'memory', argument: 'off' },
} as const

type Whole = keyof typeof WHOLE

/** Longer messages are none of these, and no stop. */
const WHOLE_LENGTH_MAX = 100
/** "Remember that", in any language. */
const OPENING_LENGTH_MAX = 60

/**
 * The whole message asks what is known of the person, or why the last answer was given, or has something remembered, all
 * forgotten or memory switched off, which a model could only claim to do: typed by the person, without a picture or a
 * quote. Words that are the same in two languages count as `preferred`.
 */
export function commandInWords(asked: Asked, preferred: Language): CommandInWords | undefined {
  if (asked.type !== 'message' || asked.typed !== undefined) return undefined
  if (asked.pictures.length > 0 || asked.others.length > 0) return undefined
  const text = withoutNaming(asked.text)
  const stop = stopIn(text, preferred)
  // The one that may answer a message of the bot.
  if (stop !== undefined || asked.quote !== undefined) return stop
  const whole = text.length <= WHOLE_LENGTH_MAX ? WHOLE_MESSAGES.get(normalised(text)) : undefined
  const means = whole && (whole.get(preferred) ?? [...whole.values()][0])
  if (whole && means) {
    const language = whole.has(preferred) ? preferred : [...whole.keys()][0]
    return language && { ...WHOLE[means], language }
  }
  return rememberIn(text, preferred)
}

/** The whole text is the word for it in one of the languages. */
export function stopIn(text: string, preferred: Language): CommandInWords | undefined {
  if (text.length > WHOLE_LENGTH_MAX || ASKS.test(text)) return undefined
  const languages = STOPS.get(bare(withoutNaming(text)))
  const language = languages?.includes(preferred) ? preferred : languages?.[0]
  return language && { name: 'stop', argument: '', language }
}

/** "Remember that I …" on one line. "Remember that time when …?" is a question. */
export function rememberIn(text: string, preferred: Language): CommandInWords | undefined {
  if (text.includes('\n') || ASKS.test(text)) return undefined
  let found: { at: number; languages: readonly Language[] } | undefined
  for (let at = 1; at <= Math.min(text.length, OPENING_LENGTH_MAX); at += 1) {
    const languages = OPENINGS.get(normalised(text.slice(0, at)))
    if (languages && isBoundary(text, at, languages)) found = { at, languages }
  }
  const language = found?.languages.includes(preferred) ? preferred : found?.languages[0]
  if (found === undefined || language === undefined) return undefined
  const rest = text
    .slice(found.at)
    .replace(/^[\s\p{P}]+/u, '')
    .trim()
  const conjunction = rest === '' ? undefined : SUBORDINATING.exec(text.slice(0, found.at).trimEnd())
  return { name: 'remember', argument: conjunction ? `${conjunction[0]} ${rest}` : rest, language }
}

/** German puts the verb last behind it: without this word "ich vegetarisch esse" is no sentence. */
const SUBORDINATING = /dass$/i

const LETTER = /[\p{L}\p{N}\p{M}]/u

/** Thai has no spaces between words. */
const isBoundary = (text: string, at: number, languages: readonly Language[]) =>
  languages.includes('th') || !(LETTER.test(text[at - 1] ?? '') && LETTER.test(text[at] ?? ''))

/** In a group the message may name the bot. A run of spaces or commas is searched from its beginning alone. */
const withoutNaming = (text: string) => text.trim().replaceAll(/^@\w+[\s,:]*|(?<![\s,])[\s,]*@\w+$/g, '')

/** Without accents, signs and case, so that a phrase is found as people type it. */
function normalised(text: string): string {
  const plain = text.normalize('NFKD').toLowerCase()
  return plain
    .replaceAll(/['’‘`´ʼ]|\p{Mn}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

/** With accents, without signs and case. */
const bare = (text: string) =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()

const STOPS = new Map<string, Language[]>()
const WHOLE_MESSAGES = new Map<string, Map<Language, Whole>>()
const OPENINGS = new Map<string, Language[]>()
for (const [language, phrases] of Object.entries(PHRASES) as [Language, Phrases][]) {
  for (const means of Object.keys(WHOLE) as Whole[]) {
    for (const phrase of phrases[means]) {
      const key = normalised(phrase)
      WHOLE_MESSAGES.set(key, (WHOLE_MESSAGES.get(key) ?? new Map<Language, Whole>()).set(language, means))
    }
  }
  for (const [table, keys] of [
    [OPENINGS, phrases.remember.map(normalised)],
    [STOPS, phrases.stop.map(bare)],
  ] as const) {
    for (const key of keys) table.set(key, [...(table.get(key) ?? []), language])
  }
}

type Phrases = (typeof PHRASES)[Language]
