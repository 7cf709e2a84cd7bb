import { blockCut } from './cut.ts'
import { openBlocks, type OpenBlocks, type OpenFence, unindented } from './open-blocks.ts'
import { fits, lengthOf, reachOf, type TextMax } from './text-length.ts'

const LEADING_BLANK_LINES = /^(?:[^\S\n]*\n)+/
const FENCE_LENGTH_SHARE_MAX = 1 / 4
const SHORTER_TRIES_MAX = 7

/**
 * A text as messages of at most `max` each, also as they are rendered, none of them empty. Cuts at the end of a
 * paragraph, else of a line, a sentence, a word, a grapheme. A code block that is cut is closed and opened again in the
 * next message.
 *
 * Stable as a text grows: every part but the last stays the same, so a growing answer never rewrites earlier messages.
 * `leadOf` is put before a part and counts against its length; a lead must be far shorter than `max`.
 */
export function split(text: string, max: TextMax, leadOf: (index: number) => string = () => ''): string[] {
  const parts: string[] = []
  let rest = text.replace(LEADING_BLANK_LINES, '').trimEnd()
  let fence: OpenFence | undefined
  while (rest !== '') {
    const lead = leadOf(parts.length) + (fence === undefined ? '' : `${fence.opener}\n`)
    if (fits(lead + rest, max)) return [...parts, lead + rest]
    const piece = firstPiece(rest, { lead, fence, max })
    if (piece.body.trim() !== '') parts.push(lead + piece.body + piece.closer)
    fence = piece.open.fence
    rest = restAfter(rest, piece)
  }
  return parts
}

type Piece = { body: string; closer: string; next: number; open: OpenBlocks }
type Room = { lead: string; fence: OpenFence | undefined; max: TextMax }

function firstPiece(rest: string, room: Room): Piece {
  const { lead, max } = room
  let piece = closedPiece(rest, room)
  // What is rendered does not always grow with its text: a mark that a cut leaves without its end is escaped.
  for (let tries = 1; tries <= SHORTER_TRIES_MAX && !fits(lead + piece.body + piece.closer, max); tries += 1) {
    piece = closedPiece(rest, { ...room, max: shorterBy(max, (max.length * tries) / (SHORTER_TRIES_MAX + 1)) })
  }
  return piece
}

function closedPiece(rest: string, room: Room): Piece {
  const plain = pieceWithin(rest, room)
  if (plain.open.fence === undefined) return plain
  // Inside a code block: cut earlier, so that its closing line fits as well.
  const closerLength = lengthOf(closing(plain.open.fence), room.max.unit)
  const shorter = pieceWithin(rest, { ...room, max: shorterBy(room.max, closerLength) })
  return shorter.open.fence === undefined ? shorter : { ...shorter, closer: closing(shorter.open.fence) }
}

const closing = (fence: OpenFence) => `\n${fence.closer}`

const shorterBy = (max: TextMax, length: number): TextMax => ({ ...max, length: Math.floor(max.length - length) })

function pieceWithin(rest: string, { lead, fence: openBefore, max }: Room): Piece {
  const cut = blockCut(rest, reachOf(rest, { lead, max }))
  const body = rest.slice(0, cut.end).trimEnd()
  const { fence, columns } = openBlocks(body, openBefore)
  // A code block of which only the first line fits goes whole to the next message.
  const before = fence?.empty === true ? body.slice(0, fence.start ?? 0).trimEnd() : ''
  if (before !== '' && fence?.start !== undefined) {
    return { body: before, closer: '', next: fence.start, open: openBlocks(before, openBefore) }
  }
  const worthIt = fence !== undefined && lengthOf(fence.opener, max.unit) < max.length * FENCE_LENGTH_SHARE_MAX
  return { body, closer: '', next: cut.next, open: worthIt ? { fence, columns } : { columns } }
}

function restAfter(text: string, { next, open }: Piece): string {
  const rest = text.slice(next)
  if (open.columns.length === 0) return rest
  // The rest of a line that was cut has no indentation of its own.
  const lineEnd = text[next - 1] === '\n' ? 0 : rest.indexOf('\n')
  return lineEnd < 0 ? rest : rest.slice(0, lineEnd) + unindented(rest.slice(lineEnd), open.columns)
}
