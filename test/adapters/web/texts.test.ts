import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { PHRASES } from '#core/commands/phrase-table.ts'
import type { WebErrorCode } from '#http/web-error.ts'

const ofPage = async (name: string) => await import(new URL(`../../../adapters/web/page/${name}`, import.meta.url).href)
const { TEXTS } = (await ofPage('texts.js')) as { TEXTS: Record<string, Record<string, string>> }
const { reasonOf } = (await ofPage('reasons.js')) as { reasonOf: (code: string, context: object) => string }
const blanks = (text = '') => (text.match(/\{\w+\}/g) ?? []).sort()

test('the page speaks every language of Llama 4 in full, with the same blanks to fill in', () => {
  expect(Object.keys(TEXTS).sort()).toEqual(['ar', 'de', 'en', 'es', 'fr', 'hi', 'id', 'it', 'pt', 'th', 'tl', 'vi'])
  for (const [language, texts] of Object.entries(TEXTS)) {
    expect(Object.keys(texts).sort(), language).toEqual(Object.keys(TEXTS['en'] ?? {}).sort())
    for (const [key, text] of Object.entries(texts)) {
      expect(blanks(text), `${language} ${key}`).toEqual(blanks(TEXTS['en']?.[key]))
    }
  }
})

test.each(Object.entries(PHRASES))(
  'in %s the page asks what is known of a person in words that the service understands',
  (language, { memories }) => {
    expect(memories).toContain(TEXTS[language]?.['exampleMemory'])
  },
)

/** Codes of the page itself or of a proxy in front; the stream's own is shown where the stream is. */
type NotOfMessage =
  'host-refused' | 'origin-refused' | 'no-person' | 'bad-request' | 'empty-message' | 'not-found' | 'too-many-streams'

const REASONS: Readonly<Record<Exclude<WebErrorCode, NotOfMessage>, RegExp>> = {
  'two-people': /delete the cookies/i,
  'https-needed': /https address/,
  'too-many-people': /try again later/i,
  'too-many-uploads': /try again later/i,
  'too-many-messages': /try again later/i,
  'too-many-reads': /one moment/i,
  'text-too-long': /at most .?8/i,
  'file-too-large': /at most .?4.? MB/i,
  'too-many-files': /at most .?2/i,
  'storage-full': /no room/i,
  unavailable: /did not answer/,
}

test.each(Object.entries(REASONS))('who is refused with %s reads why, in their own words', (code, said) => {
  const limits = { textLengthMax: 8, filesMax: 2, fileBytesMax: 4 * 1024 ** 2 }
  expect(reasonOf(code, { message: { files: [] }, limits })).toMatch(said)
})

/** Letters of the page's languages, and signs that their fonts have; arrows, crosses and pictures are drawn. */
const COMMON = /^[\p{ASCII}\p{scx=Latin}\p{scx=Arabic}\p{scx=Devanagari}\p{scx=Thai}\u00a0¡¿«»·×’“”„–—…]*$/u

test('the page shows no character that common fonts lack', async () => {
  const folder = new URL('../../../adapters/web/page/', import.meta.url)
  for (const name of await readdir(folder)) {
    for (const line of (await readFile(new URL(name, folder), 'utf8')).split('\n')) expect(line, name).toMatch(COMMON)
  }
})
