import type { Capabilities } from '../contract/channel.ts'

/** The most that one message holds. */
export type TextMax = Capabilities['textMax'] & Pick<Capabilities, 'renderedLength'>

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

/** Whether a message holds this text, both as it is and as it is rendered. */
export function fits(text: string, { length, unit, renderedLength }: TextMax): boolean {
  return lengthOf(text, unit) <= length && (renderedLength === undefined || renderedLength(text) <= length)
}

/**
 * How many UTF-16 units of a text fit into a message after `lead`, whole graphemes only. A grapheme longer than a
 * message is cut between code points. At least one code point is always taken, so that the caller makes progress.
 */
export function reachOf(text: string, { lead, max }: { lead: string; max: TextMax }): number {
  const room = max.length - lengthOf(lead, max.unit)
  const plain = codePointsWithin(text, { length: room, unit: max.unit })
  const end = max.renderedLength === undefined ? plain : renderedWithin(text, { lead, max, room })
  return end >= text.length ? text.length : graphemeEnd(text, end)
}

/**
 * The largest part that fits when it is rendered, between two limits that do not depend on the text: so the same part is
 * found as the text grows.
 */
function renderedWithin(text: string, { lead, max, room }: { lead: string; max: TextMax; room: number }): number {
  const unitsMax = Math.max(max.unit === 'characters' ? 2 * room : room, 1)
  const isWithin = (end: number) => fits(lead + text.slice(0, codePointEnd(text, end)), max)
  // Most texts are hardly longer when they are rendered.
  let [least, most] = isWithin(unitsMax) ? [unitsMax, unitsMax + 1] : [0, unitsMax]
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2)
    if (isWithin(middle)) least = middle
    else most = middle
  }
  return codePointEnd(text, least) || firstCodePoint(text)
}

/** Where whole graphemes end, at most at `end`; `end` itself inside the first one. */
function graphemeEnd(text: string, end: number): number {
  const holding = graphemes.segment(text.slice(0, end + LOOK_AHEAD)).containing(end)
  return holding === undefined || holding.index === 0 ? end : holding.index
}

const isLowSurrogateAt = (text: string, at: number) => /[\uDC00-\uDFFF]/.test(text.charAt(at))

/** `end`, or the place before it when a code point would be cut there. */
function codePointEnd(text: string, end: number): number {
  if (end >= text.length) return text.length
  return isLowSurrogateAt(text, end) ? end - 1 : end
}

const firstCodePoint = (text: string) => ((text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1)

function codePointsWithin(text: string, { length, unit }: { length: number; unit: TextMax['unit'] }): number {
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
