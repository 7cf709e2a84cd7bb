import { describe, expect, it } from 'vitest'
import { languages } from '#core/texts/all.ts'
import { textsFor } from '#core/texts/texts.ts'

/** Every text of a table; functions are called with numbers. */
function textsOf(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function')
    return [1, 3, 1_200].map((number) => [
      `${path}(${number})`,
      String((value as (...numbers: number[]) => unknown)(number, number, number)),
    ])
  return Object.entries(value as object).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`))
}

const english = new Map(textsOf(languages.en))
const LONG_TEXTS = new Set(['.help'])
const SAME_IN_ENGLISH = new Set(['.language'])

describe('the texts of the bot', () => {
  it.each([
    ['en', 'en'],
    ['de-CH', 'de'],
    ['pt_BR', 'pt'],
    ['FIL', 'tl'],
    ['fil-PH', 'tl'],
    ['zh-Hans', 'en'],
    ['in', 'id'],
    ['', 'en'],
    [undefined, 'en'],
    ['constructor', 'en'],
    ['es-419', 'es'],
  ])('for %s are those of %s', (locale, language) => expect(textsFor(locale).language).toBe(language))

  it.each(Object.entries(languages))('are all there in %s, short, and translated', (language, texts) => {
    const all = textsOf(texts)
    expect(all.map(([path]) => path)).toEqual([...english.keys()])
    for (const [path, text] of all) {
      expect(text.trim(), path).toBe(text)
      expect(text, path).not.toMatch(/[{}]|undefined|\[object| {2}/)
      expect(text.length, path).toBeGreaterThan(1)
      expect(text.length, path).toBeLessThan(LONG_TEXTS.has(path) ? 700 : 300)
      if (language !== 'en' && !SAME_IN_ENGLISH.has(path) && !path.startsWith('.statusModel'))
        expect(text, path).not.toBe(english.get(path))
    }
  })

  it.each(Object.values(languages))(
    'name the commands, the numbers and the model they are given: $language',
    (texts) => {
      for (const command of ['/reset', '/status']) expect(texts.help).toContain(command)
      expect(texts.start).toContain('/help')
      expect(texts.unknownCommand).toContain('/help')
      expect(texts.tooLong(1_200)).toContain('1200')
      expect(texts.tooManyPictures(3)).toContain('3')
      expect(texts.statusModel('tiny-scout')).toContain('tiny-scout')
      const { memory } = texts
      expect(memory.saved('I like tea', 3)).toMatch(/I like tea.*\/forget 3/)
      expect(memory.page(2, 3)).toContain('/memories 3')
      expect(memory.page(3, 3)).toContain('/memories 1')
      expect(memory.forgetAllConfirm(7)).toMatch(/7.*\/forget all yes/)
      expect(memory.deleteConfirm(12, 7, 5)).toMatch(/12.*7.*5.*\/delete_me yes/)
      expect(memory.deleting(12, 7, 5)).toMatch(/12.*7.*5/)
      expect(memory.tooLong(1_000)).toContain('1000')
    },
  )
})
