import { describe, expect, it } from 'vitest'
import { plainText } from '#adapters/shared/plain-text.ts'
import { whatsAppText } from '#adapters/shared/whatsapp-text.ts'
import { renderWhatsApp } from '../../kit/whatsapp-markup.ts'

const shown = (markdown: string) => renderWhatsApp(whatsAppText(markdown))

describe('Markdown in the marks of WhatsApp', () => {
  it.each([
    ['**bold**', '*bold*'],
    ['*italic*', '_italic_'],
    ['~~struck~~', '~struck~'],
    ['`code`', '`code`'],
    ['# Title', '*Title*'],
    ['```js\nlet a = 1\n```', '```let a = 1```'],
    ['**a *b* c**', '*a _b_ c*'],
    ['**a *b***', '*a _b_*'],
    ['[page](https://example.org/a_b_c)', 'page (https://example.org/a_b_c)'],
    ['- one\n- **two**', '- one\n- *two*'],
    ['> quoted', '> quoted'],
  ])('%s becomes %s', (markdown, written) => {
    expect(whatsAppText(markdown)).toBe(written)
  })

  it('marks each line, since a style ends with its line', () => {
    expect(shown('**one\ntwo**').marks).toEqual([
      { type: 'bold', text: 'one' },
      { type: 'bold', text: 'two' },
    ])
  })

  it.each([
    '2*3*4 and a * b * c',
    String.raw`snake_case_name and \_private\_ and \__init\_\_`,
    String.raw`\*not bold\* and \_not italic\_`,
    '~5 minutes~ or ~6~',
    'the path ~/a_b/*.txt and *.md',
    'un**believ**able',
    '5 * 3 = 15, **really**',
  ])('keeps every sign that is only text: %s', (markdown) => {
    const { text, marks } = shown(markdown)
    expect(text).toBe(plainText(markdown))
    expect(marks.filter(({ text }) => text !== 'really')).toEqual([])
  })

  it('leaves addresses as they are', () => {
    const markdown = 'see https://example.org/_a_/b_c and ~/x'
    expect(whatsAppText(markdown)).toContain('https://example.org/_a_/b_c ')
  })

  it('shows code with all its signs', () => {
    const { text, marks } = shown('Use `*args`:\n\n```\nf(*a, **k) # _x_ ~y~\n```')
    expect(text).toBe('Use *args:\n\nf(*a, **k) # _x_ ~y~')
    expect(marks).toEqual([
      { type: 'code', text: '*args' },
      { type: 'block', text: 'f(*a, **k) # _x_ ~y~' },
    ])
  })

  it('does not let a stray backtick begin code', () => {
    const { marks } = shown('a \\` b and `code` and \\` c')
    expect(marks).toEqual([{ type: 'code', text: 'code' }])
  })
})

describe('Markdown as plain text', () => {
  it('has no marks, and keeps addresses and code', () => {
    const markdown = '# Title\n\n**Run** `npm start` on [the page](https://example.org):\n\n```sh\ncd /tmp\n```'
    expect(plainText(markdown)).toBe('Title\n\nRun npm start on the page (https://example.org):\n\ncd /tmp')
  })
})
