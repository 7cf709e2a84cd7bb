import type { Capabilities } from '../contract/channel.ts'

export type TextMax = Capabilities['textMax']

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
/** The next code point decides where a grapheme ends. */
const LOOK_AHEAD = 2

/** Length as the platform counts it: UTF-16 units, code points, or bytes of UTF-8. */
export function lengthOf(text: string, unit: TextMax['unit']): number {
  switch (unit) {
    case 'utf16':
      return text.length
    case 'characters':
      return countCodePoints(text)
    case 'bytes':
      return Buffer.byteLength(text)
    default:
      return unit satisfies never
  }
}

function countCodePoints(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/**
 * How many UTF-16 units of a text fit, whole graphemes only. A grapheme longer than `max` is cut between code points.
 * At least one code point is always taken, so that the caller makes progress.
 */
export function reachOf(text: string, max: TextMax): number {
  const end = codePointsWithin(text, max)
  if (end >= text.length) return text.length
  const holding = graphemes.segment(text.slice(0, end + LOOK_AHEAD)).containing(end)
  return holding === undefined || holding.index === 0 ? end : holding.index
}

function codePointsWithin(text: string, { length, unit }: TextMax): number {
  let used = 0
  let end = 0
  for (const codePoint of text) {
    used += lengthOf(codePoint, unit)
    if (used > length && end > 0) break
    end += codePoint.length
    if (used > length) break
  }
  return end
}
