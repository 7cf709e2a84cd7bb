import { characterOf, unescaped } from './characters.mjs'

/**
 * @typedef {{ readonly from: number, readonly to: number }} Place where something stands in the source
 * @typedef {Place & (
 *   | { readonly type: 'text' | 'code', readonly text: string }
 *   | { readonly type: 'break' }
 *   | { readonly type: 'strong' | 'emphasis', readonly inlines: readonly Inline[] }
 *   | { readonly type: 'link' | 'image', readonly inlines: readonly Inline[], readonly address: string }
 * )} Inline an address is http, https or mailto; one without a label has no inlines
 *
 * @typedef {import('./lezer.mjs').SyntaxNode} SyntaxNode
 */

const NESTING_MAX = 24
const SAFE_ADDRESS = /^(?:https?:\/\/.|mailto:.)/i
const MAIL_ADDRESS = /^[^\s:/]+@[^\s:/]+$/

/** @param {SyntaxNode} node */
export function childrenOf(node) {
  const children = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child)
  return children
}

/**
 * The inlines in `place`, a part of the node: what belongs to no child is text.
 * @param {string} source
 * @param {SyntaxNode} parent
 * @param {Place} place
 * @param {number} [depth]
 * @returns {readonly Inline[]}
 */
export function inlinesIn(source, parent, place, depth = 0) {
  const line = new Line()
  let at = place.from
  for (const node of childrenOf(parent)) {
    if (node.from < place.from || node.to > place.to) continue
    line.addText(source.slice(at, node.from), at)
    const inline = depth < NESTING_MAX ? inlineOf(source, node, depth) : asWritten(source, node)
    if (inline !== undefined) line.add(inline)
    at = node.to
  }
  line.addText(source.slice(at, place.to), at)
  return line.inlines
}

/**
 * The inlines of a paragraph, without the spaces at its end.
 * @param {string} source
 * @param {SyntaxNode} node
 */
export function paragraphText(source, node) {
  const { from, to } = node
  return inlinesIn(source, node, { from, to: from + source.slice(from, to).trimEnd().length })
}

/**
 * @param {string} source
 * @param {SyntaxNode} node
 * @param {number} depth
 * @returns {Inline | undefined} undefined for a mark
 */
function inlineOf(source, node, depth) {
  const { name, from, to } = node
  const written = source.slice(from, to)
  switch (name) {
    case 'Emphasis':
    case 'StrongEmphasis': {
      const marks = childrenOf(node).filter((child) => child.name === 'EmphasisMark')
      const place = { from: marks[0]?.to ?? from, to: marks.at(-1)?.from ?? to }
      const type = name === 'Emphasis' ? 'emphasis' : 'strong'
      return { type, from, to, inlines: inlinesIn(source, node, place, depth + 1) }
    }
    case 'InlineCode':
      return { type: 'code', from, to, text: codeOf(written) }
    case 'Link':
    case 'Image':
      return labelledLink(source, node, depth) ?? asWritten(source, node)
    case 'URL':
      return linkTo(written, { type: 'link', from, to, inlines: [] }) ?? asWritten(source, node)
    case 'Autolink': {
      const inside = written.slice(1, -1)
      const address = MAIL_ADDRESS.test(inside) ? `mailto:${inside}` : inside
      return linkTo(address, { type: 'link', from, to, inlines: [] }) ?? asWritten(source, node)
    }
    case 'Escape':
      return { type: 'text', from, to, text: written.slice(1) }
    case 'Entity':
      return { type: 'text', from, to, text: characterOf(written) }
    case 'HardBreak':
      return { type: 'break', from, to }
    default:
      return undefined
  }
}

/**
 * @param {string} source
 * @param {SyntaxNode} node
 * @param {number} depth
 */
function labelledLink(source, node, depth) {
  const { from, to } = node
  const children = childrenOf(node)
  const label = {
    from: source.indexOf('[', from) + 1,
    to: children.find(({ name }) => name === 'LinkMark')?.from ?? to,
  }
  const target = children.findLast(({ name }) => name === 'URL')
  const written = source.slice(target?.from, target?.to)
  const type = node.name === 'Link' ? 'link' : 'image'
  const inlines = inlinesIn(source, node, label, depth + 1)
  return linkTo(unescaped(written.startsWith('<') ? written.slice(1, -1) : written), { type, from, to, inlines })
}

/**
 * @param {string} address
 * @param {Place & { type: 'link' | 'image', inlines: readonly Inline[] }} link
 * @returns {Inline | undefined} undefined for an address that nobody should open from here
 */
const linkTo = (address, link) =>
  SAFE_ADDRESS.test(address) && URL.canParse(address) ? { ...link, address } : undefined

/**
 * @param {string} source
 * @param {Place} place
 * @returns {Inline}
 */
const asWritten = (source, { from, to }) => ({ type: 'text', from, to, text: source.slice(from, to) })

/** @param {string} written with its ticks */
function codeOf(written) {
  const ticks = /^`+/.exec(written)?.[0].length ?? 0
  const text = written.slice(ticks, -ticks).replaceAll('\n', ' ')
  const isPadded = text.startsWith(' ') && text.endsWith(' ') && text.trim() !== ''
  return isPadded ? text.slice(1, -1) : text
}

/** Inlines in order. Adjacent text is joined; spaces at the ends of lines are removed. */
class Line {
  /** @type {Inline[]} */
  inlines = []

  /**
   * @param {string} source may hold ends of lines
   * @param {number} from
   */
  addText(source, from) {
    let at = from
    for (const [index, text] of source.split('\n').entries()) {
      if (index > 0) this.#endLine(at)
      const shown = this.inlines.at(-1)?.type === 'break' ? text.trimStart() : text
      at += text.length + 1
      const to = at - 1
      if (shown !== '') this.add({ type: 'text', from: to - shown.length, to, text: shown })
    }
  }

  /** @param {Inline} inline */
  add(inline) {
    const last = this.inlines.at(-1)
    if (inline.type !== 'text' || last?.type !== 'text') return void this.inlines.push(inline)
    this.inlines.push({ ...last, to: inline.to, text: last.text + inline.text })
    this.inlines.splice(-2, 1)
  }

  /** @param {number} next where the next line begins */
  #endLine(next) {
    const last = this.inlines.at(-1)
    if (last?.type === 'text') {
      const text = last.text.trimEnd()
      this.inlines.pop()
      if (text !== '') this.inlines.push({ ...last, text, to: last.to - last.text.length + text.length })
    }
    this.inlines.push({ type: 'break', from: next - 1, to: next })
  }
}
