import { askedWordsOf, mayBePicture, type Asked, type AskedPicture, type OtherKind } from '../contract/asked.ts'
import { typedBy } from '../contract/typed.ts'
import type { MessageContent, Part } from '../contract/message.ts'
import type { EventId } from '../contract/ids.ts'
import type { PlannedMessage } from './pending.ts'
import { continues } from './units.ts'

type AskedMessage = Extract<Asked, { type: 'message' }>

/** Quoted media are numbered from here on, so that they never collide with the parts of their event. */
export const QUOTED_PART_FIRST = 1_000

/**
 * All messages of a turn as one question: words and captions in their order, pictures, what was quoted, and the rest.
 */
export function askedOf(messages: readonly PlannedMessage[]): AskedMessage {
  const parts = messages.flatMap(({ content }) => content.parts)
  const contents = messages.map(({ content }) => content)
  const quote = quoteOf(contents)
  const text = wordsOfAll(messages)
  const typed = typedBy(contents)
  return {
    type: 'message',
    text,
    ...(typed !== text.trim() && { typed }),
    ...(quote && { quote }),
    pictures: messages.flatMap(picturesOf),
    others: [...new Set(parts.flatMap(otherKindOf))],
  }
}

/** Joins the pieces of a text that an app cut; everything else is on lines of its own. */
function wordsOfAll(messages: readonly PlannedMessage[]): string {
  let all = ''
  for (const [index, each] of messages.entries()) {
    const words = askedWordsOf(each.content.parts)
    const before = messages[index - 1]
    const isWhole = before?.content.mayContinue?.joins === 'unbroken' && continues(each, before)
    all += words === '' || all === '' || isWhole ? words : `\n${words}`
  }
  return all
}

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
  const text = each
    .map((quote) => quote.text ?? '')
    .filter(Boolean)
    .join('\n')
  return text === '' ? undefined : { fromBot: each.every(({ fromBot }) => fromBot), text }
}
