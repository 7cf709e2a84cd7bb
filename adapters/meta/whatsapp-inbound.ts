import { z } from 'zod'
import type { ReplyId } from '#core/contract/ids.ts'
import type { ChatEvent, DeliveryState, Quote } from '#core/contract/message.ts'
import { cleanText, shortened } from '#core/contract/text.ts'
import { defined } from '../shared/defined.ts'
import { lenient, lenientList } from '../shared/lenient.ts'
import type { BodyRead, ReadContext, ReadEvent } from './product.ts'
import {
  envelopeOf,
  idSchema,
  inOrder,
  isOurs,
  messageOf,
  objectIn,
  objectsIn,
  timeSchema,
  withoutAddresses,
} from './reading.ts'
import { contentSchema, partsOf } from './whatsapp-content.ts'

/**
 * Pure: a webhook's body of WhatsApp Cloud:
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export function readWhatsApp(body: unknown, context: ReadContext): BodyRead {
  const { object, entry } = objectIn(body)
  if (object !== 'whatsapp_business_account') return { events: [], unknown: 1 }
  const reads = objectsIn(entry).flatMap(({ changes }) => {
    const all = objectsIn(changes)
    return all.length === 0 ? [UNKNOWN] : all.map((change) => readChange(change, context))
  })
  return {
    events: inOrder(reads.flatMap(({ events }) => events)),
    unknown: reads.reduce((sum, { unknown }) => sum + unknown, 0),
  }
}

const UNKNOWN: BodyRead = { events: [], unknown: 1 }

const valueSchema = z.object({
  metadata: z.object({ phone_number_id: idSchema, display_phone_number: lenient(z.string()) }),
  contacts: lenientList(
    z.object({
      wa_id: lenient(idSchema),
      user_id: lenient(idSchema),
      profile: lenient(z.object({ name: lenient(z.string()) })),
    }),
  ),
})

type Value = z.output<typeof valueSchema>

function readChange({ field, value }: Record<string, unknown>, context: ReadContext): BodyRead {
  const parsed = valueSchema.safeParse(value)
  const isOurPhone = parsed.data?.metadata.phone_number_id === context.botId
  if (field !== 'messages' || parsed.data === undefined || !isOurPhone) return UNKNOWN
  const { messages, statuses } = objectIn(value)
  const reads = [
    ...objectsIn(messages).map((message) => readMessage(message, parsed.data, context)),
    ...objectsIn(statuses).map((status) => readStatus(status, parsed.data, context)),
  ]
  if (reads.length === 0) return UNKNOWN
  const events = reads.flatMap((event) => event ?? [])
  return { events, unknown: reads.length - events.length }
}

const messageSchema = contentSchema.extend({
  id: idSchema,
  /** A phone number; absent for people who hide theirs behind a user name. */
  from: lenient(idSchema),
  from_user_id: lenient(idSchema),
  /** We take part in no groups. */
  group_id: z.undefined().optional(),
  timestamp: lenient(timeSchema),
  context: lenient(z.object({ id: lenient(idSchema), from: lenient(z.string()), forwarded: lenient(z.boolean()) })),
  reaction: lenient(z.object({ message_id: idSchema, emoji: lenient(z.string()) })),
  edit: lenient(z.object({ original_message_id: idSchema, message: contentSchema })),
  revoke: lenient(z.object({ original_message_id: idSchema })),
})

type Message = z.output<typeof messageSchema>

const PERSON_NAME = 'WhatsApp user'

/** Undefined: it means nothing to us. */
function readMessage(raw: unknown, value: Value, context: ReadContext): ReadEvent | undefined {
  const { data: message } = messageSchema.safeParse(raw)
  const person = message?.from ?? message?.from_user_id
  if (message === undefined || person === undefined) return undefined
  const from = { id: person, name: nameOf(person, value), sentAtMs: message.timestamp }
  const envelope = { ...envelopeOf('whatsapp-cloud', from, context), ...withoutAddresses(raw) }
  const event = eventOf(message, value, envelope)
  return event && { event }
}

function eventOf(message: Message, value: Value, envelope: ReturnType<typeof envelopeOf>): ChatEvent | undefined {
  const { id: messageId, type, reaction, edit, revoke, interactive } = message
  if (type === 'reaction') {
    const emoji = reaction?.emoji ? [cleanText(reaction.emoji)] : []
    return reaction && { ...envelope, type: 'reaction', messageId: reaction.message_id, emoji }
  }
  if (type === 'revoke') return revoke && { ...envelope, type: 'delete', messageId: revoke.original_message_id }
  if (type === 'edit') {
    const parts = edit && partsOf(edit.message, {})
    if (!parts) return undefined
    const revision = envelope.sentAtMs
    return { ...envelope, type: 'edit', messageId: edit.original_message_id, parts, addressed: 'dm', revision }
  }
  const pressed = interactive?.button_reply?.id
  if (isOurs(pressed)) return { ...envelope, type: 'callback', callbackId: messageId, messageId, data: pressed }
  const parts = partsOf(message, message.context?.forwarded ? { origin: 'forwarded' } : {})
  return parts && messageOf(envelope, defined({ messageId, parts, replyTo: quoteOf(message, value) }))
}

function nameOf(person: string, { contacts = [] }: Value): string {
  const known = contacts.find(({ wa_id: phone, user_id: user }) => person === phone || person === user)
  return known?.profile?.name || PERSON_NAME
}

/** Only its id is said; the text and the pictures are not. */
function quoteOf({ context }: Message, { metadata }: Value): Quote | undefined {
  if (context?.id === undefined) return undefined
  const fromBot = digitsOf(context.from) === digitsOf(metadata.display_phone_number)
  return { messageId: context.id, fromBot, media: [] }
}

const digitsOf = (phone = '') => phone.replace(/\D/g, '')

const statusSchema = z.object({
  id: idSchema,
  status: z.enum(['sent', 'delivered', 'read', 'played', 'failed']),
  timestamp: lenient(timeSchema),
  recipient_id: lenient(idSchema),
  recipient_user_id: lenient(idSchema),
  biz_opaque_callback_data: lenient(z.string()),
  errors: lenientList(z.object({ code: z.int(), title: lenient(z.string()) })),
})

const FAULT_LENGTH_MAX = 200

/** What became of a message of ours; statuses come in any order. */
function readStatus(raw: unknown, value: Value, context: ReadContext): ReadEvent | undefined {
  const { data: status } = statusSchema.safeParse(raw)
  const person = status?.recipient_id ?? status?.recipient_user_id
  if (status === undefined || person === undefined) return undefined
  const { errors: [error] = [], timestamp: sentAtMs } = status
  const state: DeliveryState = status.status === 'played' ? 'read' : status.status
  const fault = error && shortened(cleanText(`${error.code} ${error.title ?? ''}`.trim()), FAULT_LENGTH_MAX)
  const event: ChatEvent = defined({
    ...envelopeOf('whatsapp-cloud', { id: person, name: nameOf(person, value), sentAtMs }, context),
    type: 'delivery' as const,
    messageId: status.id,
    state,
    sentAs: sentAs(status.biz_opaque_callback_data),
    fault: state === 'failed' ? fault : undefined,
  })
  return { event }
}

/** Comes back with every status of the message. */
export const markOf = (message: { readonly replyId: ReplyId; readonly index: number }) =>
  `${message.replyId}:${message.index}`

const MARK = /^([\w-]{1,64}):(\d{1,4})$/

function sentAs(mark: string | undefined) {
  const [, replyId, index] = MARK.exec(mark ?? '') ?? []
  return replyId === undefined ? undefined : { replyId: replyId as ReplyId, index: Number(index) }
}
