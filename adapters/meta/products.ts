import { z } from 'zod'
import type { Capabilities } from '#core/contract/channel.ts'
import { plainText } from '../shared/plain-text.ts'
import { lenient } from '../shared/lenient.ts'
import { whatsAppText } from '../shared/whatsapp-text.ts'
import { readPage } from './messaging-inbound.ts'
import type { MetaProductName, Product } from './product.ts'
import { idSchema } from './reading.ts'
import { markOf, readWhatsApp } from './whatsapp-inbound.ts'

const DAY_MS = 24 * 60 * 60_000

/** What holds for all of Meta's products: private chats, no edits of a sent message, Meta repeats what we did not take. */
const COMMON = {
  streaming: 'none',
  editIntervalMs: 0,
  repeatedSend: 'unknowable',
  marksFinal: false,
  replyTo: false,
  reactions: true,
  threads: false,
  catchUp: 'platform',
  replyWindowMs: DAY_MS,
} as const

const MESSENGER: Capabilities = {
  ...COMMON,
  textMax: { length: 2000, unit: 'utf16' },
  typingLifetimeMs: 20_000,
  reconciledBy: 'none',
  albumIn: 'message',
  edits: true,
  deletions: false,
  buttons: 'quick',
  receipts: 'delivered',
  markup: 'none',
  files: 'send',
  fileBytesMax: 25_000_000,
}

const INSTAGRAM: Capabilities = {
  ...MESSENGER,
  textMax: { length: 1000, unit: 'bytes' },
  edits: false,
  deletions: true,
  receipts: 'read',
  // It takes pictures, sound, films and PDF.
  files: 'none',
  fileBytesMax: 0,
}

const WHATSAPP: Capabilities = {
  ...COMMON,
  textMax: { length: 4096, unit: 'utf16' },
  renderedLength: (text) => whatsAppText(text).length,
  typingLifetimeMs: 25_000,
  reconciledBy: 'status',
  albumIn: 'unmarked',
  edits: false,
  deletions: false,
  buttons: 'none',
  receipts: 'read',
  markup: 'whatsapp',
  // It takes text, PDF and office documents.
  files: 'none',
  fileBytesMax: 0,
  sendRate: { count: 1, perMs: 6_000 },
}

const meSchema = z.object({
  id: idSchema,
  /** Of a professional account, the id that webhooks name. */
  user_id: lenient(idSchema),
  name: lenient(z.string()),
  username: lenient(z.string()),
  verified_name: lenient(z.string()),
})

function botIn(answer: unknown) {
  const { data } = meSchema.safeParse(answer)
  return data && { id: data.user_id ?? data.id, name: data.username ?? data.verified_name ?? data.name ?? data.id }
}

const pageSent = z.object({ message_id: z.string().min(1) })
const phoneSent = z.object({ messages: z.tuple([z.object({ id: z.string().min(1) })], z.unknown()) })

type Wire = Pick<Product, 'messageTo' | 'messageIdIn' | 'signals' | 'media' | 'botIn' | 'textOf'>

/** Messenger and Instagram: https://developers.facebook.com/docs/messenger-platform/reference/send-api */
const PAGE: Wire = {
  textOf: plainText,
  media: 'told',
  botIn,
  messageTo({ id }, text, { buttons = [] }) {
    const quick_replies = buttons.map(({ label, data }) => ({ content_type: 'text', title: label, payload: data }))
    const message = { text, ...(quick_replies.length > 0 && { quick_replies }) }
    return { recipient: { id }, messaging_type: 'RESPONSE', message }
  },
  messageIdIn: (answer) => pageSent.safeParse(answer).data?.message_id,
  signals: ({ id }) => ['mark_seen', 'typing_on'].map((sender_action) => ({ recipient: { id }, sender_action })),
}

const PHONE_NUMBER = /^\d+$/
const whatsApp = { messaging_product: 'whatsapp' }

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages */
const PHONE: Wire = {
  textOf: whatsAppText,
  media: 'asked',
  botIn,
  messageTo({ id }, text, message) {
    // People without a phone number have a user id.
    const to = PHONE_NUMBER.test(id) ? { to: id } : { recipient: id }
    const content = { type: 'text', text: { body: text, preview_url: false } }
    return { ...whatsApp, recipient_type: 'individual', ...to, ...content, biz_opaque_callback_data: markOf(message) }
  },
  messageIdIn: (answer) => phoneSent.safeParse(answer).data?.messages[0].id,
  // Shown for a message that came, which is marked as read with it.
  signals: (_chat, answers) =>
    answers === undefined
      ? []
      : [{ ...whatsApp, status: 'read', message_id: answers, typing_indicator: { type: 'text' } }],
}

/** The three products, and all in which they differ. */
export const PRODUCTS: Readonly<Record<MetaProductName, Product>> = {
  messenger: {
    name: 'messenger',
    title: 'Messenger',
    tokenSetting: 'MESSENGER_PAGE_TOKEN',
    provesSecret: true,
    object: 'page',
    capabilities: MESSENGER,
    fields: 'id,name',
    read: (body, context) =>
      readPage({ platform: 'messenger', object: 'page', personName: 'Messenger user' }, body, context),
    fileFields: ({ id }) => ({
      recipient: JSON.stringify({ id }),
      messaging_type: 'RESPONSE',
      message: JSON.stringify({ attachment: { type: 'file', payload: {} } }),
    }),
    ...PAGE,
  },
  instagram: {
    name: 'instagram',
    title: 'Instagram',
    tokenSetting: 'INSTAGRAM_TOKEN',
    provesSecret: false,
    object: 'instagram',
    capabilities: INSTAGRAM,
    fields: 'user_id,username',
    read: (body, context) =>
      readPage({ platform: 'instagram', object: 'instagram', personName: 'Instagram user' }, body, context),
    ...PAGE,
  },
  'whatsapp-cloud': {
    name: 'whatsapp-cloud',
    title: 'WhatsApp Cloud',
    tokenSetting: 'WHATSAPP_CLOUD_TOKEN',
    provesSecret: true,
    object: 'whatsapp_business_account',
    capabilities: WHATSAPP,
    fields: 'verified_name',
    read: readWhatsApp,
    ...PHONE,
  },
}
