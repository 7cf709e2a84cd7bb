import { unescaped } from './characters.mjs'
import { dialect } from './dialect.mjs'
import { childrenOf, inlinesIn, paragraphText } from './inlines.mjs'

/**
 * Markdown as a tree; for the page, for other channels and for splitting. `from` and `to` are positions in the source:
 * a renderer that copies the source without the marks shows only text that was written.
 *
 * @typedef {import('./inlines.mjs').Inline} Inline
 * @typedef {import('./inlines.mjs').Place} Place
 * @typedef {Place & { readonly type: 'code', readonly text: string, readonly fence?: Fence }} CodeBlock
 * @typedef {{ readonly ticks: string, readonly info: string, readonly isClosed: boolean }} Fence
 * @typedef {Place & { readonly blocks: readonly Block[], readonly column: number }} ListItem `column`: of its text
 * @typedef {CodeBlock | Place & (
 *   | { readonly type: 'paragraph', readonly inlines: readonly Inline[] }
 *   | { readonly type: 'heading', readonly level: number, readonly inlines: readonly Inline[] }
 *   | { readonly type: 'quote', readonly blocks: readonly Block[] }
 *   | { readonly type: 'list', readonly first?: number, readonly isTight: boolean, readonly items: readonly ListItem[] }
 *   | { readonly type: 'rule' }
 * )} Block `first`: the number of a numbered list's first item
 *
 * @typedef {import('./lezer.mjs').SyntaxNode} SyntaxNode
 */

/** Deeper nesting is shown as it was written. */
const NESTING_MAX = 24
const HEADING = /^(?:ATX|Setext)Heading([1-6])$/

/**
 * @param {string} source its lines end with LF
 * @returns {readonly Block[]}
 */
export const parseMarkdown = (source) => blocksIn(source, dialect.parse(source).topNode, 0)

/**
 * @param {string} source
 * @param {SyntaxNode} parent
 * @param {number} depth
 * @returns {readonly Block[]}
 */
function blocksIn(source, parent, depth) {
  if (depth > NESTING_MAX) return [asWritten(source, parent)]
  return childrenOf(parent).flatMap((node) => blockOf(source, node, depth) ?? [])
}

/**
 * @param {string} source
 * @param {SyntaxNode} node
 * @param {number} depth
 * @returns {Block | undefined} undefined for a mark
 */
function blockOf(source, node, depth) {
  const { name, from, to } = node
  switch (name) {
    case 'Paragraph':
      return { type: 'paragraph', from, to, inlines: paragraphText(source, node) }
    case 'FencedCode':
      return fencedCode(source, node)
    case 'CodeBlock':
      return { type: 'code', from, to, text: codeText(source, node) }
    case 'Blockquote':
      return { type: 'quote', from, to, blocks: blocksIn(source, node, depth + 1) }
    case 'BulletList':
      return { ...list(source, node, depth), from, to }
    case 'OrderedList':
      return { ...list(source, node, depth), from, to, first: Number.parseInt(source.slice(from, to), 10) }
    case 'HorizontalRule':
      return { type: 'rule', from, to }
    default: {
      const level = Number(HEADING.exec(name)?.[1] ?? 0)
      return level === 0 ? undefined : { type: 'heading', from, to, level, inlines: headingText(source, node) }
    }
  }
}

/**
 * @param {string} source
 * @param {Place} place
 * @returns {Block}
 */
function asWritten(source, { from, to }) {
  return { type: 'paragraph', from, to, inlines: [{ type: 'text', from, to, text: source.slice(from, to) }] }
}

/**
 * @param {string} source
 * @param {SyntaxNode} node
 * @returns {CodeBlock}
 */
function fencedCode(source, node) {
  const { from, to } = node
  const marks = childrenOf(node).filter(({ name }) => name === 'CodeMark')
  const info = childrenOf(node).find(({ name }) => name === 'CodeInfo')
  const fence = {
    ticks: source.slice(marks[0]?.from, marks[0]?.to),
    info: info === undefined ? '' : unescaped(source.slice(info.from, info.to)),
    isClosed: marks.length > 1,
  }
  const indentation = new RegExp(`^ {0,${indentOf(source, node)}}`, 'gm')
  return { type: 'code', from, to, text: codeText(source, node).replace(indentation, ''), fence }
}

/**
 * How far a fence is indented beyond its code: the code lines may have that indentation too.
 * @param {string} source
 * @param {SyntaxNode} node
 */
function indentOf(source, node) {
  const text = childrenOf(node).find(({ name, from }) => name === 'CodeText' && source[from] !== '\n')
  if (text === undefined) return 0
  const column = (/** @type {Place} */ { from }) => from - lineStart(source, from)
  return Math.max(0, column(node) - column(text))
}

/**
 * @param {string} source
 * @param {SyntaxNode} node
 */
function codeText(source, node) {
  const texts = childrenOf(node).filter(({ name }) => name === 'CodeText')
  return texts.map(({ from, to }) => source.slice(from, to)).join('')
}

/**
 * @param {string} source
 * @param {SyntaxNode} node
 * @param {number} depth
 */
function list(source, node, depth) {
  const nodes = childrenOf(node).filter(({ name }) => name === 'ListItem')
  const items = nodes.map((item) => listItem(source, item, depth))
  return { type: /** @type {const} */ ('list'), isTight: !hasBlankLine(source, items), items }
}

/**
 * @param {string} source
 * @param {SyntaxNode} node
 * @param {number} depth
 * @returns {ListItem}
 */
function listItem(source, node, depth) {
  const { from, to } = node
  const blocks = blocksIn(source, node, depth + 1)
  const markEnd = node.firstChild?.to ?? from
  const textFrom = blocks[0]?.from ?? to
  const isBesideMark = textFrom > markEnd && !source.slice(markEnd, textFrom).includes('\n')
  return { from, to, blocks, column: (isBesideMark ? textFrom : markEnd + 1) - lineStart(source, from) }
}

/**
 * Whether a blank line is between two items, or between two blocks of one item.
 * @param {string} source
 * @param {readonly ListItem[]} items
 */
function hasBlankLine(source, items) {
  const places = items.flatMap((item) => /** @type {Place[]} */ (item.blocks.length > 0 ? [...item.blocks] : [item]))
  return places.some(({ to }, at) => /\n[ \t>]*\n/.test(source.slice(to, places[at + 1]?.from ?? to)))
}

/**
 * @param {string} source
 * @param {number} at
 */
const lineStart = (source, at) => source.lastIndexOf('\n', at - 1) + 1

/**
 * @param {string} source
 * @param {SyntaxNode} node
 */
function headingText(source, node) {
  const marks = childrenOf(node).filter(({ name }) => name === 'HeaderMark')
  const from = marks.find((mark) => mark.from === node.from)?.to ?? node.from
  const to = marks.find((mark) => mark.from !== node.from)?.from ?? node.to
  const text = source.slice(from, to)
  const start = to - text.trimStart().length
  return inlinesIn(source, node, { from: start, to: Math.max(start, from + text.trimEnd().length) })
}
