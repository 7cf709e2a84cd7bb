import { InlineContext } from './lezer.mjs'

/** @typedef {import('./lezer.mjs').InlineParser} InlineParser */

const [STAR, UNDERSCORE] = [42, 95]
const NAME_LENGTH_MAX = 100

const BLANK = /^\s*$/
const PUNCTUATION = /[\p{P}\p{S}]/u
/** Excludes scripts without spaces between words: there a star between letters is emphasis. */
export const LETTER_OR_DIGIT =
  /(?![\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}])[\p{L}\p{M}\p{N}]/u
const ENDS_NUMBER = /[\p{N})\]}]/u
const BEGINS_NUMBER = /[\p{N}([{]/u
const NAME = /^__[\p{L}\p{N}_]*[\p{L}\p{N}]__(?![\p{L}\p{N}_])/u

/**
 * CommonMark's emphasis, without arithmetic and names in double underscores.
 * @type {InlineParser}
 */
export const emphasis = {
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
 * The whole characters before and after a run.
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
 * Such as 2*3*4, 2**10, (a)*(b).
 * @param {string} before
 * @param {string} after
 */
const isArithmetic = (before, after) =>
  (LETTER_OR_DIGIT.test(before) && LETTER_OR_DIGIT.test(after)) ||
  (ENDS_NUMBER.test(before) && BEGINS_NUMBER.test(after))

/**
 * CommonMark's rules for left-flanking and right-flanking.
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
