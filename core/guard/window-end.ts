import { isLowSurrogate } from '../contract/text.ts'

/**
 * Where the text that has come so far can be cut, at least `length` characters after `from`: after the last sentence,
 * else after the last word, else (scripts and strings without spaces, once twice as much is there) between two
 * graphemes. `undefined` while there is no such place yet.
 */
export function windowEnd(text: string, { from, length }: { from: number; length: number }): number | undefined {
  const fresh = text.slice(from)
  if (fresh.length < length) return undefined
  const end = lastEnd(fresh, SENTENCE_END, length) ?? lastEnd(fresh, WORD_END, length)
  if (end !== undefined) return from + end
  return fresh.length >= length * 2 ? from + lastGraphemeStart(fresh, length) : undefined
}

/**
 * Latin and Arabic stops, the danda of Hindi, ends of lines; with the space after them, so that the next piece begins
 * a word.
 */
const SENTENCE_END = /[.!?…؟۔।॥:;]["'”’»)\]]*\s+|\n+/g
const WORD_END = /\s+/g

function lastEnd(text: string, pattern: RegExp, min: number): number | undefined {
  const ends = [...text.matchAll(pattern)].map((match) => match.index + match[0].length)
  return ends.findLast((end) => end >= min)
}

/** Graphemes as people see them: an emoji of several code points, a Thai letter with its marks. */
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const LOOK_BACK = 64

// The last grapheme may still grow with the next delta, so the cut is before it.
function lastGraphemeStart(text: string, min: number): number {
  const start = Math.max(0, text.length - LOOK_BACK)
  const starts = [...graphemes.segment(text.slice(start))].map(({ index }) => start + index)
  const last = starts.findLast((index) => index >= min && index > start)
  return last ?? pairSafe(text, min)
}

const pairSafe = (text: string, at: number) => (isLowSurrogate(text.charCodeAt(at)) ? at + 1 : at)
