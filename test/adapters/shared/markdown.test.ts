import { readMarkdown } from '#adapters/shared/markdown.ts'
import { describe, expect, it } from 'vitest'

const shownAs = (markdown: string) => {
  const { text, marks } = readMarkdown(markdown)
  return { text, marks: marks.map(({ type, start, length }) => [type, text.slice(start, start + length)]) }
}

describe('the Markdown of a model', () => {
  it.each([
    [
      '**bold** and *slanted*',
      'bold and slanted',
      [
        ['bold', 'bold'],
        ['italic', 'slanted'],
      ],
    ],
    ['use `npm *run*` here', 'use npm *run* here', [['code', 'npm *run*']]],
    ['## Heading\ntext', 'Heading\ntext', [['bold', 'Heading']]],
    ['see [the docs](https://example.org/a)', 'see the docs (https://example.org/a)', []],
    ['![](x) ![chart](https://example.org/c.png)', '![](x) chart (https://example.org/c.png)', []],
    ['😀 **é**', '😀 é', [['bold', 'é']]],
    ['a\n```js\nlet x = **y**\n```\nb', 'a\nlet x = **y**\nb', [['block', 'let x = **y**']]],
  ])('is shown: %j', (markdown, text, marks) => {
    expect(shownAs(markdown)).toEqual({ text, marks })
  })

  it.each([
    '2*3*4 = 24',
    '* a\n* b',
    'snake_case_name',
    '**not closed',
    'a * b * c',
    '** **',
    '`',
    '```',
    '```js\n',
    '#tag',
  ])('that is none stays as it is: %j', (text) => expect(shownAs(text)).toEqual({ text, marks: [] }))

  it('names the language of a block', () => {
    expect(readMarkdown('```python\nx\n```').marks).toEqual([
      { type: 'block', language: 'python', start: 0, length: 1 },
    ])
  })

  it('looks right at every moment while a block grows', () => {
    expect(shownAs('so:\n```js\nlet x')).toEqual({ text: 'so:\nlet x', marks: [['block', 'let x']] })
  })

  it('never grows, and marks only what is there, however it is cut', () => {
    const whole = '# A **b** *c* [d](https://e.org)\n```ts\nf `g`\n```\nh **i** `j`'
    for (let length = 0; length <= whole.length; length += 1) {
      const { text, marks } = readMarkdown(whole.slice(0, length))
      expect(text.length).toBeLessThanOrEqual(length)
      expect(marks.every((mark) => mark.length > 0 && mark.start + mark.length <= text.length)).toBe(true)
    }
  })

  it('takes a long text of nothing but marks in its stride', () => {
    for (const marks of ['*', '**', '`', '[', '**a', '[a](', '```\n']) {
      expect(readMarkdown(marks.repeat(4096)).text.length).toBeGreaterThan(0)
    }
  })
})
