import { shortened } from '../contract/text.ts'
import { neutralise, type Marks } from '../prompt/neutralise.ts'
import type { Judged } from './guard.ts'

/** What was asked gives an answer its context; the answer is what is judged. */
const ASKED_CHARACTERS_MAX = 300

export type Speaker = 'User' | 'Agent'

/** Who is judged: the person who asks, or the assistant that answers. */
export const speakerOf = (direction: Judged['direction']): Speaker => (direction === 'in' ? 'User' : 'Agent')

/**
 * The lines before the judged text: what was asked when an answer is judged, a word for each picture that came along.
 */
export function openingOf(content: Judged, options: FrameOptions): string {
  const pictures = options.showsPictures ? '' : '[picture] '.repeat(content.pictures.length)
  if (content.direction === 'in') return `User: ${pictures}`
  const asked = framed(shortened(content.asked ?? '', ASKED_CHARACTERS_MAX), options)
  return `User: ${pictures}${asked}\n\nAgent: `
}

export type FrameOptions = Marks & {
  /** The guard's engine is given the pictures themselves. */
  readonly showsPictures: boolean
}

/**
 * Text as it may stand inside the conversation: no control token, no `<END CONVERSATION>`, no line that reads as a new
 * speaker. Speakers are parted by empty lines, so a text has none of its own.
 */
export function framed(text: string, marks: Marks): string {
  const inert = neutralise(text, marks)
  const lines = inert.replace(LINE_END, '\n').replace(EMPTY_LINES, '\n').replace(SPEAKER, '> $1')
  return lines.replace(FRAME_TAG, '< ').trim()
}

const LINE_END = /\r\n?|[\v\f\u0085\u2028\u2029]/g
const EMPTY_LINES = /\n\s*\n/g
const FRAME_TAG = /<(?=\/?(?:BEGIN|END)\b)/gi
const SPEAKER = /^[^\S\n]*((?:User|Agent)[^\S\n]*[:\uFF1A])/gim
