import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const { TEXTS } = (await import(new URL('../../../adapters/web/page/texts.js', import.meta.url).href)) as {
  TEXTS: Record<string, Record<string, string>>
}
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

/** Letters of the page's languages, and signs that their fonts have; arrows, crosses and pictures are drawn. */
const COMMON = /^[\p{ASCII}\p{scx=Latin}\p{scx=Arabic}\p{scx=Devanagari}\p{scx=Thai}\u00a0¡¿«»·×’“”„–—…]*$/u

test('the page shows no character that common fonts lack', async () => {
  const folder = new URL('../../../adapters/web/page/', import.meta.url)
  for (const name of await readdir(folder)) {
    for (const line of (await readFile(new URL(name, folder), 'utf8')).split('\n')) expect(line, name).toMatch(COMMON)
  }
})
