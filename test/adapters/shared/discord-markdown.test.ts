import { discordMarkdown } from '#adapters/shared/discord-markdown.ts'
import { readMarkdown } from '#adapters/shared/markdown.ts'
import { describe, expect, it } from 'vitest'
import { rendered } from '../../kit/discord/renderer.ts'

const NAMES = { user: () => 'Ana', channel: () => 'general', pings: () => true, previews: true }

/** As a reader at Discord sees it; what only separates is not seen. */
const shown = (markdown: string) => {
  const { text, marks } = rendered(discordMarkdown(markdown), NAMES)
  return { text: text.replaceAll('\u200b', ''), marks: marks.map(({ type, text: marked }) => [type, marked]) }
}

describe('the Markdown of a model at Discord', () => {
  it.each<[markdown: string, text: string, marks: string[][]]>([
    [
      '**bold** and *slanted*',
      'bold and slanted',
      [
        ['bold', 'bold'],
        ['italic', 'slanted'],
      ],
    ],
    [
      '***both***',
      'both',
      [
        ['bold', 'both'],
        ['italic', 'both'],
      ],
    ],
    [
      '**bold *and slanted* words**',
      'bold and slanted words',
      [
        ['bold', 'bold'],
        ['bold', 'and slanted'],
        ['italic', 'and slanted'],
        ['bold', 'words'],
      ],
    ],
    ['2**3**4 and a*b*c', '2**3**4 and a*b*c', []],
    [
      '**a**_b_',
      'ab',
      [
        ['bold', 'a'],
        ['italic', 'b'],
      ],
    ],
    ['use `npm *run*` here', 'use npm *run* here', [['code', 'npm *run*']]],
    [
      'Use `` `x` `` and ``a`b``',
      'Use `x` and a`b',
      [
        ['code', '`x`'],
        ['code', 'a`b'],
      ],
    ],
    [
      '**see `a**b` now**',
      'see a**b now',
      [
        ['bold', 'see'],
        ['code', 'a**b'],
        ['bold', 'now'],
      ],
    ],
    ['## Heading **x**\ntext', 'Heading x\ntext', [['bold', 'Heading x']]],
    ['a\n```js\nlet x = **y**\n```\nb', 'a\nlet x = **y**\nb', [['block', 'let x = **y**']]],
    ['````\n```\nnpm\n```\n````', '```\nnpm\n```', [['block', '```\nnpm\n```']]],
    ['~~~\n``````\n**x**\n~~~', '``````\n**x**', [['block', '``````\n**x**']]],
    ['```\npython\nx\n```', 'python\nx', [['block', 'python\nx']]],
    ['> ```\n> x\n> ```', 'x', [['block', 'x']]],
    ['- a\n- b\n  - c', '• a\n• b\n  • c', []],
    ['1. a\n1. b', '1. a\n2. b', []],
    ['> quoted\n> twice\n\nplain', 'quoted\ntwice\n\nplain', []],
    [
      'see [the docs](https://example.org/a_(b))',
      'see the docs (https://example.org/a_(b))',
      [['link', 'https://example.org/a_(b)']],
    ],
    ['https://example.org/a_b_c*d*', 'https://example.org/a_b_c*d*', [['link', 'https://example.org/a_b_c']]],
    ['<ana@example.org>', 'ana@example.org', []],
  ])('%j', (markdown, text, marks) => {
    const { marks: seen, ...rest } = shown(markdown)
    expect(rest.text.replaceAll('\u200b', '')).toBe(text)
    expect(seen.map(([type, marked]) => [type, marked?.replaceAll('\u200b', '')])).toEqual(marks)
  })

  it.each([
    'hello <b>there</b> & so_on_then',
    'ping @everyone, @here, <@123456789012345678>, <@&123456789012345678> and <#123456789012345678>',
    'a time <t:1700000000:R>, a command </help:123456789012345678>, an emoji <:x:123456789012345678>',
    '# no heading'.replace('#', String.raw`\#`),
    'a ~~b~~ c ||d|| e __f__',
    String.raw`¯\\_(ツ)_/¯`,
    '[label](relative)',
    'xhttps://a_b_c steam://x_y_z',
  ])('shows %j as it was written, and pings nobody', (markdown) => {
    const { text, marks } = shown(markdown)
    expect(text).toBe(readMarkdown(markdown).text)
    expect(marks.filter(([type]) => type === 'mention' || type === 'preview')).toEqual([])
  })

  it('keeps every character of a text that means something to Discord', () => {
    const random = seeded(20_261_129)
    for (let round = 0; round < 3_000; round += 1) {
      const text = Array.from(
        { length: 1 + Math.floor(random() * 12) },
        () => TOKENS[Math.floor(random() * TOKENS.length)],
      )
        .join('')
        .trim()
      if (text === '') continue
      const { text: read, marks } = shown(text.replace(/[!-/:-@[-`{-~]/g, String.raw`\$&`))
      expect({ text, read, marks }).toEqual({ text, read: text, marks: [] })
    }
  })

  it('loses no letter of any Markdown', () => {
    const random = seeded(42)
    for (let round = 0; round < 3_000; round += 1) {
      const markdown = Array.from(
        { length: 1 + Math.floor(random() * 20) },
        () => PIECES[Math.floor(random() * PIECES.length)],
      ).join('')
      const letters = (text: string) => text.replace(/[^\p{L}]/gu, '')
      const read = letters(shown(markdown).text)
      expect({ markdown, read }).toEqual({ markdown, read: letters(readMarkdown(markdown).text) })
    }
  })
})

const TOKENS = [
  ...Array.from('*_~|`<>#-+.:@\\[](){}!"\'/&='),
  ...[
    'a',
    'b',
    ' ',
    '1.',
    ':smile:',
    '@everyone',
    '<@1>',
    'http://',
    'x.y',
    '>>> ',
    '-# ',
    '# ',
    '- ',
    '**',
    '__',
    '```',
    '||',
    'é',
    '😀',
  ],
]
const PIECES = [
  '**',
  '*',
  '_',
  '`',
  'word ',
  'é',
  '(x)',
  '[l](https://e.org)',
  'https://e.org/p ',
  '<@1>',
  '\n',
  '\n\n',
  '- ',
  '> ',
  '# ',
  '\\',
]

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
