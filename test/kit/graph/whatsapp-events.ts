import { createHash } from 'node:crypto'
import { WHATSAPP_ERRORS, type WhatsAppErrorCode } from './api-error.ts'
import { DAY_MS, type GraphState, type Room, type Said, type StoredFile } from './graph-state.ts'
import type { WebhookItem } from './webhook-body.ts'

/**
 * What WhatsApp tells a webhook. Forms:
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages (text, image,
 * document, reaction) and …/webhooks/reference/messages/status.
 */
export function messagesOf(state: GraphState, room: Room, said: Said): WebhookItem {
  const context =
    said.replyTo === undefined ? {} : { context: { from: authorOf(state, room, said.replyTo), id: said.replyTo } }
  return message(state, room, { id: said.id, ...context, ...contentOf(said) })
}

/** Without emoji: taken back. */
export function reactionMessage(state: GraphState, room: Room, to: string, emoji: string | undefined): WebhookItem {
  const reaction = { message_id: to, ...(emoji === undefined ? {} : { emoji }) }
  return message(state, room, { id: state.messageId(), type: 'reaction', reaction })
}

/** Any content of the Cloud API, such as a kind that is newer than this double. */
export function rawMessage(state: GraphState, room: Room, said: Said, content: object): WebhookItem {
  return message(state, room, { id: said.id, ...content })
}

export type WhatsAppStatus = 'sent' | 'delivered' | 'read' | 'failed'

export function statusOf(
  state: GraphState,
  room: Room,
  said: Said,
  status: WhatsAppStatus,
  code?: WhatsAppErrorCode,
): WebhookItem {
  const nowMs = state.now()
  const expiresAtMs = (room.lastFromPersonMs ?? nowMs) + DAY_MS
  const conversation = { id: 'c0ffee', expiration_timestamp: seconds(expiresAtMs), origin: { type: 'service' } }
  const pricing = { billable: false, pricing_model: 'PMP', category: 'service', type: 'free_customer_service' }
  const error = code && { code: Number(code), ...described(code) }
  const statuses = [
    {
      id: said.id,
      status,
      timestamp: seconds(nowMs),
      recipient_id: room.account.id,
      ...(status === 'sent' ? { conversation } : {}),
      ...(error ? { errors: [error] } : { pricing }),
      ...(said.note === undefined ? {} : { biz_opaque_callback_data: said.note }),
    },
  ]
  return { body: { ...base(state), statuses }, isPersons: false }
}

function described(code: WhatsAppErrorCode) {
  const { title, details } = WHATSAPP_ERRORS[code]
  const href = 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes/'
  return { title, message: title, error_data: { details }, href }
}

function message(state: GraphState, room: Room, what: object): WebhookItem {
  const { id, name } = room.account
  const contacts = [{ profile: { name }, wa_id: id }]
  const messages = [{ from: id, timestamp: seconds(state.now()), ...what }]
  return { body: { ...base(state), contacts, messages }, isPersons: true }
}

function base({ profile }: GraphState) {
  const { display_phone_number = '', id } = profile.profile
  const metadata = { display_phone_number: display_phone_number.replaceAll(/\D/g, ''), phone_number_id: id }
  return { messaging_product: 'whatsapp', metadata }
}

function contentOf({ text, pictures, document }: Said) {
  const caption = text === '' ? {} : { caption: text }
  const [picture] = pictures
  if (picture) return { type: 'image', image: { ...media(picture), ...caption } }
  if (document) return { type: 'document', document: { ...media(document), filename: document.name, ...caption } }
  return { type: 'text', text: { body: text } }
}

function media({ id, mime, bytes }: StoredFile) {
  return { id, mime_type: mime, sha256: createHash('sha256').update(bytes).digest('base64') }
}

function authorOf(state: GraphState, room: Room, messageId: string): string {
  const isBots = room.messages.get(messageId)?.fromBot ?? false
  return isBots ? (state.profile.profile.display_phone_number ?? '').replaceAll(/\D/g, '') : room.account.id
}

function seconds(atMs: number): string {
  return String(Math.floor(atMs / 1000))
}
