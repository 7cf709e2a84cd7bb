import type { Client, Message, Reaction } from 'whatsapp-web.js'
import type { RawEvent } from './raw-event.ts'

/**
 * Hands on what the library tells, as plain data. A listener that throws would reject a promise inside the library, so
 * `take` must not.
 */
export function listen(client: Client, take: (raw: RawEvent) => void): void {
  // All messages, the account's own among them; `message` has only those of others.
  client.on('message_create', (message: Message) => take({ type: 'message', data: message.rawData, isLive: true }))
  client.on('message_edit', (message: Message) => take({ type: 'edit', data: message.rawData }))
  client.on('message_revoke_everyone', (message: Message, before?: Message | null) =>
    take({ type: 'revoke', data: message.rawData, ...(before && { before: before.rawData }) }),
  )
  client.on('message_reaction', (reaction: Reaction) => take({ type: 'reaction', data: Object.assign({}, reaction) }))
  client.on('message_ack', (message: Message, ack: number) => take({ type: 'ack', data: message.rawData, ack }))
  // The page is never given what only the phone may open, such as a picture that can be seen once. Others it decrypts.
  client.on('message_ciphertext', (message: Message) => take({ type: 'message', data: message.rawData, isLive: true }))
  client.on('message_ciphertext_failed', (message: Message) => take({ type: 'undecrypted', data: message.rawData }))
}
