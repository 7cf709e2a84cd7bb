import { z } from 'zod'
import type { Payload } from '../request-body.ts'
import { ERRORS, type WhatsAppErrorCode } from './api-error.ts'
import { DAY_MS, type GraphState, type Room, type StoredFile } from './graph-state.ts'
import { storedFile } from './media.ts'
import { statusOf } from './whatsapp-events.ts'

/**
 * POST /{phone id}/messages: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages.
 * An unknown field is refused, so that a typing error in a client shows.
 */
const product = { messaging_product: z.literal('whatsapp') }
const media = { id: z.string().optional(), link: z.url().optional() }
const caption = z.string().min(1).max(1024).optional()
const credentials = { access_token: z.string().optional(), appsecret_proof: z.string().optional() }

const CONTENTS = {
  text: z.strictObject({ body: z.string().min(1), preview_url: z.boolean().optional() }),
  image: z.strictObject({ ...media, caption }),
  document: z.strictObject({ ...media, caption, filename: z.string().optional() }),
  reaction: z.strictObject({ message_id: z.string(), emoji: z.string() }),
}

const sendBody = z.strictObject({
  ...product,
  ...credentials,
  recipient_type: z.literal('individual').optional(),
  to: z.string().optional(),
  /** In place of `to`, for people who hide their number. */
  recipient: z.string().optional(),
  type: z.enum(['text', 'image', 'document', 'reaction']).default('text'),
  text: CONTENTS.text.optional(),
  image: CONTENTS.image.optional(),
  document: CONTENTS.document.optional(),
  reaction: CONTENTS.reaction.optional(),
  context: z.strictObject({ message_id: z.string() }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
})

/** …/messages/mark-message-as-read and …/typing-indicators: one call for both. */
const statusBody = z.strictObject({
  ...product,
  ...credentials,
  status: z.literal('read'),
  message_id: z.string(),
  typing_indicator: z.strictObject({ type: z.literal('text') }).optional(),
})

type SendBody = z.infer<typeof sendBody>

export type WhatsAppKnobs = {
  /** Accepted, and then a status says that it failed: the next ones. */
  readonly failing: WhatsAppErrorCode[]
  /** Tells what became of a message that was accepted. */
  readonly follow: (room: Room, messageId: string) => void
}

/** Whether a request is a message; everything else to this address is a signal. */
export function isWhatsAppMessage(payload: Payload): boolean {
  return payload.status === undefined
}

/** Sends a message, or marks one as read; `count` is called for what the limits count. */
export function sendToPhone(state: GraphState, payload: Payload, knobs: WhatsAppKnobs, count: (to: string) => void) {
  return isWhatsAppMessage(payload) ? send(state, payload, knobs, count) : markRead(state, payload)
}

function send(state: GraphState, payload: Payload, knobs: WhatsAppKnobs, count: (to: string) => void): object {
  const body = parsed(sendBody, payload)
  const { to, recipient } = body
  if (to === undefined && recipient === undefined) throw ERRORS.badParameter('The parameter to is required.')
  const id = to?.replaceAll(/\D/g, '') ?? recipient ?? ''
  const room = state.rooms.get(id)
  const content = contentOf(state, body)
  const contacts = [{ input: to ?? recipient, ...(to === undefined ? { user_id: id } : { wa_id: id }) }]
  if (!room) throw ERRORS.undeliverable()
  if (body.context && !state.find(body.context.message_id)) throw ERRORS.badValue('Invalid context message_id')
  if (room.lastFromPersonMs === undefined || state.now() > room.lastFromPersonMs + DAY_MS) throw ERRORS.reengagement()
  count(id)
  if (body.reaction) {
    react(state, body.reaction)
    return { messaging_product: 'whatsapp', contacts, messages: [{ id: state.messageId() }] }
  }
  const note = body.biz_opaque_callback_data
  const code = room.isClosed ? '131026' : knobs.failing.shift()
  if (code) {
    const unseen = state.post({ ...room, messages: new Map() }, { fromBot: true, note, ...content })
    state.tell(statusOf(state, room, unseen, 'failed', code))
    return { messaging_product: 'whatsapp', contacts, messages: [{ id: unseen.id }] }
  }
  const said = state.post(room, { fromBot: true, replyTo: body.context?.message_id, note, ...content })
  knobs.follow(room, said.id)
  return { messaging_product: 'whatsapp', contacts, messages: [{ id: said.id }] }
}

function contentOf(state: GraphState, body: SendBody) {
  const { type, text, image, document } = body
  if (!body[type]) throw ERRORS.badParameter(`The parameter ${type} is required.`)
  for (const other of ['text', 'image', 'document', 'reaction'] as const) {
    if (other !== type && body[other])
      throw ERRORS.badParameter(`Unexpected key "${other}" on a message of type ${type}`)
  }
  const { textMax } = state.profile
  if (text && text.body.length > textMax.length) {
    throw ERRORS.badParameter(`Param text['body'] must be at most ${textMax.length} characters long.`)
  }
  if (text) return { text: text.body, showsPreview: text.preview_url === true && /https?:\/\//.test(text.body) }
  if (image) return { text: image.caption ?? '', pictures: [fileOf(state, image)] }
  if (!document) return {}
  const file = fileOf(state, document)
  return { text: document.caption ?? '', document: { ...file, name: document.filename ?? file.name } }
}

function fileOf(state: GraphState, { id, link }: { id?: string | undefined; link?: string | undefined }): StoredFile {
  if ((id === undefined) === (link === undefined)) throw ERRORS.missing('Either id or link is required')
  const file = id === undefined ? undefined : storedFile(state, id)
  if (id !== undefined && !file) throw ERRORS.badValue(`Media ID ${id} is not valid`)
  const bytes = Buffer.from(link ?? '')
  return file ?? state.addFile({ name: link ?? '', mime: 'application/octet-stream', bytes, lifetimeMs: DAY_MS })
}

function react(state: GraphState, { message_id, emoji }: { message_id: string; emoji: string }): void {
  const found = state.find(message_id)
  if (!found) throw ERRORS.badValue('Invalid message_id')
  if (emoji === '') found.said.reactions.delete('bot')
  else found.said.reactions.set('bot', emoji)
  state.changed(found.room)
}

function markRead(state: GraphState, payload: Payload): object {
  const body = parsed(statusBody, payload)
  const found = state.find(body.message_id)
  if (!found || found.said.fromBot) throw ERRORS.badValue('Message ID is not valid')
  const { room } = found
  room.signals.push({ kind: 'mark_seen', atMs: state.now() })
  if (body.typing_indicator) room.signals.push({ kind: 'typing_on', atMs: state.now() })
  state.changed(room)
  return { success: true }
}

function parsed<Schema extends z.ZodType>(schema: Schema, payload: Payload): z.infer<Schema> {
  const body = schema.safeParse(payload)
  if (!body.success) throw ERRORS.badParameter(z.prettifyError(body.error))
  return body.data
}
