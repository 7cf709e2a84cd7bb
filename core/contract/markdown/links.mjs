import { LETTER_OR_DIGIT } from './emphasis.mjs'
import { InlineContext } from './lezer.mjs'

/** @typedef {import('./lezer.mjs').InlineParser} InlineParser */

const [CLOSING_BRACKET, OPENING_PARENTHESIS, LESS_THAN, SMALL_H, CAPITAL_H] = [93, 40, 60, 104, 72]
/** The flags of a delimiter that can neither open nor close. */
const NEITHER = 0
const ADDRESS_LENGTH_MAX = 2_000
/** Limit for address and title together. */
const TARGET_LENGTH_MAX = 4_000

/**
 * The end of `[label](address "title")`; brackets without an address are text.
 * @type {InlineParser}
 */
export const linkEnd = {
  name: 'LinkEnd',
  parse(cx, next, from) {
    if (next !== CLOSING_BRACKET) return -1
    const { linkStart, imageStart } = InlineContext
    const isBracket = (/** @type {number} */ index) => {
      const type = cx.getDelimiterAt(index)?.type
      return type === linkStart || type === imageStart
    }
    let index = cx.parts.length - 1
    while (index >= 0 && !isBracket(index)) index -= 1
    const bracket = index < 0 ? null : cx.getDelimiterAt(index)
    if (bracket === null) return -1
    const target = bracket.side === NEITHER ? undefined : targetAt(cx, from + 1)
    if (target === undefined) {
      cx.parts[index] = null
      return -1
    }
    const label = cx.takeContent(index)
    if (bracket.type === linkStart) closeOuterLinks(cx)
    const children = [...label, cx.elt('LinkMark', from, target.from), cx.elt('URL', target.from, target.to)]
    return cx.addElement(cx.elt(bracket.type === linkStart ? 'Link' : 'Image', bracket.from, target.end, children))
  },
}

/**
 * A link cannot contain a link.
 * @param {InlineContext} cx
 */
function closeOuterLinks(cx) {
  for (const index of cx.parts.keys()) {
    const outer = cx.getDelimiterAt(index)
    if (outer?.type === InlineContext.linkStart) outer.side = NEITHER
  }
}

const POINTED = /^<(?:[^<>\n\\]|\\.)*>/
const TITLE = /^\s+(?:"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|\((?:[^()\\]|\\[^])*\))/

/**
 * Where the address in `(address "title")` is, and where the whole ends.
 * @param {InlineContext} cx
 * @param {number} at
 */
function targetAt(cx, at) {
  if (cx.char(at) !== OPENING_PARENTHESIS) return undefined
  const inside = cx.slice(at + 1, Math.min(cx.end, at + TARGET_LENGTH_MAX))
  const text = inside.trimStart()
  const from = at + 1 + inside.length - text.length
  const address = POINTED.exec(text)?.[0] ?? plainAddress(text)
  const title = TITLE.exec(text.slice(address.length))?.[0] ?? ''
  const close = /^\s*\)/.exec(text.slice(address.length + title.length))
  if (close === null) return undefined
  const to = from + address.length
  return { from, to, end: to + title.length + close[0].length }
}

/**
 * The address up to a space, or to a parenthesis that it did not open.
 * @param {string} text
 */
function plainAddress(text) {
  let depth = 0
  let end = 0
  for (; end < text.length; end += 1) {
    const letter = text[end] ?? ''
    if (letter <= ' ' || (letter === '<' && end === 0)) break
    if (letter === '\\') end += 1
    if (letter === '(') depth += 1
    if (letter === ')') depth -= 1
    if (depth < 0) break
  }
  return text.slice(0, end)
}

const AUTOLINK = /^<(?:[a-z][a-z\d+.-]{1,31}:[^\s<>]*|[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d-]+(?:\.[a-z\d-]+)*)>/i

/**
 * An address in angle brackets: `<https://example.org>`.
 * @type {InlineParser}
 */
export const pointedAddress = {
  name: 'HTMLTag',
  parse(cx, next, from) {
    const found = next === LESS_THAN ? AUTOLINK.exec(cx.slice(from, Math.min(cx.end, from + TARGET_LENGTH_MAX))) : null
    return found === null ? -1 : cx.addElement(cx.elt('Autolink', from, from + found[0].length))
  },
}

const BARE = /^https?:\/\/(?:\[[\da-f:.]+\])?[^\s<>"'`*[\]|。、，；：！？（）「」『』【】《》]+/i
const TRAILING = /[?!.,:;_~\\]$/

/**
 * An address without brackets.
 * @type {InlineParser}
 */
export const bareAddress = {
  name: 'BareAddress',
  before: 'Escape',
  parse(cx, next, from) {
    if ((next !== SMALL_H && next !== CAPITAL_H) || LETTER_OR_DIGIT.test(cx.slice(from - 1, from))) return -1
    const found = BARE.exec(cx.slice(from, Math.min(cx.end, from + ADDRESS_LENGTH_MAX)))
    if (found === null) return -1
    return cx.addElement(cx.elt('URL', from, from + withoutTrailing(found[0]).length))
  },
}

/**
 * Punctuation after the address, and a parenthesis that was opened before it, are not part of it.
 * @param {string} address
 */
function withoutTrailing(address) {
  let text = address
  const count = (/** @type {string} */ letter) => text.split(letter).length
  while (TRAILING.test(text) || (text.endsWith(')') && count(')') > count('('))) text = text.slice(0, -1)
  return text
}
