import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { type Block, type Inline, parseMarkdown } from '#core/contract/markdown/markdown.mjs'

const EXAMPLE = /^`{32} example (\d+)\n([\s\S]*?)^\.\n([\s\S]*?)^`{32}$/gm
const spec = (await readFile(new URL('commonmark.txt', import.meta.url), 'utf8')).replaceAll('→', '\t')
const examples = [...spec.matchAll(EXAMPLE)].map(([, number, markdown = '', html = '']) => ({ number, markdown, html }))

/** Line ends between elements and titles of links are not shown. */
const comparable = (html: string) =>
  html
    .replace(/<br \/>| title="[^"]*"/g, '')
    .replace(/\s*\n\s*/g, '\n')
    .replace(/(<li>)\n|\n(<\/li>)/g, '$1$2')
    .trim()

const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter)
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const inlineHtml = (inlines: readonly Inline[]): string => inlines.map(oneInline).join('')

function oneInline(inline: Inline): string {
  switch (inline.type) {
    case 'text':
      return escaped(inline.text)
    case 'code':
      return `<code>${escaped(inline.text)}</code>`
    case 'break':
      return '\n'
    case 'strong':
      return `<strong>${inlineHtml(inline.inlines)}</strong>`
    case 'emphasis':
      return `<em>${inlineHtml(inline.inlines)}</em>`
    default: {
      const label =
        inline.inlines.length > 0 ? inlineHtml(inline.inlines) : escaped(inline.address.replace('mailto:', ''))
      return `<a href="${escaped(inline.address)}">${label}</a>`
    }
  }
}

const htmlOf = (blocks: readonly Block[], isTight = false): string =>
  blocks.map((block) => oneBlock(block, isTight)).join('\n')

function oneBlock(block: Block, isTight: boolean): string {
  switch (block.type) {
    case 'paragraph':
      return isTight ? inlineHtml(block.inlines) : `<p>${inlineHtml(block.inlines)}</p>`
    case 'heading':
      return `<h${block.level}>${inlineHtml(block.inlines)}</h${block.level}>`
    case 'code': {
      const language = block.fence?.info.split(/\s/)[0] ?? ''
      const name = language === '' ? '' : ` class="language-${escaped(language)}"`
      return `<pre><code${name}>${escaped(block.text)}${block.text === '' ? '' : '\n'}</code></pre>`
    }
    case 'quote':
      return `<blockquote>\n${htmlOf(block.blocks)}\n</blockquote>`
    case 'rule':
      return '<hr />'
    case 'list': {
      const items = block.items.map((item) => `<li>${htmlOf(item.blocks, block.isTight)}</li>`).join('\n')
      const start = block.first === undefined || block.first === 1 ? '' : ` start="${block.first}"`
      const name = block.first === undefined ? 'ul' : 'ol'
      return `<${name}${start}>\n${items}\n</${name}>`
    }
    default:
      return block satisfies never
  }
}

describe('Markdown is read as CommonMark does', () => {
  test('in every example of its specification that we support', () => {
    expect(examples.length).toBeGreaterThan(400)
    for (const { number, markdown, html } of examples) {
      const shown = comparable(htmlOf(parseMarkdown(markdown)))
      expect(shown, `example ${number}: ${JSON.stringify(markdown)}`).toBe(comparable(html))
    }
  })
})

describe('What is only text here', () => {
  test.each([
    '2*3*4*5 = 120',
    '2**10 = 1024 and 3**2 = 9',
    '(2+3)*(4+5)*(6) and (1)*5 + 6*(2) and (x)**2 + (y)**3',
    'a*b*c and x**y**z',
    'call __init__ first, and __main__ or obj.__class__.__name__ too',
    'if __name__ == "__main__": run()',
    'f(*args, **kwargs)',
    '<b>bold</b> and <img src=x onerror=alert(1)>',
    '<script>\nalert(1)\n</script>',
    '[label][1] and [1]',
    '[1]: https://example.org',
    '[click](javascript:alert(1)) ![x](data:image/png;base64,AAAA) [file](file:///etc/passwd) [page](relative)',
  ])('%j', (markdown) => {
    const shown = parseMarkdown(markdown).map((block) => (block.type === 'paragraph' ? plain(block.inlines) : block))
    expect(shown).toEqual([markdown.replace('https://example.org', '(https://example.org)')])
  })

  test('stars between letters of a script without spaces between words do mark', () => {
    expect(htmlOf(parseMarkdown('นี่คือ**สำคัญ**มาก'))).toBe('<p>นี่คือ<strong>สำคัญ</strong>มาก</p>')
    expect(htmlOf(parseMarkdown('这是**重点**内容'))).toBe('<p>这是<strong>重点</strong>内容</p>')
  })
})

describe('An address', () => {
  test.each([
    ['https://en.wikipedia.org/wiki/Lima_(city)', 'https://en.wikipedia.org/wiki/Lima_(city)'],
    ['(see https://example.org/a_b_c/)', 'https://example.org/a_b_c/'],
    ['at https://example.org/a?b=c&d=e.', 'https://example.org/a?b=c&d=e'],
    ['**https://example.org/x**', 'https://example.org/x'],
    ['参见https://example.org/x。下一句', 'https://example.org/x'],
    ['[Lima](https://en.wikipedia.org/wiki/Lima_(city))', 'https://en.wikipedia.org/wiki/Lima_(city)'],
    ['[Lima](<https://example.org/a b> "title")', 'https://example.org/a b'],
    ['[see [1] here](https://example.org)', 'https://example.org'],
    ['<https://example.org>', 'https://example.org'],
    ['<someone@example.org>', 'mailto:someone@example.org'],
  ])('in %j', (markdown, address) => {
    const inlines = parseMarkdown(markdown).flatMap((block) => (block.type === 'paragraph' ? block.inlines : []))
    const found = inlines.flatMap((inline) => ('inlines' in inline ? [inline, ...inline.inlines] : [inline]))
    expect(found.find(({ type }) => type === 'link')).toMatchObject({ address })
  })
})

describe('A text of nothing but marks', () => {
  const marks = ['*', '**a', '`', '[', '[a](', '![', '```\n', '> ', '- ', '1. ', '<', '&amp;', '*a_ ', '# ', '(*', '\\']
  test.each(marks)('%j is read', (mark) => {
    const source = mark.repeat(16_000 / mark.length)
    expect(parseMarkdown(source).length).toBeGreaterThan(0)
  })
})

const plain = (inlines: readonly Inline[]): string =>
  inlines.map((inline) => (inline.type === 'text' ? inline.text : marked(inline))).join('')

/** Every construct except text is visible, so that no test mistakes it for text. */
function marked(inline: Exclude<Inline, { type: 'text' }>): string {
  if (inline.type === 'break') return '\n'
  return 'address' in inline ? `(${inline.address})` : `{${inline.type}}`
}
