import { type Mark, readMarkdown } from './markdown.ts'

const FENCE = '```'
const SIGNS = { bold: '*', italic: '_', code: '`' } as const
type Style = keyof typeof SIGNS
const STYLES = ['bold', 'italic', 'code'] as const

/** A blank without width: after a sign it keeps the sign from being read as a mark. */
const BLANK = '\uFEFF'

/**
 * The Markdown that models write, in WhatsApp's own marks. A sign that is only text stays text, and a style that
 * WhatsApp cannot show there (inside a word) is left out.
 */
export function whatsAppText(markdown: string): string {
  const { text, marks } = readMarkdown(markdown)
  const blocks = marks.filter(({ type }) => type === 'block')
  let written = ''
  let at = 0
  for (const { start, length } of blocks) {
    written += lines(text, marks, { from: at, to: start })
    written += fenced(text.slice(start, start + length))
    at = start + length
  }
  return written + lines(text, marks, { from: at, to: text.length })
}

type Stretch = { readonly from: number; readonly to: number }

/** A fence inside the code would end it. */
const fenced = (code: string) => FENCE + code.replaceAll(FENCE, `\`${BLANK}\`${BLANK}\``) + FENCE

/** A style ends with its line. */
function lines(text: string, marks: readonly Mark[], { from, to }: Stretch): string {
  let at = from
  const written = text
    .slice(from, to)
    .split('\n')
    .map((line) => {
      const stretch = { from: at, to: at + line.length }
      at = stretch.to + 1
      return styledLine(text, marks, stretch)
    })
  return written.join('\n')
}

function styledLine(text: string, marks: readonly Mark[], line: Stretch): string {
  const runs = STYLES.flatMap((style) => runsOf(text, marks, { style, line }))
  // A pair of backticks would be code, whatever stands around them.
  const isCoded = runs.some(({ style }) => style === 'code') || /`.*`/.test(text.slice(line.from, line.to))
  const grave = isCoded ? GRAVE : '`'
  let written = ''
  let at = line.from
  const open: Run[] = []
  const copyTo = (to: number) => {
    const part = text.slice(at, to)
    written += open.some(({ style }) => style === 'code') ? part : literal(part, text[at - 1]).replaceAll('`', grave)
    at = to
  }
  const edges = [...new Set(runs.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  for (const edge of edges) {
    copyTo(edge)
    const last = open.findIndex(({ to }) => to === edge)
    // What was opened after a style that ends here is closed with it, and opened again if it goes on.
    const closed = last < 0 ? [] : open.splice(last)
    written += closed
      .map(({ style }) => SIGNS[style])
      .toReversed()
      .join('')
    const starting = [...closed.filter(({ to }) => to > edge), ...runs.filter(({ from }) => from === edge)]
    open.push(...starting)
    written += starting.map(({ style }) => SIGNS[style]).join('')
  }
  copyTo(line.to)
  return written
}

type Run = Stretch & { readonly style: Style }

/** Where a style is marked in this line: without blanks at its ends, and only where no word goes on beyond them. */
function runsOf(text: string, marks: readonly Mark[], { style, line }: { style: Style; line: Stretch }): Run[] {
  return marks.flatMap(({ type, start, length }) => {
    const [from, to] = [Math.max(start, line.from), Math.min(start + length, line.to)]
    if (type !== style || from >= to) return []
    const words = text.slice(from, to)
    const run = {
      style,
      from: from + words.length - words.trimStart().length,
      to: to - words.length + words.trimEnd().length,
    }
    const isInWord = isWord(text[run.from - 1]) || isWord(text[run.to])
    const holdsSign = text.slice(run.from, run.to).includes(SIGNS[style])
    return run.from >= run.to || isInWord || holdsSign ? [] : [run]
  })
}

const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}_]/u.test(character)

const STRUCK = /~~(?=[^\s~])([^~\n]*[^\s~])~~/g
const ADDRESS = /(https?:\/\/\S+)/
const SIGN = /[*_~`]+/g
/** Looks like a backtick. */
const GRAVE = 'ˋ'

/** Text without a style: what WhatsApp would read as a mark is kept from it, except in an address, which would break. */
function literal(text: string, before: string | undefined): string {
  const parts = text.split(STRUCK)
  const shown = (part: string, previous: string | undefined) =>
    part.split(ADDRESS).map((piece, index) => (index % 2 === 1 ? piece : escaped(piece, index === 0 ? previous : '/')))
  return parts
    .map((part, index) => (index % 2 === 1 ? `~${part}~` : shown(part, index === 0 ? before : '~').join('')))
    .join('')
}

/** A sign opens a style only where no word precedes it and something follows it. */
function escaped(text: string, before: string | undefined): string {
  return text.replace(SIGN, (signs, at: number) => {
    const next = text[at + signs.length]
    const mayOpen = !isWord(at === 0 ? before : text[at - 1]) && next !== undefined && !/\s/.test(next)
    return mayOpen || signs.length > 1 ? signs.replace(/./g, `$&${BLANK}`) : signs
  })
}
