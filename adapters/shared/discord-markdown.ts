import { type Block, type Inline, parseMarkdown } from '#core/contract/markdown/markdown.mjs'

/**
 * The Markdown that models write, in Discord's dialect: bold, italic, code, lists and quotes are shown as such, and
 * every other character as it was written, whatever it means to Discord. The address of a link stays visible.
 */
export function discordMarkdown(markdown: string): string {
  const source = markdown.replaceAll('\r\n', '\n')
  const text = new Renderer(source).blocks(parseMarkdown(source), '')
  return text.trim() === '' ? linesEscaped(escaped(source)) : text
}

const BLANK_LINE = /\n[ \t>]*\n/
const LIST_INDENT = '  '
const QUOTE = '> '
/** Between two things that Discord would read as one; it is not seen. */
const NOTHING = '\u200b'

class Renderer {
  readonly #source: string

  constructor(source: string) {
    this.#source = source
  }

  /** `indent`: what stands before each line but the first; also the signs of quotes. Code is never indented. */
  blocks(blocks: readonly Block[], indent: string): string {
    const blankLine = `\n${indent.trimEnd()}\n`
    let text = ''
    for (const [index, block] of blocks.entries()) {
      const before = blocks[index - 1]
      if (before) text += this.#hasBlankLine(before, block) ? blankLine : '\n'
      text += (before && block.type !== 'code' ? indent : '') + this.#block(block, indent)
    }
    return text
  }

  #block(block: Block, indent: string): string {
    switch (block.type) {
      case 'paragraph':
        return linesEscaped(rendered(this.#pieces(block.inlines, PLAIN))).replaceAll('\n', `\n${indent}`)
      case 'heading':
        return linesEscaped(rendered(this.#pieces(block.inlines, { ...PLAIN, bold: true })))
      case 'code':
        return codeBlock(block.text, block.fence?.info ?? '')
      case 'quote':
        return (block.blocks[0]?.type === 'code' ? '' : QUOTE) + this.blocks(block.blocks, indent + QUOTE)
      case 'list': {
        const between = block.isTight ? `\n${indent}` : `\n\n${indent}`
        const mark = (index: number) => (block.first === undefined ? '- ' : `${block.first + index}. `)
        const item = (blocks: readonly Block[], index: number) =>
          (mark(index) + this.blocks(blocks, indent + LIST_INDENT)).trimEnd()
        return block.items.map(({ blocks }, index) => item(blocks, index)).join(between)
      }
      case 'rule':
        return linesEscaped(escaped(this.#source.slice(block.from, block.to).trim()))
      default:
        return block satisfies never
    }
  }

  #pieces(inlines: readonly Inline[], style: Style): Piece[] {
    return inlines.flatMap((inline) => this.#piecesOf(inline, style))
  }

  #piecesOf(inline: Inline, style: Style): Piece[] {
    switch (inline.type) {
      case 'text':
        return [{ ...style, text: escaped(inline.text) }]
      case 'code':
        return [{ ...PLAIN, text: inlineCode(inline.text) }]
      case 'break':
        return [{ ...style, text: '\n' }]
      case 'strong':
        return this.#pieces(inline.inlines, { ...style, bold: true })
      case 'emphasis':
        return this.#pieces(inline.inlines, { ...style, italic: true })
      case 'link':
      case 'image':
        return this.#link(inline, style)
      default:
        return inline satisfies never
    }
  }

  #link({ from, to, inlines, address }: Inline & { type: 'link' | 'image' }, style: Style): Piece[] {
    const shown = address.replace(/^mailto:/i, '')
    const plain: Piece = { ...PLAIN, text: shown === address ? pointed(address) : escaped(shown) }
    const label = this.#pieces(inlines, style)
    const isBare = inlines.length === 0 || [shown, address].includes(this.#labelIn(from, to))
    if (isBare) return [plain]
    return [...label, { ...PLAIN, text: ` (${plain.text})` }]
  }

  #labelIn(from: number, to: number): string {
    return /^!?\[([^\]]*)\]/.exec(this.#source.slice(from, to))?.[1] ?? ''
  }

  #hasBlankLine(before: Block, after: Block): boolean {
    return BLANK_LINE.test(this.#source.slice(before.to, after.from))
  }
}

type Style = { readonly bold: boolean; readonly italic: boolean }
type Piece = Style & { readonly text: string }

const PLAIN: Style = { bold: false, italic: false }

/** Marks are put around words only: spaces at their edges would undo them. */
function rendered(pieces: readonly Piece[]): string {
  let text = ''
  for (const { bold, italic, text: piece } of joined(pieces)) {
    const mark = '*'.repeat((bold ? 2 : 0) + (italic ? 1 : 0))
    const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(piece) ?? []
    if (mark === '' || words === '') text += piece
    else text += before + (before === '' && /(?<!\\)\*$/.test(text) ? NOTHING : '') + mark + words + mark + after
  }
  return text
}

/** Pieces of one style that follow each other are one. */
function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = []
  for (const piece of pieces) {
    const last = all.at(-1)
    if (last?.bold === piece.bold && last.italic === piece.italic)
      all.splice(-1, 1, { ...last, text: last.text + piece.text })
    else all.push(piece)
  }
  return all
}

/** Emoji by name, mentions, times and links are only what they are without a backslash. */
const RESERVED = /[\\*_~`|<[]|:(?=\/\/|\w+:)|@(?=everyone|here)/g

const escaped = (text: string) => text.replace(RESERVED, String.raw`\$&`)

/** What makes a heading, a list or a quote of a line. */
const LINE_START = /^(\s*)(?:([#>+-])|(\d+)([.)]))/gm

const linesEscaped = (text: string) =>
  text.replace(LINE_START, (_, space: string, sign: string | undefined, number: string, dot: string) =>
    sign === undefined ? `${space}${number}\\${dot}` : `${space}\\${sign}`,
  )

/** In angle brackets an address ends where it ends, whatever stands around it. */
const pointed = (address: string) => `<${address.replace(/[\s<>]/g, encodeURIComponent)}>`

function inlineCode(text: string): string {
  if (text === '') return ''
  const runs = new Set((text.match(/`+/g) ?? []).map((run) => run.length))
  if (runs.has(1) && runs.has(2)) return `\`${text.replaceAll('`', `\`${NOTHING}`)}\``
  const ticks = runs.has(1) ? '``' : '`'
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${ticks}${pad}${text}${pad}${ticks}`
}

/** Longer or other names would be shown as a line of the code. */
const LANGUAGE = /^[\w+#.-]+/

function codeBlock(text: string, info: string): string {
  if (text.trim() === '') return ''
  const language = LANGUAGE.exec(info)?.[0] ?? ''
  return `\`\`\`${language}\n${text.replace(/`(?=``)/g, `\`${NOTHING}`)}\n\`\`\``
}
