import type { OutgoingMessage } from '#core/contract/channel.ts'
import type { Message } from 'whatsapp-web.js'
import { z } from 'zod'
import { lenient } from '../shared/lenient.ts'
import { fateOf, stanzaIn } from './tries.ts'

/** The page's clock counts whole seconds, and how far it is ahead is known about as exactly. */
const CLOCK_SLACK_MS = 5_000
/** Of the chat's newest, when ours is looked for. */
export const READ_BACK_MAX = 50

/** A message as the chat shows it. */
export type Shown = {
  readonly messageId: string
  readonly isOwn: boolean
  readonly ack: number
  readonly text: string
  readonly sentAtMs: number
  /** Stanza id of what it quotes. */
  readonly quotes?: string | undefined
  readonly fileName?: string | undefined
}

const rawSchema = z.object({ quotedStanzaID: lenient(z.string()), filename: lenient(z.string()) })

export function shownOf(message: Message): Shown {
  const { id, fromMe: isOwn, ack, body: text, timestamp, rawData } = message
  const { quotedStanzaID: quotes, filename: fileName } = rawSchema.safeParse(rawData).data ?? {}
  return { messageId: id._serialized, isOwn, ack, text, sentAtMs: timestamp * 1_000, quotes, fileName }
}

type Sought = Pick<OutgoingMessage, 'answers' | 'replyTo'> & {
  /** As it was sent. */
  readonly text: string
  /** When the first try began. */
  readonly sinceMs: number
  /** What WhatsApp's clock is ahead of ours. */
  readonly clockAheadMs: number
  /** The receipt of another message. */
  readonly isOther: (messageId: string) => boolean
}

export type Found =
  | { readonly type: 'sent'; readonly shown: Shown }
  /** Shown and not acknowledged: the page itself goes on trying. */
  | { readonly type: 'pending'; readonly shown: Shown }
  | { readonly type: 'none' }
  /** One with the same text is shown, and whether it is an earlier answer cannot be told. */
  | { readonly type: 'unclear' }

/**
 * Looks for our message among what the chat shows, oldest first. Ours is one with the same text that comes after what it
 * answers, and by its time after the first try. Two clocks are involved and either may be wrong: where place and time
 * say different things it stays unclear.
 */
export function foundIn(shown: readonly Shown[], sought: Sought): Found {
  const answered = sought.answers === undefined ? undefined : stanzaIn(sought.answers)
  const answeredAt = shown.findIndex(({ messageId }) => stanzaIn(messageId) === answered)
  const answeredAtMs = shown[answeredAt]?.sentAtMs
  const sinceMs = sought.sinceMs + Math.min(0, sought.clockAheadMs) - CLOCK_SLACK_MS
  let isUnclear = false
  for (let index = shown.length - 1; index >= 0; index -= 1) {
    const each = shown[index]
    if (each === undefined || !isLike(each, sought)) continue
    // Of one second the library may show the later one first.
    const isPlacedAfter = index > answeredAt || each.sentAtMs === answeredAtMs
    const isTimedAfter = each.sentAtMs >= sinceMs
    if (isPlacedAfter && isTimedAfter) return { type: fateOf(each.ack) === 'taken' ? 'sent' : 'pending', shown: each }
    if (isPlacedAfter || isTimedAfter) isUnclear = true
  }
  return { type: isUnclear ? 'unclear' : 'none' }
}

/** The same, where the page has told the id of what it sends. */
export function foundById(shown: readonly Shown[], messageId: string): Found {
  const each = shown.find((other) => stanzaIn(other.messageId) === stanzaIn(messageId))
  if (each === undefined || fateOf(each.ack) === 'failed') return { type: 'none' }
  return { type: fateOf(each.ack) === 'taken' ? 'sent' : 'pending', shown: each }
}

/** One that failed was not sent, and WhatsApp does not try it again. */
function isLike({ messageId, isOwn, ack, text, quotes }: Shown, sought: Sought): boolean {
  if (!isOwn || fateOf(ack) === 'failed' || sought.isOther(messageId)) return false
  // A quote that could not be made was left out.
  if (sought.replyTo !== undefined && quotes !== undefined && quotes !== stanzaIn(sought.replyTo)) return false
  return text.trim() === sought.text.trim()
}
