import { describe, expect, test } from 'vitest'
import { parseMarkdown } from '#core/contract/markdown/markdown.mjs'
import { openBlocks } from '#core/delivery/open-blocks.ts'
import { split } from '#core/delivery/split.ts'
import { lengthOf, type TextMax } from '#core/delivery/text-length.ts'
import { randomFrom } from '../random.ts'

const utf16 = (length: number): TextMax => ({ length, unit: 'utf16' })

describe('split', () => {
  test('leaves a text that fits in one piece', () => {
    expect(split('Hello.\n\nHow are you?', utf16(100))).toEqual(['Hello.\n\nHow are you?'])
  })

  test('gives nothing for a text that shows nothing', () => {
    expect(split('', utf16(10))).toEqual([])
    expect(split(' \n\t\n ', utf16(10))).toEqual([])
    expect(split(' '.repeat(100), utf16(10))).toEqual([])
  })

  test('cuts at the end of a paragraph before the end of a line, a sentence or a word', () => {
    expect(split('One two.\nThree.\n\nFour five. Six seven eight.', utf16(26))[0]).toBe('One two.\nThree.')
    expect(split('One two three.\nFour. Five six seven', utf16(24))[0]).toBe('One two three.')
    expect(split('One two three. Four five six', utf16(20))[0]).toBe('One two three.')
    expect(split('one two three four five', utf16(10))).toEqual(['one two', 'three four', 'five'])
  })

  test('cuts writing without spaces between words', () => {
    const parts = split('สวัสดีครับผมชื่อสมชายยินดีที่ได้รู้จัก', utf16(20))
    expect(parts.join('')).toBe('สวัสดีครับผมชื่อสมชายยินดีที่ได้รู้จัก')
    expect(parts.length).toBeGreaterThan(1)
    expect(split('これは長い文です。次の文もあります。', utf16(12))[0]).toBe('これは長い文です。')
  })

  test('never cuts a grapheme that fits', () => {
    const family = '👨‍👩‍👧‍👦'
    for (const part of split(family.repeat(20), utf16(30))) expect(part.replaceAll(family, '')).toBe('')
  })

  test('cuts a grapheme that is longer than a message between its code points', () => {
    const zalgo = `e${'\u0301'.repeat(100)}`
    const parts = split(zalgo, utf16(16))
    expect(parts.join('')).toBe(zalgo)
    expect(parts.every((part) => part.isWellFormed())).toBe(true)
  })

  test('closes a code block at a cut and opens it again with its language', () => {
    const code = Array.from({ length: 12 }, (_, line) => `  line ${line}`).join('\n')
    const parts = split(`Look:\n\n\`\`\`python\n${code}\n\`\`\`\n\nThat is all.`, utf16(80))
    expect(parts.length).toBeGreaterThan(2)
    expect(parts.at(-1)).toBe('That is all.')
    for (const part of parts.slice(0, -1)) {
      expect(part.match(/^```/gm)?.length).toBe(2)
      expect(part.length).toBeLessThanOrEqual(80)
    }
    expect(parts[1]).toMatch(/^```python\n {2}line \d/)
  })

  test('takes a code block of which only the first line would fit to the next message', () => {
    const parts = split(`${'word '.repeat(9)}\n\`\`\`js\nsomething(longer, than, fits)\n\`\`\``, utf16(54))
    expect(parts[0]).toBe('word '.repeat(9).trim())
    expect(parts[1]).toMatch(/^```js\n/)
  })

  test.each([
    ['of four ticks', '````\n```js\n', '\n```\n````', '````', '````'],
    ['of tildes', '~~~sh\n', '\n~~~', '~~~sh', '~~~'],
    ['in a quote', '> ```\n', '\n> ```', '> ```', '> ```'],
    ['in a list item', '1. Run:\n\n   ```bash\n', '\n   ```\n2. Done', '```bash', '```'],
  ])('closes a code block %s with its own kind of fence', (_where, before, after, opener, closer) => {
    const prefix = /^( *>? *)[`~]/m.exec(before)?.[1] ?? ''
    const code = Array.from({ length: 20 }, (_, line) => `${prefix}line ${line}`).join('\n')
    const parts = split(before + code + after, utf16(70))
    expect(parts.length).toBeGreaterThan(2)
    for (const part of parts) expect(openBlocks(part, undefined).fence).toBeUndefined()
    expect(parts[0]?.split('\n').at(-1)?.trimStart()).toBe(closer)
    expect(parts[1]?.split('\n')[0]).toBe(opener)
    expect(parts[1]?.split('\n')[1]).toMatch(/^(?:> )?line \d/)
  })

  test('a list that goes on in the next message is still a list there', () => {
    const item = (name: string) => `    - ${name} of a list within a list`
    const parts = split(`- one\n${['first', 'second', 'third'].map(item).join('\n')}\n- two`, utf16(60))
    const shown = parts.map((part) => parseMarkdown(part).map(({ type }) => type))
    expect(shown.flat()).not.toContain('code')
    expect(parts.at(-1)?.split('\n').at(-1)).toBe('- two')
  })

  test('puts a lead before a part and counts it', () => {
    const parts = split('one two three four five six seven', utf16(20), (index) => (index === 1 ? 'again: ' : ''))
    expect(parts[1]).toMatch(/^again: /)
    expect(parts.every((part) => part.length <= 20)).toBe(true)
  })
})

describe('split, on random texts', () => {
  const units = ['utf16', 'characters', 'bytes'] as const
  const cases = Array.from({ length: 300 }, (_, seed) => seed + 1)

  test('keeps every part within the limit, well-formed, not empty, and loses nothing that is visible', () => {
    for (const seed of cases) {
      const random = randomFrom(seed).next
      const max: TextMax = { length: 24 + Math.floor(random() * 100), unit: units[seed % 3] ?? 'utf16' }
      const text = randomText(random, false)
      const parts = split(text, max)
      for (const part of parts) {
        expect(lengthOf(part, max.unit), `seed ${seed}`).toBeLessThanOrEqual(max.length)
        expect(part.isWellFormed(), `seed ${seed}`).toBe(true)
        expect(part.trim(), `seed ${seed}`).not.toBe('')
      }
      expect(visible(parts.join('')), `seed ${seed}`).toBe(visible(text))
    }
  })

  test('keeps every part but the last as a text grows', () => {
    for (const seed of cases.slice(0, 150)) {
      const random = randomFrom(seed).next
      const max: TextMax = { length: 24 + Math.floor(random() * 60), unit: units[seed % 3] ?? 'utf16' }
      const text = randomText(random, true)
      const whole = split(text, max)
      const codePoints = Array.from(text)
      for (let end = 0; end < codePoints.length; end += 1 + Math.floor(random() * 9)) {
        const grown = split(codePoints.slice(0, end).join(''), max)
        expect(whole.slice(0, Math.max(0, grown.length - 1)), `seed ${seed} at ${end}`).toEqual(grown.slice(0, -1))
      }
    }
  })

  test('keeps code blocks balanced in every part', () => {
    for (const seed of cases) {
      const random = randomFrom(seed).next
      const max: TextMax = { length: 60 + Math.floor(random() * 60), unit: units[seed % 3] ?? 'utf16' }
      for (const part of split(`${randomText(random, true)}\n\n\`\`\`\nend\n\`\`\``, max)) {
        expect(openBlocks(part, undefined).fence, `seed ${seed}`).toBeUndefined()
        expect(lengthOf(part, max.unit), `seed ${seed}`).toBeLessThanOrEqual(max.length)
      }
    }
  })
})

describe('split, where reserved characters are escaped', () => {
  /** As in a dialect that puts a backslash before each of them, outside of code. */
  const escaped = (text: string) =>
    text
      .split(/^((?:> ?| *)(?:```|~~~)[^]*?^(?:> ?| *)(?:```|~~~)$)/m)
      .map((part, index) => (index % 2 === 0 ? part.replace(/[\\*_~`|>#.!()[\]-]/g, '\\$&') : part))
      .join('')
  /** Grows with the text, whatever the text is. */
  const doubled = (text: string) => text.replace(/[*_~`|>#.!()[\]-]/g, '\\$&')
  const SIGNS = ['**bold** ', '_a_b_ ', '3 * 4 - 5! ', '[x](y) ', '#|# ', '👩🏽‍🚀!', '(🇩🇪)', '...... ', '*'.repeat(20)]
  const signs = (random: () => number) =>
    Array.from({ length: Math.floor(random() * 12) }, () => SIGNS[Math.floor(random() * SIGNS.length)]).join('')
  const units = ['utf16', 'characters', 'bytes'] as const
  const lengthIn = (unit: TextMax['unit'], rendered: (text: string) => string) => (text: string) =>
    lengthOf(rendered(text), unit)

  test('keeps every part within the limit as it is sent, and loses nothing that is visible', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = randomFrom(seed).next
      const unit = units[seed % 3] ?? 'utf16'
      const renderedLength = lengthIn(unit, seed % 2 === 0 ? escaped : doubled)
      const max: TextMax = { length: 60 + Math.floor(random() * 100), unit, renderedLength }
      const text = `${signs(random)}${randomText(random, false)}${signs(random)}${randomText(random, false)}`
      const parts = split(text, max)
      for (const part of parts) {
        expect(renderedLength(part), `seed ${seed}`).toBeLessThanOrEqual(max.length)
        expect(part.isWellFormed(), `seed ${seed}`).toBe(true)
        expect(part.trim(), `seed ${seed}`).not.toBe('')
      }
      expect(visible(parts.join('')), `seed ${seed}`).toBe(visible(text))
    }
  })

  test('keeps code blocks balanced, and every part but the last as a text grows', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = randomFrom(seed).next
      const max: TextMax = { length: 100, unit: 'utf16', renderedLength: lengthIn('utf16', doubled) }
      const text = `${signs(random)}${randomText(random, true)}${signs(random)}`
      const whole = split(`${text}\n\n\`\`\`\nend\n\`\`\``, max)
      for (const part of whole) {
        expect(openBlocks(part, undefined).fence, `seed ${seed}`).toBeUndefined()
        expect(doubled(part).length, `seed ${seed}`).toBeLessThanOrEqual(100)
      }
      const codePoints = Array.from(text)
      for (let end = 0; end < codePoints.length; end += 1 + Math.floor(random() * 30)) {
        const grown = split(codePoints.slice(0, end).join(''), max)
        expect(whole.slice(0, Math.max(0, grown.length - 1)), `seed ${seed} at ${end}`).toEqual(grown.slice(0, -1))
      }
    }
  })

  test('never cuts a grapheme that fits', () => {
    const family = '👨‍👩‍👧‍👦.'
    const max: TextMax = { length: 40, unit: 'utf16', renderedLength: lengthIn('utf16', doubled) }
    const parts = split(family.repeat(20), max)
    expect(parts.length).toBeGreaterThan(5)
    for (const part of parts) expect(part.replaceAll(family.slice(0, -1), '').replaceAll('.', '')).toBe('')
  })

  test('cuts where the next paragraph would not fit when it is escaped', () => {
    const max: TextMax = { length: 30, unit: 'utf16', renderedLength: lengthIn('utf16', doubled) }
    expect(split('One two three four.\n\n(*!!*)', max)).toEqual(['One two three four.', '(*!!*)'])
  })
})

const visible = (text: string) => text.replace(/\s/g, '')

const PIECES = [
  ...['word ', 'a ', 'sentence. ', 'really? ', '\n', '\n\n', '  ', 'https://example.org/a/b?c=d '],
  ...['😀', '👩🏽‍🚀', 'é', 'ü', '漢字。', 'สวัสดี', '🇩🇪🇫🇷'],
]
const CODE = [
  ...['\n\n```js\nlet a = 1\n\n  if (a) b()\n```\n', '\n```\nplain\n```\n\n', '\n\n~~~\n```\ncode\n~~~\n'],
  ...['\n- item\n\n  ````md\n  ```\n  code\n  ````\n', '\n\n> ```\n> code\n> ```\n\n'],
]

function randomText(random: () => number, withCode: boolean): string {
  const pieces = withCode ? [...PIECES, ...CODE] : PIECES
  return Array.from({ length: Math.floor(random() * 80) }, () => pieces[Math.floor(random() * pieces.length)]).join('')
}
