import { expect, it } from 'vitest'
import { rendered } from './renderer.ts'

const NAMES = {
  user: (id: string) => (id === '1' ? 'Alice' : undefined),
  channel: (id: string) => (id === '2' ? 'huts' : undefined),
  pings: (name: string) => name === '1',
  previews: true,
}

const CASES: readonly (readonly [source: string, text: string, ...marks: string[]])[] = [
  ['**bold** and *slanted* or _so_', 'bold and slanted or so', 'bold:bold', 'italic:slanted', 'italic:so'],
  ['***both***', 'both', 'bold:both', 'italic:both'],
  ['**a *b* c**', 'a b c', 'bold:a b c', 'italic:b'],
  ['__under__ ~~through~~ ||hidden||', 'under through hidden'],
  ['`a*b*` and ``c`d``', 'a*b* and c`d', 'code:a*b*', 'code:c`d'],
  ['```js\nlet a = *b*\n```after', 'let a = *b*after', 'block:let a = *b*'],
  [
    '\\*not\\* \\_so\\_ \\`x\\` \\~\\~y\\~\\~ \\|\\|z\\|\\| \\> \\# \\[a\\]\\(b\\) \\\\',
    '*not* _so_ `x` ~~y~~ ||z|| > # [a](b) \\',
  ],
  ['¯\\_(ツ)_/¯', '¯\\_(ツ)_/¯'],
  ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
  ['# Huts\ntext', 'Huts\ntext', 'bold:Huts'],
  ['- one\n  - two\n1. three', '• one\n  • two\n1. three'],
  ['> quoted\nnot', 'quoted\nnot'],
  ['see [here](https://a.example/b) now', 'see here now', 'link:here', 'preview:https://a.example/b'],
  ['see [here](<https://a.example/b>)', 'see here', 'link:here'],
  ['https://a.example/b, or', 'https://a.example/b, or', 'link:https://a.example/b', 'preview:https://a.example/b'],
  ['<https://a.example/b>', 'https://a.example/b', 'link:https://a.example/b'],
  ['[no](javascript:x)', '[no](javascript:x)'],
  ['<@1> and <@!9> in <#2>', '@Alice and <@!9> in #huts', 'mention:@Alice'],
  ['@everyone <@&5> <:hut:77> </help:88>', '@everyone @role :hut: /help'],
  ['\\<@1> \\@everyone', '<@1> @everyone'],
]

it.each(CASES)('shows %j as %j', (source, text, ...marks) => {
  const shown = rendered(source, NAMES)
  expect(shown.text).toBe(text)
  expect(shown.marks.map(({ type, text }) => `${type}:${text}`)).toEqual(marks)
})

it('shows no previews where they are suppressed', () => {
  const { marks } = rendered('https://a.example/b', { ...NAMES, previews: false })
  expect(marks).toEqual([{ type: 'link', text: 'https://a.example/b' }])
})
