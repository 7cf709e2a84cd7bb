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
    [
      'Run ```npm start``` then `x` now',
      'Run npm start then x now',
      [
        ['code', 'npm start'],
        ['code', 'x'],
      ],
    ],
    ['Use `` `x` `` here', 'Use `x` here', [['code', '`x`']]],
    ['> ```\n> x\n> ```', '> x', [['block', 'x']]],
    ['- ```\n  x\n  ```', '- x', [['block', 'x']]],
    ['1. Run:\n\n   ```bash\n   npm start\n   ```\n', '1. Run:\n\nnpm start\n', [['block', 'npm start']]],
    ['~~~\n# comment\n~~~', '# comment', [['block', '# comment']]],
    ['````\n```\nnpm start\n```\n````', '```\nnpm start\n```', [['block', '```\nnpm start\n```']]],
    ['so:\n\n    let x\n      y', 'so:\n\nlet x\n  y', [['block', 'let x\n  y']]],
    [
      '**bold with `code` in it**',
      'bold with code in it',
      [
        ['bold', 'bold with '],
        ['code', 'code'],
        ['bold', ' in it'],
      ],
    ],
    ['# The **very** best', 'The very best', [['bold', 'The very best']]],
    ['> said **he**\n> to her', '> said he\n> to her', [['bold', 'he']]],
    ['[Lima](https://e.org/Lima_(city)).', 'Lima (https://e.org/Lima_(city)).', []],
    ['<https://e.org> [https://e.org](https://e.org)', 'https://e.org https://e.org', []],
    ['\\*as it is\\* &lt;b&gt;', '*as it is* <b>', []],
  ])('is shown: %j', (markdown, text, marks) => {
    expect(shownAs(markdown)).toEqual({ text, marks })
  })

  it.each([
    '2*3*4*5 = 120',
    '2**10 = 1024 and 3**2 = 9',
    'call __init__ first',
    'an ![odd](x) [link](javascript:alert(1)) <b>here</b>',
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
