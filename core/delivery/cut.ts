const words = new Intl.Segmenter('und', { granularity: 'word' })
const PARAGRAPH_END = /\n[^\S\n]*\n/g
const LINE_END = /\n/g
const SENTENCE_END = /[.!?…؟।॥](?:["'”’»)\]]*)(?=\s)|[。！？](?:["'”’»）」』]*)/g
const SPACE = /\s+/g
const BLANK_LINES = /(?:[^\S\n]*\n)+/y
const SPACES = /[^\S\n]+/y
const CLOSING_FENCE = /^[ \t>]*(?:`{3,}|~{3,})[^\S\n]*(?:\n|$)/
/** A break before the middle would leave a message that is too short. */
const FILLED_SHARE_MIN = 1 / 2

export type Cut = { readonly end: number; readonly next: number }

/**
 * Where to end a message of at most `reach` units: the first part ends at `end`, the next begins at `next`. Reads only
 * the first `reach + 1` units, so that text that comes later cannot move a cut.
 */
export function blockCut(text: string, reach: number): Cut {
  const view = text.slice(0, reach + 1)
  const from = Math.floor(reach * FILLED_SHARE_MIN)
  const end =
    lastBreak(view, PARAGRAPH_END, from) ??
    lastBreak(view, LINE_END, from) ??
    lastSentence(view, { from, reach }) ??
    lastBreak(view, SPACE, from) ??
    lastWord(view, { from, reach }) ??
    lastBreak(view, SPACE, 0) ??
    reach
  return { end, next: afterBreak(text, end) }
}

/** The last match of the pattern from `from` on with text before it. */
function lastBreak(view: string, pattern: RegExp, from: number): number | undefined {
  let last: number | undefined
  for (const { index } of view.matchAll(pattern)) {
    if (index < from || index === 0) continue
    // A closing fence stays with its code: alone in the next message it would leave an empty code block there.
    if (pattern !== SPACE && CLOSING_FENCE.test(view.slice(index).trimStart())) continue
    if (view.slice(0, index).trim() !== '') last = index
  }
  return last
}

function lastSentence(view: string, { from, reach }: { from: number; reach: number }): number | undefined {
  let last: number | undefined
  for (const match of view.matchAll(SENTENCE_END)) {
    const end = match.index + match[0].length
    if (end >= from && end <= reach && end > 0) last = end
  }
  return last
}

/** For scripts without spaces, such as Thai. */
function lastWord(view: string, { from, reach }: { from: number; reach: number }): number | undefined {
  const holding = words.segment(view).containing(reach)
  return holding !== undefined && holding.index >= from && holding.index > 0 ? holding.index : undefined
}

/** Skips the break itself; the indentation of the next line stays. */
function afterBreak(text: string, end: number): number {
  BLANK_LINES.lastIndex = end
  if (BLANK_LINES.test(text)) return BLANK_LINES.lastIndex
  SPACES.lastIndex = end
  return SPACES.test(text) ? SPACES.lastIndex : end
}
