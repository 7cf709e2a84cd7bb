import { z } from 'zod'
import type { ChatEvent, EventEnvelope, MediaKind, Part, Quote } from '#core/contract/message.ts'
import { cleanText } from '#core/contract/text.ts'
import { defined } from '../shared/defined.ts'
import { lenient, lenientList } from '../shared/lenient.ts'
import { typedCommand } from '../shared/typed-command.ts'
import type { BodyRead, ReadContext, ReadEvent } from './product.ts'
import {
  envelopeOf,
  idSchema,
  inOrder,
  isOurs,
  messageOf,
  objectIn,
  objectsIn,
  textPart,
  timeSchema,
  withoutAddresses,
} from './reading.ts'

type PageProduct = {
  readonly platform: 'messenger' | 'instagram'
  readonly object: string
  readonly personName: string
}

/**
 * Pure: a webhook's body of Messenger or Instagram, which have one form:
 * https://developers.facebook.com/docs/messenger-platform/reference/webhook-events and
 * https://developers.facebook.com/docs/instagram-platform/webhooks/examples. What is for other apps (`standby`) is not
 * read.
 */
export function readPage(product: PageProduct, body: unknown, context: ReadContext): BodyRead {
  const { object, entry } = objectIn(body)
  if (object !== product.object) return { events: [], unknown: 1 }
  let unknown = 0
  const events: ReadEvent[] = []
  for (const { messaging } of objectsIn(entry)) {
    const items = objectsIn(messaging)
    if (items.length === 0) unknown += 1
    for (const item of items) {
      const read = readItem(product, item, context)
      if (read === undefined) unknown += 1
      else events.push(...read)
    }
  }
  return { events: inOrder(events), unknown }
}

const end = z.object({ id: idSchema })

const attachmentSchema = z.object({
  type: z.string(),
  payload: lenient(
    z.object({
      url: lenient(z.string()),
      sticker_id: lenient(idSchema),
      coordinates: lenient(z.object({ lat: z.number(), long: z.number() })),
    }),
  ),
})

const messageSchema = z.object({
  mid: idSchema,
  text: lenient(z.string()),
  is_echo: lenient(z.boolean()),
  is_deleted: lenient(z.boolean()),
  quick_reply: lenient(z.object({ payload: lenient(z.string()) })),
  reply_to: lenient(z.object({ mid: lenient(idSchema) })),
  attachments: lenientList(attachmentSchema),
})

const itemSchema = z.object({
  sender: end,
  recipient: end,
  timestamp: lenient(timeSchema),
  message: lenient(messageSchema),
  message_edit: lenient(z.object({ mid: idSchema, text: z.string(), num_edit: lenient(z.coerce.number()) })),
  postback: lenient(z.object({ mid: idSchema, title: lenient(z.string()), payload: lenient(z.string()) })),
  reaction: lenient(
    z.object({ mid: idSchema, action: z.string(), reaction: lenient(z.string()), emoji: lenient(z.string()) }),
  ),
  delivery: lenient(z.object({ mids: lenientList(idSchema) })),
  read: lenient(z.object({ mid: lenient(idSchema) })),
})

type Item = z.output<typeof itemSchema>
type Message = z.output<typeof messageSchema>
type Attachment = z.output<typeof attachmentSchema>

/** Its events, which may be none; undefined: it means nothing to us. */
function readItem(product: PageProduct, raw: unknown, context: ReadContext): readonly ReadEvent[] | undefined {
  const { data: item } = itemSchema.safeParse(raw)
  if (item === undefined) return undefined
  // What the bot itself did, and what another app or person did in its name.
  if (item.message?.is_echo || item.sender.id === context.botId) return []
  if (item.recipient.id !== context.botId) return undefined
  const from = { id: item.sender.id, name: product.personName, sentAtMs: item.timestamp }
  const envelope = { ...envelopeOf(product.platform, from, context), ...withoutAddresses(raw) }
  if (item.message) return [fromMessage(item.message, envelope)]
  return fromOther(item, envelope)?.map((event) => ({ event }))
}

function fromMessage(message: Message, envelope: EventEnvelope): ReadEvent {
  const { mid: messageId, quick_reply: pressed, reply_to: replied } = message
  if (message.is_deleted) return { event: { ...envelope, type: 'delete', messageId } }
  if (isOurs(pressed?.payload)) return { event: pressOf(envelope, messageId, pressed.payload) }
  const { parts, addresses } = contentOf(message)
  const replyTo: Quote | undefined =
    replied?.mid === undefined ? undefined : { messageId: replied.mid, fromBot: false, media: [] }
  const event = messageOf(envelope, defined({ messageId, parts, replyTo }))
  return { event, addresses }
}

const pressOf = (envelope: EventEnvelope, messageId: string, data: string): ChatEvent => ({
  ...envelope,
  type: 'callback',
  callbackId: messageId,
  messageId,
  data,
})

function fromOther(item: Item, envelope: EventEnvelope): ChatEvent[] | undefined {
  const { message_edit: edit, postback, reaction, delivery, read, timestamp } = item
  if (edit) {
    // Instagram announces new messages in this form too, as their edit number 0.
    if (edit.num_edit === 0) return []
    const revision = timestamp ?? envelope.sentAtMs
    const parts = [textPart(edit.text)]
    return [{ ...envelope, type: 'edit', messageId: edit.mid, parts, addressed: 'dm', revision }]
  }
  if (postback) return postbackOf(postback, envelope)
  if (reaction) {
    const shown = reaction.emoji ?? EMOJI[reaction.reaction ?? ''] ?? reaction.reaction
    const emoji = reaction.action === 'react' && shown !== undefined ? [cleanText(shown)] : []
    return [{ ...envelope, type: 'reaction', messageId: reaction.mid, emoji }]
  }
  if (delivery) {
    return (delivery.mids ?? []).map((mid) => ({ ...envelope, type: 'delivery', messageId: mid, state: 'delivered' }))
  }
  // Messenger only names a time up to which all was read.
  if (read) return read.mid === undefined ? [] : [{ ...envelope, type: 'delivery', messageId: read.mid, state: 'read' }]
  return undefined
}

/** Where Meta names a reaction and does not show it. */
const EMOJI: Readonly<Record<string, string>> = { like: '👍', dislike: '👎', love: '❤️' }

/** A button that an operator set up at Meta (get started, menu, ice breakers); its title is what the person reads. */
function postbackOf({ mid, title, payload }: NonNullable<Item['postback']>, envelope: EventEnvelope): ChatEvent[] {
  if (isOurs(payload)) return [pressOf(envelope, mid, payload)]
  const text = typedCommand(payload ?? '') ? payload : payload === 'GET_STARTED' ? '/start' : (title ?? payload)
  return text === undefined ? [] : [messageOf(envelope, { messageId: mid, parts: [textPart(text)] })]
}

const MEDIA_KINDS: Readonly<Record<string, MediaKind>> = {
  image: 'image',
  audio: 'audio',
  video: 'video',
  file: 'file',
}

type Found = { readonly part: Part; readonly address?: string | undefined }

/** Several pictures are one message; the text is the caption of none of them. */
function contentOf({ mid, text, attachments = [] }: Message) {
  const words: Found[] = text === undefined || text === '' ? [] : [{ part: textPart(text) }]
  const found = [...words, ...attachments.flatMap((attachment, index) => foundIn(attachment, `${mid}/${index}`) ?? [])]
  const addresses = found.flatMap(({ part, address }) =>
    'ref' in part && address !== undefined ? [[part.ref, address]] : [],
  )
  // A shared link is a preview of what the text says already; alone it is something that cannot be seen.
  const parts = found.length > 0 ? found.map(({ part }) => part) : [{ type: 'other' } as const]
  return { parts, addresses: Object.fromEntries(addresses) as Record<string, string> }
}

function foundIn({ type, payload }: Attachment, ref: string): Found | undefined {
  const kind = MEDIA_KINDS[type]
  if (kind) {
    const isSticker = kind === 'image' && payload?.sticker_id !== undefined
    return { part: { type: isSticker ? 'sticker' : kind, ref }, address: payload?.url }
  }
  if (type === 'location' && payload?.coordinates) {
    const { lat: latitude, long: longitude } = payload.coordinates
    return { part: { type: 'location', latitude, longitude } }
  }
  return undefined
}
