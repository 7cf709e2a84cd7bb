import { identityId } from '#core/contract/ids.ts'
import type { MediaKind, MediaPart, MessageContent, Part, PartOrigin, Quote } from '#core/contract/message.ts'
import { defined } from '../shared/defined.ts'
import { fileNameIn, mimeIn } from '../shared/event-text.ts'
import type { DecodeContext } from './decode-context.ts'
import { attachmentRef, stickerRef } from './media-ref.ts'
import { readableText } from './mentions.ts'
import type { WireAttachment, WireContent, WireMessage, WireQuoted } from './wire.ts'

const REFERENCE_FORWARD = 1
const VOICE_MESSAGE = 1 << 13

/** What a person put into a message: one with several files is one message with as many parts. */
export function contentOf(message: WireMessage, context: DecodeContext): Omit<MessageContent, 'addressed'> {
  const at = { channelId: message.channel_id, messageId: message.id }
  const own = partsOf(message, at, context)
  const passedOn = forwardedIn(message).flatMap((snapshot) =>
    partsOf(snapshot, at, context).map((part) => withOrigin(part, 'forwarded')),
  )
  const parts = [...own, ...passedOn]
  return defined({
    // A poll, an invitation to play, and whatever Discord adds next; or words that the bot may not read.
    parts: parts.length === 0 ? [{ type: 'other' as const }] : parts,
    replyTo: quoteOf(message, context),
  })
}

/** The words and files of a message that somebody replied to, or that a command is about. */
export function quoteFrom(
  quoted: WireQuoted,
  by: { userId: string; channelId: string },
  context: DecodeContext,
): Quote {
  const { text } = readableText(quoted, context)
  const at = { channelId: quoted.channel_id ?? by.channelId, messageId: quoted.id }
  const author = quoted.webhook_id === undefined ? quoted.author?.id : undefined
  return defined({
    messageId: quoted.id,
    fromBot: quoted.author?.id === context.botId,
    fromSender: author === by.userId ? true : undefined,
    authorId: author === undefined ? undefined : identityId(context.account, author),
    text: text === '' ? undefined : text,
    media: mediaOf(quoted, at),
  })
}

/** A reply to a message that is gone quotes nothing. */
function quoteOf(message: WireMessage, context: DecodeContext): Quote | undefined {
  const { referenced_message: quoted, message_reference: reference, author, channel_id: channelId } = message
  if (!quoted || reference?.type === REFERENCE_FORWARD) return undefined
  return quoteFrom(quoted, { userId: author.id, channelId: reference?.channel_id ?? channelId }, context)
}

const forwardedIn = ({ message_reference: reference, message_snapshots: snapshots = [] }: WireMessage) =>
  reference?.type === REFERENCE_FORWARD ? snapshots.map(({ message }) => message) : []

type At = { readonly channelId: string; readonly messageId: string }

function partsOf(content: WireContent, at: At, context: DecodeContext): Part[] {
  const { text, spans } = readableText(content, context)
  const words: Part[] = text.trim() === '' ? [] : [{ type: 'text', text, ...(spans.length > 0 && { spans }) }]
  return [...words, ...mediaOf(content, at)]
}

function withOrigin(part: Part, origin: PartOrigin): Part {
  return part.type === 'location' || part.type === 'contact' || part.type === 'other' ? part : { ...part, origin }
}

function mediaOf({ attachments = [], sticker_items: stickers = [], flags = 0 }: WireContent, at: At): MediaPart[] {
  const isVoice = (flags & VOICE_MESSAGE) !== 0
  return [...attachments.map((file) => filePart(file, { at, isVoice })), ...stickers.map(stickerPart)]
}

function filePart(file: WireAttachment, { at, isVoice }: { at: At; isVoice: boolean }): MediaPart {
  const { filename, content_type: mime = '', duration_secs: seconds } = file
  return defined({
    type: isVoice ? 'audio' : kindOf(mime),
    ref: attachmentRef({ ...at, attachmentId: file.id }),
    mime: mimeIn(mime),
    bytes: file.size,
    width: file.width,
    height: file.height,
    durationMs: seconds === undefined ? undefined : Math.round(seconds * 1000),
    fileName: fileNameIn(filename),
  })
}

function kindOf(mime: string): MediaKind {
  const family = mime.split('/')[0]
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'file'
}

/** By Discord's `format_type`: PNG, APNG, Lottie, GIF. */
const STICKER_FORMATS: Readonly<Record<number, readonly [extension: string, mime: string]>> = {
  1: ['png', 'image/png'],
  2: ['png', 'image/png'],
  3: ['json', 'application/json'],
  4: ['gif', 'image/gif'],
}

function stickerPart({ id, format_type: format }: { id: string; format_type: number }): MediaPart {
  const [extension, mime] = STICKER_FORMATS[format] ?? ['png', 'image/png']
  return { type: 'sticker', ref: stickerRef(id, extension), mime }
}
