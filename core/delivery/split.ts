import { blockCut } from './cut.ts'
import { openFence, type Fence } from './fence.ts'
import { lengthOf, reachOf, type TextMax } from './text-length.ts'

const LEADING_BLANK_LINES = /^(?:[^\S\n]*\n)+/
const FENCE_LENGTH_SHARE_MAX = 1 / 4

/**
 * A text as messages of at most `max` each, none of them empty. Cuts at the end of a paragraph, else of a line, a
 * sentence, a word, a grapheme. A code block that is cut is closed and opened again in the next message.
 *
 * Stable as a text grows: every part but the last stays what it was, so a growing answer never rewrites what is above.
 * `leadOf` is put before a part and counts against its length; a lead is expected to be far shorter than `max`.
 */
export function split(text: string, max: TextMax, leadOf: (index: number) => string = () => ''): string[] {
  const parts: string[] = []
  let rest = text.replace(LEADING_BLANK_LINES, '').trimEnd()
  let fence: Fence | undefined
  while (rest !== '') {
    const lead = leadOf(parts.length) + (fence === undefined ? '' : `${fence.opener}\n`)
    if (lengthOf(lead + rest, max.unit) <= max.length) return [...parts, lead + rest]
    const piece = firstPiece(rest, { lead, fence, max })
    if (piece.body.trim() !== '') parts.push(lead + piece.body + piece.closer)
    fence = piece.fence
    rest = rest.slice(piece.next)
  }
  return parts
}

type Piece = { body: string; closer: string; next: number; fence: Fence | undefined }
type Room = { lead: string; fence: Fence | undefined; max: TextMax }

function firstPiece(rest: string, { lead, fence: openBefore, max }: Room): Piece {
  const room = max.length - lengthOf(lead, max.unit)
  const plain = pieceWithin(rest, { room, openBefore, max })
  if (plain.fence === undefined) return plain
  // Inside a code block: cut earlier, so that its closing line fits as well.
  const closerLength = lengthOf(closing(plain.fence), max.unit)
  const shorter = pieceWithin(rest, { room: room - closerLength, openBefore, max })
  return shorter.fence === undefined ? shorter : { ...shorter, closer: closing(shorter.fence) }
}

const closing = (fence: Fence) => `\n${fence.ticks}`

type Within = { room: number; openBefore: Fence | undefined; max: TextMax }

function pieceWithin(rest: string, { room, openBefore, max }: Within): Piece {
  const cut = blockCut(rest, reachOf(rest, { length: room, unit: max.unit }))
  const body = rest.slice(0, cut.end).trimEnd()
  const fence = openFence(body, openBefore)
  // A code block of which only the first line fits goes to the next message whole.
  if (fence?.start !== undefined && fence.start > 0 && fence.empty && body.slice(0, fence.start).trim() !== '') {
    return { body: body.slice(0, fence.start).trimEnd(), closer: '', next: fence.start, fence: undefined }
  }
  const worthIt = fence !== undefined && lengthOf(fence.opener, max.unit) < max.length * FENCE_LENGTH_SHARE_MAX
  return { body, closer: '', next: cut.next, fence: worthIt ? fence : undefined }
}
