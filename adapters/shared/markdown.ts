import { type Block, type Inline, parseMarkdown } from '#core/contract/markdown/markdown.mjs'

/** What a marked stretch of text is, in UTF-16 units of the text without the marks. */
export type Mark = {
  readonly type: 'bold' | 'italic' | 'code' | 'block'
  readonly start: number
  readonly length: number
  /** Of a block, where it is named. */
  readonly language?: string
}

export type Marked = { readonly text: string; readonly marks: readonly Mark[] }

/**
 * The Markdown that models write, as plain text and what is marked in it. Never longer than what came in; what is not
 * complete, or not known, stays as it was written. The address of a link stays visible.
 */
export function readMarkdown(markdown: string): Marked {
  const writer = new Writer(markdown.replaceAll('\r\n', '\n'))
  writer.blocks(parseMarkdown(writer.source))
  const { text, marks } = writer.end()
  return text.trim() === '' ? { text: markdown, marks: [] } : { text, marks }
}

type Style = 'bold' | 'italic'
const STYLES = { strong: 'bold', emphasis: 'italic' } as const
const LANGUAGE = /^[\w+#.-]+/

/** Copies the source without its marks: list signs, quote signs and blank lines stay as they were written. */
class Writer {
  readonly source: string
  readonly #marks: Mark[] = []
  #text = ''
  /** The source up to here has been copied or left out. */
  #at = 0

  constructor(source: string) {
    this.source = source
  }

  blocks(blocks: readonly Block[]): void {
    for (const block of blocks) this.#block(block)
  }

  end(): Marked {
    this.#copyTo(this.source.length)
    return { text: this.#text, marks: this.#marks }
  }

  #block(block: Block): void {
    this.#copyTo(block.from)
    switch (block.type) {
      case 'paragraph':
        return this.#inlines(block.inlines, [])
      case 'heading':
        this.#at = block.inlines[0]?.from ?? block.to
        this.#inlines(block.inlines, ['bold'])
        this.#at = block.to
        return
      case 'code': {
        const language = LANGUAGE.exec(block.fence?.info ?? '')?.[0]
        const lineAt = this.#text.lastIndexOf('\n') + 1
        if (this.#text.slice(lineAt).trim() === '') this.#text = this.#text.slice(0, lineAt)
        return this.#replace(block, block.text, { type: 'block', ...(language === undefined ? {} : { language }) })
      }
      case 'quote':
        return this.blocks(block.blocks)
      case 'list':
        return this.blocks(block.items.flatMap((item) => item.blocks))
      case 'rule':
        return this.#copyTo(block.to)
      default:
        block satisfies never
    }
  }

  #inlines(inlines: readonly Inline[], styles: readonly Style[]): void {
    for (const inline of inlines) this.#inline(inline, styles)
  }

  #inline(inline: Inline, styles: readonly Style[]): void {
    this.#copyTo(inline.from)
    switch (inline.type) {
      case 'text':
        return this.#replace(inline, inline.text, ...[...new Set(styles)].map((type) => ({ type })))
      case 'code':
        return this.#replace(inline, inline.text, { type: 'code' })
      case 'break':
        return this.#replace(inline, this.source.slice(inline.from, inline.to).replace('\\', ''))
      case 'strong':
      case 'emphasis':
        return this.#marked(inline, () => this.#inlines(inline.inlines, [...styles, STYLES[inline.type]]))
      case 'link':
      case 'image':
        return this.#marked(inline, () => this.#link(inline, styles))
      default:
        inline satisfies never
    }
  }

  #link({ inlines, address }: Inline & { type: 'link' | 'image' }, styles: readonly Style[]): void {
    const shown = address.replace(/^mailto:/i, '')
    const start = this.#text.length
    this.#inlines(inlines, styles)
    const label = this.#text.slice(start)
    if (label === shown || label === address) return
    this.#text += label === '' ? shown : ` (${shown})`
  }

  /** Leaves out the marks before its first and after its last inline. */
  #marked({ from, to, inlines }: Inline & { inlines: readonly Inline[] }, write: () => void): void {
    this.#at = inlines[0]?.from ?? from
    write()
    this.#at = to
  }

  #replace({ to }: { to: number }, text: string, ...marks: Pick<Mark, 'type' | 'language'>[]): void {
    if (text !== '') for (const mark of marks) this.#mark({ ...mark, start: this.#text.length, length: text.length })
    this.#text += text
    this.#at = to
  }

  /** A mark that starts where one of its type ends is merged with it. */
  #mark(mark: Mark): void {
    const before = this.#marks.findLastIndex(({ type }) => type === mark.type)
    const last = this.#marks[before]
    if (mark.type === 'block' || last === undefined || last.start + last.length !== mark.start) {
      this.#marks.push(mark)
    } else this.#marks[before] = { ...last, length: last.length + mark.length }
  }

  #copyTo(to: number): void {
    this.#text += this.source.slice(this.#at, to)
    this.#at = to
  }
}
