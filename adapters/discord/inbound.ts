import { identityId } from '#core/contract/ids.ts'
import {
  type Addressed,
  type ChatEvent,
  EVENT_VERSION,
  type EventEnvelope,
  type Sender,
} from '#core/contract/message.ts'
import { cleanText } from '#core/contract/text.ts'
import { payloadOf } from '../shared/payload.ts'
import { typedCommand } from '../shared/typed-command.ts'
import { contentOf } from './content.ts'
import type { DecodeContext } from './decode-context.ts'
import { fromInteraction } from './interaction-inbound.ts'
import { readableText } from './mentions.ts'
import { nameOf } from './names.ts'
import { timeOf } from './snowflake.ts'
import {
  deletedSchema,
  interactionSchema,
  isPrivate,
  messageSchema,
  packetSchema,
  reactionSchema,
  type WireMessage,
  type WirePacket,
} from './wire.ts'

/** Who has one of these can read a file, or answer in the bot's name. */
const SECRET_FIELDS = new Set(['token', 'url', 'proxy_url'])

/** The events of a packet; or the path of the field that cannot be read, without its value. */
export type PacketRead =
  { readonly type: 'events'; readonly events: ChatEvent[] } | { readonly type: 'unreadable'; readonly where: string }

/** Pure: a packet of the gateway, `{ t, d }`, to events. Kinds that mean nothing to us give none. */
export function readPacket(raw: unknown, context: DecodeContext): PacketRead {
  const packet = packetSchema.safeParse(raw)
  if (!packet.success) return unreadable(packet.error.issues)
  const read = Object.hasOwn(READERS, packet.data.t) ? READERS[packet.data.t] : undefined
  const events = read?.(packet.data, context) ?? []
  if (!Array.isArray(events)) return events
  const payload = events.length > 0 ? payloadOf(packet.data, (field) => SECRET_FIELDS.has(field)) : {}
  return { type: 'events', events: events.map((event) => ({ ...event, ...payload })) }
}

type Reader = (packet: WirePacket, context: DecodeContext) => ChatEvent[] | PacketRead

const READERS: Readonly<Record<string, Reader>> = {
  MESSAGE_CREATE: reader(messageSchema, fromMessage),
  MESSAGE_UPDATE: (packet, context) => {
    // An update without an author only adds a preview of a link.
    const parsed = messageSchema.safeParse(packet.d)
    return parsed.success ? fromEdit(parsed.data, context) : []
  },
  MESSAGE_DELETE: reader(deletedSchema, fromDeletion),
  MESSAGE_DELETE_BULK: reader(deletedSchema, fromDeletion),
  MESSAGE_REACTION_ADD: reader(reactionSchema, (reaction, context) => fromReaction(reaction, true, context)),
  MESSAGE_REACTION_REMOVE: reader(reactionSchema, (reaction, context) => fromReaction(reaction, false, context)),
  INTERACTION_CREATE: reader(interactionSchema, fromInteraction),
}

type Schema<T> = {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: Issues } }
}
type Issues = readonly { readonly path: readonly PropertyKey[] }[]

function reader<T>(schema: Schema<T>, read: (data: T, context: DecodeContext) => ChatEvent[]): Reader {
  return (packet, context) => {
    const parsed = schema.safeParse(packet.d)
    return parsed.success ? read(parsed.data, context) : unreadable(parsed.error.issues)
  }
}

function unreadable([issue]: Issues): PacketRead {
  return { type: 'unreadable', where: issue?.path.map(String).join('.') || 'the packet itself' }
}

/** What people write; everything else is Discord's own report (joined, pinned, renamed …) or of a bot. */
const WRITTEN_TYPES: readonly (number | undefined)[] = [undefined, 0, 19]

function fromMessage(message: WireMessage, context: DecodeContext): ChatEvent[] {
  if (!isWritten(message, context)) return []
  const common = messageEnvelope(message, timeOf(message.id), context)
  const addressed = addressedBy(message, context)
  const hasFiles = (message.attachments?.length ?? 0) > 0 || message.message_snapshots !== undefined
  const command = hasFiles ? undefined : typedCommand(readableText(message, context).text)
  const messageId = message.id
  // In a server Discord's own menu of commands is used; a slash in a text there is for another bot, or none at all.
  if (command && addressed === 'dm') return [{ ...common, type: 'command', messageId, ...command, addressed }]
  return [{ ...common, type: 'message', messageId, ...contentOf(message, context), addressed }]
}

/** Only what a person changed; a preview that was added or taken away is no edit. */
function fromEdit(message: WireMessage, context: DecodeContext): ChatEvent[] {
  const editedAtMs = Date.parse(message.edited_timestamp ?? '')
  if (Number.isNaN(editedAtMs) || message.content === undefined || !isWritten(message, context)) return []
  const common = messageEnvelope(message, editedAtMs, context)
  const addressed = addressedBy(message, context)
  const { id: messageId } = message
  return [{ ...common, type: 'edit', messageId, ...contentOf(message, context), addressed, revision: editedAtMs }]
}

type Deletion = {
  id?: string | undefined
  ids?: string[] | undefined
  channel_id: string
  guild_id?: string | undefined
}

/** Discord does not say who deleted a message, nor whose it was. */
function fromDeletion({ id, ids = [], channel_id: channelId, guild_id: guildId }: Deletion, context: DecodeContext) {
  const all = id === undefined ? ids : [id]
  return all.flatMap((messageId): ChatEvent[] => {
    const author = context.authorOf(messageId)
    if (author === context.botId) return []
    const sender = author === undefined ? unknownSender(context) : senderOf({ id: author }, undefined, context)
    const place = { channelId, guildId, type: undefined }
    return [{ ...envelope({ place, sender, sentAtMs: context.receivedAtMs }, context), type: 'delete', messageId }]
  })
}

type Reaction = ReturnType<typeof reactionSchema.parse>

/** Discord tells one emoji at a time, and of one that is taken back not whose message it was on. */
function fromReaction(reaction: Reaction, isAdded: boolean, context: DecodeContext): ChatEvent[] {
  const { user_id: userId, channel_id: channelId, message_id: messageId, guild_id: guildId, member, emoji } = reaction
  const isForUs = [undefined, context.botId].includes(reaction.message_author_id ?? context.authorOf(messageId))
  if (userId === context.botId || member?.user?.bot || !isForUs) return []
  const sender = senderOf({ id: userId, ...member?.user }, member, context)
  const shown = emoji.id === undefined ? (emoji.name ?? '') : `:${emoji.name ?? 'emoji'}:`
  const place = { channelId, guildId, type: undefined }
  const common = envelope({ place, sender, sentAtMs: context.receivedAtMs }, context)
  return [{ ...common, type: 'reaction', messageId, emoji: [cleanText(shown)], change: isAdded ? 'added' : 'removed' }]
}

function isWritten({ type, author, webhook_id: webhook }: WireMessage, { botId }: DecodeContext): boolean {
  return WRITTEN_TYPES.includes(type) && author.bot !== true && webhook === undefined && author.id !== botId
}

function addressedBy(message: WireMessage, { botId, places }: DecodeContext): Addressed {
  const { channel_type: type, guild_id: guildId, mentions = [], mention_roles: roles = [], content = '' } = message
  if (isPrivate({ type, guildId })) return 'dm'
  // A reply pings its author in `mentions` without naming them; only what stands in the text is a mention.
  const isNamed = content.includes(`<@${botId}>`) || content.includes(`<@!${botId}>`)
  if (isNamed || roles.some((role) => places.isOwnRole(role) && content.includes(`<@&${role}>`))) return 'mention'
  if (message.referenced_message?.author?.id === botId) return 'reply'
  return mentions.some(({ id }) => id === botId) && message.referenced_message === undefined ? 'mention' : 'none'
}

type At = { readonly channelId: string; readonly guildId: string | undefined; readonly type: number | undefined }

function messageEnvelope(message: WireMessage, sentAtMs: number, context: DecodeContext): EventEnvelope {
  const { author, member, channel_id: channelId, guild_id: guildId, channel_type: type } = message
  return envelope({ place: { channelId, guildId, type }, sender: senderOf(author, member, context), sentAtMs }, context)
}

function envelope(of: { place: At; sender: Sender; sentAtMs: number }, context: DecodeContext): EventEnvelope {
  const { account, receivedAtMs, places } = context
  const chat = places.chatOf({ channelId: of.place.channelId, isPrivate: isPrivate(of.place) })
  return {
    v: EVENT_VERSION,
    platform: 'discord',
    account,
    chat,
    sender: of.sender,
    sentAtMs: of.sentAtMs,
    receivedAtMs,
  }
}

type Named = { readonly id: string; readonly username?: string | undefined; readonly global_name?: string | undefined }

function senderOf(user: Named, member: { nick?: string | undefined } | undefined, { account }: DecodeContext): Sender {
  return {
    id: identityId(account, user.id),
    displayName: nameOf({ ...NAMELESS, ...user }, nickOf(member)),
    isBot: false,
  }
}

const NAMELESS = { username: undefined, global_name: undefined }
const nickOf = (member: { nick?: string | undefined } | undefined) => ({ nick: member?.nick })

/** Of everybody whose deletion cannot be told apart. */
function unknownSender({ account }: DecodeContext): Sender {
  return { id: identityId(account, 'unknown'), displayName: '', isBot: false, isShared: true }
}
