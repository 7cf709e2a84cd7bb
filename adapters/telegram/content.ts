import type { MessageContent, Part, Quote, Span, TextPart } from '#core/contract/message.ts'
import { cleanText } from '#core/contract/text.ts'
import { defined } from '../shared/defined.ts'
import type { DecodeContext } from './decode-context.ts'
import { displayName } from './display-name.ts'
import { mediaOf } from './media-part.ts'
import type { WireEntity, WireMessage, WireOrigin, WireUser } from './wire.ts'

type Content = Omit<MessageContent, 'addressed'>

/** What a person put into a message; `undefined` for what Telegram itself reports (joined, pinned, renamed …). */
export function contentOf(message: WireMessage, context: DecodeContext): Content | undefined {
  const parts = partsOf(message)
  if (!parts) return undefined
  return defined({
    parts,
    groupId: message.media_group_id,
    replyTo: quoteOf(message, context),
    forwardedFrom: message.forward_origin && originName(message.forward_origin),
  })
}

function partsOf(message: WireMessage): Part[] | undefined {
  const caption = message.caption === undefined ? undefined : cleanText(message.caption)
  const media = mediaOf(message).map((part) => (caption === undefined ? part : { ...part, caption }))
  if (media.length > 0) return media
  if (message.text !== undefined) return [textPart(message.text, message.entities ?? [])]
  if (message.location) return [...venue(message), place(message.location)]
  if (message.contact) return [contact(message.contact)]
  if (message.dice) return [textPart(message.dice.emoji)]
  if (message.poll) return [textPart(message.poll.question)]
  // Sent by a person, and nothing that can be read.
  const others = [message.story, message.game, message.paid_media, message.checklist]
  return others.some((part) => part !== undefined) ? [] : undefined
}

function venue({ venue }: WireMessage): Part[] {
  return venue ? [textPart(`${venue.title}, ${venue.address}`)] : []
}

function textPart(text: string, entities: readonly WireEntity[] = []): TextPart {
  const clean = cleanText(text)
  // Where characters were taken out, the positions are wrong; the words are worth more than their look.
  const spans = clean.length === text.length ? entities.map((entity) => spanOf(entity, text)) : []
  return spans.length === 0 ? { type: 'text', text: clean } : { type: 'text', text: clean, spans }
}

const SPAN_TYPES: Record<string, Span['type']> = {
  mention: 'mention',
  text_mention: 'mention',
  bot_command: 'command',
  url: 'link',
  text_link: 'link',
  email: 'link',
  code: 'code',
  pre: 'code',
  bold: 'bold',
  italic: 'italic',
}

function spanOf(entity: WireEntity, text: string): Span {
  const words = text.slice(entity.offset, entity.offset + entity.length)
  const named = entity.type === 'mention' ? words : entity.type === 'text_mention' ? String(entity.user?.id) : undefined
  const target = entity.url ?? named
  return defined({
    type: SPAN_TYPES[entity.type] ?? 'other',
    start: entity.offset,
    length: entity.length,
    target: target === undefined ? undefined : cleanText(target),
  })
}

function place({ latitude, longitude }: { latitude: number; longitude: number }): Part {
  return { type: 'location', latitude, longitude }
}

function contact({ first_name, last_name = '' }: { first_name: string; last_name?: string | undefined }): Part {
  return { type: 'contact', displayName: displayName(`${first_name} ${last_name}`) }
}

/** The part a person picked out, where they did, says best what they mean; else the whole message as it reads now. */
function quoteOf(message: WireMessage, { botId }: DecodeContext): Quote | undefined {
  const { reply_to_message: replied, external_reply: external, quote } = message
  const isSender = (user: WireUser | undefined) =>
    user !== undefined && user.id === message.from?.id && !message.sender_chat ? true : undefined
  if (replied && !replied.forum_topic_created) {
    const text = quote?.text ?? replied.text ?? replied.caption
    return defined({
      messageId: String(replied.message_id),
      fromBot: String(replied.from?.id) === botId,
      fromSender: isSender(replied.sender_chat ? undefined : replied.from),
      text: text === undefined ? undefined : cleanText(text),
      media: mediaOf(replied),
    })
  }
  if (!external) return undefined
  return defined({
    messageId: String(external.message_id ?? ''),
    fromBot: String(external.origin?.sender_user?.id) === botId,
    fromSender: isSender(external.origin?.sender_user),
    text: quote && cleanText(quote.text),
    media: mediaOf(external),
  })
}

function originName(origin: WireOrigin): string {
  const user = origin.sender_user
  const name = user ? `${user.first_name} ${user.last_name ?? ''}` : origin.sender_user_name
  return displayName(name ?? origin.sender_chat?.title ?? origin.chat?.title ?? '')
}
