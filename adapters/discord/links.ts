import { attachmentRef } from './media-ref.ts'
import { interactionSchema, messageSchema, type WireAttachment, type WirePacket, type WireQuoted } from './wire.ts'

type Link = readonly [ref: string, url: string]
type At = { readonly channelId: string; readonly messageId: string }

/** The signed links of a packet, by the ref of their file. */
export function linksIn({ t, d }: WirePacket): Link[] {
  if (t === 'MESSAGE_CREATE' || t === 'MESSAGE_UPDATE') return linksInMessage(d)
  if (t !== 'INTERACTION_CREATE') return []
  const { data: interaction } = interactionSchema.safeParse(d)
  const messages = Object.values(interaction?.data?.resolved?.messages ?? {})
  return messages.flatMap((quoted) => ofQuoted(quoted, interaction?.channel_id ?? ''))
}

/** `at`: where it was asked for. */
export function linksInMessage(value: unknown, at?: At): Link[] {
  const { data: message } = messageSchema.safeParse(value)
  if (!message) return []
  const own = at ?? { channelId: message.channel_id, messageId: message.id }
  const forwarded = (message.message_snapshots ?? []).flatMap((snapshot) => snapshot.message.attachments ?? [])
  const quoted = message.referenced_message
  const quotedIn = message.message_reference?.channel_id ?? message.channel_id
  return [
    ...ofFiles([...(message.attachments ?? []), ...forwarded], own),
    ...(quoted ? ofQuoted(quoted, quotedIn) : []),
  ]
}

function ofQuoted({ id, channel_id: channelId, attachments = [] }: WireQuoted, fallback: string): Link[] {
  return ofFiles(attachments, { channelId: channelId ?? fallback, messageId: id })
}

function ofFiles(files: readonly WireAttachment[], at: At): Link[] {
  return files.flatMap(({ id, url }) => (url === undefined ? [] : [[attachmentRef({ ...at, attachmentId: id }), url]]))
}
