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

/** Only of numbers that are also used in the WhatsApp Business app: …/webhooks/reference/messages/edit and …/revoke. */
export function editMessage(state: GraphState, room: Room, { id: original_message_id, ...said }: Said): WebhookItem {
  const edit = { original_message_id, message: contentOf(said) }
  return message(state, room, { id: state.messageId(), type: 'edit', edit })
}

export function revokeMessage(state: GraphState, room: Room, { id: original_message_id }: Said): WebhookItem {
  return message(state, room, { id: state.messageId(), type: 'revoke', revoke: { original_message_id } })
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
      ...named(room, { phone: 'recipient_id', user: 'recipient_user_id' }),
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
  const contacts = [{ profile: { name: room.account.name }, ...named(room, { phone: 'wa_id', user: 'user_id' }) }]
  const from = named(room, { phone: 'from', user: 'from_user_id' })
  const messages = [{ ...from, timestamp: seconds(state.now()), ...what }]
  return { body: { ...base(state), contacts, messages }, isPersons: true }
}

/**
 * People who use a user name may hide their number; everybody has an id for this business:
 * https://docs.360dialog.com/docs/resources/phone-numbers/usernames-and-bsuid
 */
function named({ account: { id, userId } }: Room, names: { readonly phone: string; readonly user: string }) {
  return { ...(id === userId ? {} : { [names.phone]: id }), [names.user]: userId }
}

function base({ profile }: GraphState) {
  const { display_phone_number = '', id } = profile.profile
  const metadata = { display_phone_number: display_phone_number.replaceAll(/\D/g, ''), phone_number_id: id }
  return { messaging_product: 'whatsapp', metadata }
}

function contentOf({ text, pictures, document }: Pick<Said, 'text' | 'pictures' | 'document'>) {
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
