import type {
  Continuation,
  MediaKind,
  MediaPart,
  MessageContent,
  Part,
  PartOrigin,
  Quote,
  Span,
  TextPart,
} from '#core/contract/message.ts'
import { identityId } from '#core/contract/ids.ts'
import { cleanText } from '#core/contract/text.ts'
import { namesUs } from './addressed.ts'
import { defined } from '../shared/defined.ts'
import { displayName, fileNameIn, mimeIn } from '../shared/event-text.ts'
import type { DecodeContext } from './decode-context.ts'
import { SERVICE_FIELDS } from './service-fields.ts'
import {
  TEXT_LENGTH_MAX,
  type WireEntity,
  type WireFile,
  type WireMedia,
  type WireMessage,
  type WireOrigin,
  type WireUser,
} from './wire.ts'

type Content = Omit<MessageContent, 'addressed'>

/** What a person put into a message; `undefined` for what Telegram itself reports (joined, pinned, renamed …). */
export function contentOf(message: WireMessage, context: DecodeContext): Content | undefined {
  const parts = partsOf(message, context)
  if (!parts) return undefined
  return defined({
    parts,
    groupId: message.media_group_id,
    replyTo: quoteOf(message, context),
    forwardedFrom: message.forward_origin && originName(message.forward_origin),
    mayContinue: continuationOf(message),
  })
}

function partsOf(message: WireMessage, context: DecodeContext): Part[] | undefined {
  const origin = originOf(message)
  const media = mediaOf(message).map((part) => ({ ...part, ...captionOf(message, context), ...origin }))
  if (media.length > 0) return media
  if (message.text !== undefined)
    return [{ type: 'text', ...styled(message.text, message.entities, context), ...origin }]
  // A venue has a location field too.
  if (message.location) return [locationPart(message.location)]
  if (message.contact) return [{ type: 'contact', displayName: userName(message.contact) }]
  if (SERVICE_FIELDS.some((name) => message[name] !== undefined)) return undefined
  // Dice, polls, stories, games, paid media, and whatever Telegram adds next; a caption is about what cannot be seen.
  return [{ type: 'other' }]
}

/** An app splits a long text at the end of a line or a word, within this many characters before the limit. */
const SPLIT_SEARCH_LENGTH = 200

function continuationOf({ text = '' }: WireMessage): Continuation | undefined {
  if (text.length < TEXT_LENGTH_MAX - SPLIT_SEARCH_LENGTH) return undefined
  return { joins: text.length < TEXT_LENGTH_MAX ? 'line' : 'unbroken' }
}

function originOf({ forward_origin: forwarded, via_bot: bot }: WireMessage): { origin?: PartOrigin } {
  if (forwarded !== undefined) return { origin: 'forwarded' }
  return bot === undefined ? {} : { origin: 'bot' }
}

function captionOf(
  { caption, caption_entities: entities }: WireMessage,
  context: DecodeContext,
): Pick<MediaPart, 'caption' | 'captionSpans'> {
  if (caption === undefined) return {}
  const { text, spans } = styled(caption, entities, context)
  return { caption: text, ...(spans && { captionSpans: spans }) }
}

function styled(
  text: string,
  entities: readonly WireEntity[] | undefined,
  context: DecodeContext,
): Pick<TextPart, 'text' | 'spans'> {
  const clean = cleanText(text)
  // Where characters were taken out, the positions are wrong; then the text is kept without its styles.
  const isInside = ({ offset, length }: WireEntity) => offset + length <= text.length
  const spans =
    clean.length === text.length ? (entities ?? []).filter(isInside).map((entity) => spanOf(entity, text, context)) : []
  return spans.length === 0 ? { text: clean } : { text: clean, spans }
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
  blockquote: 'quote',
  expandable_blockquote: 'quote',
  bold: 'bold',
  italic: 'italic',
}

function spanOf(entity: WireEntity, text: string, context: DecodeContext): Span {
  const words = text.slice(entity.offset, entity.offset + entity.length)
  const named = entity.type === 'mention' ? words : entity.type === 'text_mention' ? String(entity.user?.id) : undefined
  const target = entity.url ?? named
  return defined({
    type: SPAN_TYPES[entity.type] ?? 'other',
    start: entity.offset,
    length: entity.length,
    target: target === undefined ? undefined : cleanText(target),
    isBot: SPAN_TYPES[entity.type] === 'mention' && namesUs(entity, text, context) ? (true as const) : undefined,
  })
}

function locationPart({ latitude, longitude }: { latitude: number; longitude: number }): Part {
  return { type: 'location', latitude, longitude }
}

/** The part that a person selected, where they did; else the whole message as it reads now. */
function quoteOf(message: WireMessage, { botId, account }: DecodeContext): Quote | undefined {
  const { reply_to_message: replied, external_reply: external, quote } = message
  const isSender = (user: WireUser | undefined) =>
    user !== undefined && user.id === message.from?.id && !message.sender_chat ? true : undefined
  const authorOf = (author: { id: number } | undefined) => author && identityId(account, String(author.id))
  if (replied && !replied.forum_topic_created) {
    const text = quote?.text ?? replied.text ?? replied.caption
    return defined({
      messageId: String(replied.message_id),
      fromBot: String(replied.from?.id) === botId,
      fromSender: isSender(replied.sender_chat ? undefined : replied.from),
      authorId: authorOf(replied.sender_chat ?? replied.from),
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
  const name = user ? userName(user) : origin.sender_user_name
  return displayName(name ?? origin.sender_chat?.title ?? origin.chat?.title ?? '')
}

/** The one file of a message, or none. */
function mediaOf(message: WireMedia): MediaPart[] {
  const { photo, animation, document, voice, audio, video, video_note: round, sticker } = message
  const largest = photo?.reduce((best, size) => (areaOf(size) > areaOf(best) ? size : best), photo[0] as WireFile)
  if (largest) return [partOf('image', largest, 'image/jpeg')]
  // An animation comes as a document too, for older clients.
  if (animation) return [partOf('video', animation)]
  if (document) return [partOf(document.mime_type?.startsWith('image/') ? 'image' : 'file', document)]
  if (voice) return [partOf('audio', voice, 'audio/ogg')]
  if (audio) return [partOf('audio', audio)]
  if (video) return [partOf('video', video)]
  if (round) return [partOf('video', { ...round, width: round.length, height: round.length }, 'video/mp4')]
  if (sticker) return [partOf('sticker', sticker, stickerMime(sticker))]
  return []
}

function partOf(type: MediaKind, file: WireFile, mime?: string): MediaPart {
  return defined({
    type,
    ref: cleanText(file.file_id),
    mime: mimeIn(file.mime_type ?? mime),
    bytes: file.file_size,
    width: file.width,
    height: file.height,
    durationMs: file.duration === undefined ? undefined : file.duration * 1000,
    fileName: fileNameIn(file.file_name),
  })
}

function areaOf(size: WireFile): number {
  return (size.width ?? 0) * (size.height ?? 0)
}

function stickerMime(sticker: WireFile): string {
  if (sticker.is_animated) return 'application/x-tgsticker'
  return sticker.is_video ? 'video/webm' : 'image/webp'
}

/** Both names of a person, as Telegram has them. */
export function userName({ first_name = '', last_name = '' }: Names): string {
  return displayName(`${first_name} ${last_name}`)
}

type Names = { readonly first_name?: string | undefined; readonly last_name?: string | undefined }
