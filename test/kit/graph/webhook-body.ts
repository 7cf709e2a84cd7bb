import { createHmac } from 'node:crypto'
import type { ProductProfile } from './products.ts'

/** One thing that the bot is told: an object of `messaging` (a page's), or a `value` of `changes` (WhatsApp's). */
export type WebhookItem = {
  readonly body: Readonly<Record<string, unknown>>
  /** What a person did, unlike a status or an echo of what the bot did. */
  readonly isPersons: boolean
}

/**
 * Several events as one request brings them. The first entry holds two of them, every other one: a receiver has to read
 * all entries and everything in each.
 */
export function envelopeOf(profile: ProductProfile, items: readonly WebhookItem[], nowMs: number): unknown {
  const isWhatsApp = profile.object === 'whatsapp_business_account'
  const groups = [items.slice(0, 2), ...items.slice(2).map((item) => [item])]
  const entry = groups.map((group) => {
    const bodies = group.map(({ body }) => body)
    if (!isWhatsApp) return { id: profile.entryId, time: nowMs, messaging: bodies }
    return { id: profile.entryId, changes: joined(bodies).map((value) => ({ value, field: 'messages' })) }
  })
  return { object: profile.object, entry }
}

/** Two messages of one person come in one `messages`, as when somebody types fast. */
function joined(values: readonly Readonly<Record<string, unknown>>[]): readonly Readonly<Record<string, unknown>>[] {
  const [one, other] = values
  if (!one || !other || !Array.isArray(one.messages) || !Array.isArray(other.messages)) return values
  if (JSON.stringify(one.contacts) !== JSON.stringify(other.contacts)) return values
  return [{ ...one, messages: [...one.messages, ...other.messages] }]
}

const NOT_ASCII = /[^\x00-\x7f]/g // oxlint-disable-line no-control-regex

/**
 * Meta signs its JSON with every character beyond ASCII as \uXXXX in lower case, and with \/ for a slash; the same JSON
 * written by anybody else has other bytes, and so another signature.
 * https://developers.facebook.com/docs/messenger-platform/webhooks#validate-payloads
 */
export function bytesOf(body: unknown): Buffer {
  const escaped = JSON.stringify(body)
    .replaceAll('/', String.raw`\/`)
    .replaceAll(NOT_ASCII, (character) => String.raw`\u` + character.charCodeAt(0).toString(16).padStart(4, '0'))
  return Buffer.from(escaped)
}

/** The headers that prove who sent these bytes. */
export function signed(bytes: Buffer, secret: string): Record<string, string> {
  const hmac = (algorithm: string) => createHmac(algorithm, secret).update(bytes).digest('hex')
  return { 'x-hub-signature': `sha1=${hmac('sha1')}`, 'x-hub-signature-256': `sha256=${hmac('sha256')}` }
}
