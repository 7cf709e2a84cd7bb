import { InlineContext, parser } from './lezer.mjs'

/**
 * CommonMark as models write it and people read it. Three things are only text here: HTML, and reference links with
 * their definitions, since a message may be cut between the two and a text that grows would change far above its end;
 * stars within arithmetic; names in double underscores.
 *
 * @typedef {import('./lezer.mjs').InlineParser} InlineParser
 * @typedef {import('./lezer.mjs').Element} Element
 */

const [STAR, UNDERSCORE, CLOSING_BRACKET, OPENING_PARENTHESIS, LESS_THAN] = [42, 95, 93, 40, 60]
const [SMALL_H, CAPITAL_H] = [104, 72]
/** Of a delimiter that can neither open nor close. */
const NEITHER = 0
const NAME_LENGTH_MAX = 100
const ADDRESS_LENGTH_MAX = 2_000
/** Address and title. */
const TARGET_LENGTH_MAX = 4_000

const BLANK = /^\s*$/
const PUNCTUATION = /[\p{P}\p{S}]/u
/** Not of writing that puts no spaces between words: there a star between letters marks, as everywhere. */
const LETTER_OR_DIGIT =
  /(?![\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}])[\p{L}\p{M}\p{N}]/u
const ENDS_NUMBER = /[\p{N})\]}]/u
const BEGINS_NUMBER = /[\p{N}([{]/u
const NAME = /^__[\p{L}\p{N}_]*[\p{L}\p{N}]__(?![\p{L}\p{N}_])/u

/** @type {InlineParser} */
const emphasis = {
  name: 'Emphasis',
  parse(cx, next, from) {
    if (next !== STAR && next !== UNDERSCORE) return -1
    let to = from + 1
    while (cx.char(to) === next) to += 1
    const [before, after] = around(cx, from, to)
    if (next === STAR && isArithmetic(before, after)) return to
    const name = next === UNDERSCORE ? NAME.exec(cx.slice(from, Math.min(cx.end, from + NAME_LENGTH_MAX))) : null
    if (name !== null && !LETTER_OR_DIGIT.test(before)) return from + name[0].length
    const { opens, closes } = flanks(before, after)
    const type = next === STAR ? InlineContext.emphasisAsterisk : InlineContext.emphasisUnderscore
    const mayOpen = opens && (next === STAR || !closes || PUNCTUATION.test(before))
    const mayClose = closes && (next === STAR || !opens || PUNCTUATION.test(after))
    return cx.addDelimiter(type, from, to, mayOpen, mayClose)
  },
}

/**
 * The characters on both sides of a run, each whole.
 * @param {InlineContext} cx
 * @param {number} from
 * @param {number} to
 */
function around(cx, from, to) {
  const before = Array.from(cx.slice(Math.max(cx.offset, from - 2), from)).at(-1) ?? ''
  const [after = ''] = cx.slice(to, Math.min(cx.end, to + 2))
  return /** @type {const} */ ([before, after])
}

/**
 * 2*3*4, 2**10, (a)*(b).
 * @param {string} before
 * @param {string} after
 */
const isArithmetic = (before, after) =>
  (LETTER_OR_DIGIT.test(before) && LETTER_OR_DIGIT.test(after)) ||
  (ENDS_NUMBER.test(before) && BEGINS_NUMBER.test(after))

/**
 * CommonMark's left-flanking and right-flanking.
 * @param {string} before
 * @param {string} after
 */
function flanks(before, after) {
  const [blankBefore, blankAfter] = [BLANK.test(before), BLANK.test(after)]
  const [markBefore, markAfter] = [PUNCTUATION.test(before), PUNCTUATION.test(after)]
  return {
    opens: !blankAfter && (!markAfter || blankBefore || markBefore),
    closes: !blankBefore && (!markBefore || blankAfter || markAfter),
  }
}

/**
 * The end of `[label](address "title")`; brackets without an address are text.
 * @type {InlineParser}
 */
const linkEnd = {
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
 * No link within a link.
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
 * Where the address in `(address "title")` stands, and where the whole ends.
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
 * Up to a space, or a parenthesis that the address did not open.
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

/** @type {InlineParser} */
const pointed = {
  name: 'HTMLTag',
  parse(cx, next, from) {
    const found = next === LESS_THAN ? AUTOLINK.exec(cx.slice(from, Math.min(cx.end, from + TARGET_LENGTH_MAX))) : null
    return found === null ? -1 : cx.addElement(cx.elt('Autolink', from, from + found[0].length))
  },
}

const BARE = /^https?:\/\/(?:\[[\da-f:.]+\])?[^\s<>"'`*[\]|。、，；：！？（）「」『』【】《》]+/i
const TRAILING = /[?!.,:;_~\\]$/

/** @type {InlineParser} */
const bareAddress = {
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
 * What ends a sentence, or closes what began before the address, is not part of it.
 * @param {string} address
 */
function withoutTrailing(address) {
  let text = address
  const count = (/** @type {string} */ letter) => text.split(letter).length
  while (TRAILING.test(text) || (text.endsWith(')') && count(')') > count('('))) text = text.slice(0, -1)
  return text
}

export const dialect = parser.configure({
  remove: ['HTMLBlock', 'LinkReference'],
  parseInline: [emphasis, linkEnd, pointed, bareAddress],
})
