import type { MediaPart, MessageContent, Part } from '../contract/message.ts'
import type { EventId } from '../contract/ids.ts'
import type { PlannedMessage } from '../mailbox/pending.ts'
import { continues } from '../mailbox/units.ts'
import type { Asked, AskedPicture, OtherKind } from './turn.ts'

type AskedMessage = Extract<Asked, { type: 'message' }>

/** Quoted media are numbered from here on, so that they never meet the parts of their event. */
export const QUOTED_PART_FIRST = 1_000

/**
 * All messages of a turn as one question: words and captions in their order, pictures, what was quoted, and the rest.
 */
export function askedOf(messages: readonly PlannedMessage[]): AskedMessage {
  const parts = messages.flatMap(({ content }) => content.parts)
  const quote = quoteOf(messages.map(({ content }) => content))
  return {
    type: 'message',
    text: wordsOfAll(messages),
    ...(quote && { quote }),
    pictures: messages.flatMap(picturesOf),
    others: [...new Set(parts.flatMap(otherKindOf))],
  }
}

/** A text that an app cut into pieces is whole again; everything else stands on lines of its own. */
function wordsOfAll(messages: readonly PlannedMessage[]): string {
  let all = ''
  for (const [index, each] of messages.entries()) {
    const words = wordsOf(each.content.parts)
    const before = messages[index - 1]
    const isWhole = before?.content.mayContinue?.joins === 'unbroken' && continues(each, before)
    all += words === '' || all === '' || isWhole ? words : `\n${words}`
  }
  return all
}

/** Typed words and captions, in order. */
export const wordsOf = (parts: readonly Part[]) => parts.map(wordsIn).filter(Boolean).join('\n')

function wordsIn(part: Part): string {
  if (part.type === 'text') return part.text
  return 'caption' in part ? (part.caption ?? '') : ''
}

/** A picture sent as a file is a picture; whether its bytes are one is found out when they are here. */
export function isPicture(part: Part): part is MediaPart {
  return part.type === 'image' || (part.type === 'file' && part.mime?.startsWith('image/') === true)
}

/** A file that does not say what it is, or has the name of a picture: its bytes tell. */
export const mayBePicture = (part: Part): part is MediaPart => isPicture(part) || isUnclearFile(part)

const UNTYPED = new Set([undefined, '', 'application/octet-stream', 'binary/octet-stream'])
const PICTURE_NAME = /\.(?:jpe?g|jfif|png|webp|gif|avif|hei[cf]|jxl|bmp|tiff?|svg)$/i

const isUnclearFile = (part: Part) =>
  part.type === 'file' && (UNTYPED.has(part.mime) || PICTURE_NAME.test(part.fileName ?? ''))

function otherKindOf(part: Part): OtherKind[] {
  return part.type === 'text' || part.type === 'image' || mayBePicture(part) ? [] : [part.type]
}

function picturesOf({ content: { parts, replyTo }, contentOf }: PlannedMessage): AskedPicture[] {
  const sent = picturesAmong(parts, { eventId: contentOf, first: 0, quoted: false })
  const quoted = picturesAmong(replyTo?.media ?? [], { eventId: contentOf, first: QUOTED_PART_FIRST, quoted: true })
  return [...sent, ...quoted.map((picture) => ({ ...picture, ...(replyTo?.fromSender && { isOwn: true }) }))]
}

function picturesAmong(
  parts: readonly Part[],
  { eventId, first, quoted }: { eventId: EventId; first: number; quoted: boolean },
): AskedPicture[] {
  return parts.flatMap((media, index) => (mayBePicture(media) ? [{ eventId, part: first + index, media, quoted }] : []))
}

/** Several messages of a turn may quote: each quoted message counts once, and as the bot's only if all are. */
function quoteOf(contents: readonly MessageContent[]): AskedMessage['quote'] {
  const quotes = contents.flatMap(({ replyTo }) => (replyTo ? [replyTo] : []))
  const each = [...new Map(quotes.map((quote) => [quote.messageId, quote])).values()]
  const text = each.map((quote) => quote.text ?? '').filter(Boolean).join('\n')
  return text === '' ? undefined : { fromBot: each.every(({ fromBot }) => fromBot), text }
}
