import { identityId } from '#core/contract/ids.ts'
import { type Chat, type ChatEvent, EVENT_VERSION, type Sender } from '#core/contract/message.ts'
import { cleanText } from '#core/contract/text.ts'
import { defined } from '../shared/defined.ts'
import { displayName } from '../shared/event-text.ts'
import { payloadOf } from '../shared/payload.ts'
import { addressedBy, commandIn } from './addressed.ts'
import { contentOf, userName } from './content.ts'
import type { DecodeContext } from './decode-context.ts'
import {
  updateSchema,
  type WireCallback,
  type WireChat,
  type WireMember,
  type WireMessage,
  type WireReaction,
  type WireUpdate,
  type WireUser,
} from './wire.ts'

const LEFT = ['left', 'kicked']

/** The events of an update; or the path of the field that cannot be read, without its value. */
export type UpdateRead =
  { readonly type: 'events'; readonly events: ChatEvent[] } | { readonly type: 'unreadable'; readonly where: string }

/** Pure: an update of the Bot API to events. Kinds that mean nothing to us give none. */
export function readUpdate(raw: unknown, context: DecodeContext): UpdateRead {
  const parsed = updateSchema.safeParse(raw)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return { type: 'unreadable', where: issue?.path.join('.') || 'the update itself' }
  }
  const event = eventOf(parsed.data, context)
  return { type: 'events', events: event === undefined ? [] : [{ ...event, ...payloadOf(raw) }] }
}

function eventOf(update: WireUpdate, context: DecodeContext): ChatEvent | undefined {
  if (update.message) return fromMessage(update.message, context)
  if (update.edited_message) return fromEdit(update.edited_message, update.update_id, context)
  if (update.callback_query) return fromCallback(update.callback_query, context)
  if (update.message_reaction) return fromReaction(update.message_reaction, context)
  if (update.my_chat_member) return fromMember(update.my_chat_member, context)
  return undefined
}

function fromMessage(message: WireMessage, context: DecodeContext): ChatEvent | undefined {
  const envelope = messageEnvelope(message, context)
  if (!envelope) return undefined
  const messageId = String(message.message_id)
  const command = commandIn(message, context)
  if (command) return { ...envelope, type: 'command', messageId, ...command }
  const content = contentOf(message, context)
  return content && { ...envelope, type: 'message', messageId, ...content, addressed: addressedBy(message, context) }
}

function fromEdit(message: WireMessage, updateId: number, context: DecodeContext): ChatEvent | undefined {
  // A live location is edited every few seconds, for hours, without anybody saying anything.
  if (message.location?.live_period !== undefined) return undefined
  const envelope = messageEnvelope(message, context)
  const content = contentOf(message, context)
  if (!envelope || !content) return undefined
  return {
    ...envelope,
    sentAtMs: (message.edit_date ?? message.date) * 1000,
    type: 'edit',
    messageId: String(message.message_id),
    ...content,
    addressed: addressedBy(message, context),
    revision: revisionOf(message, updateId),
  }
}

/** Telegram dates edits to the second; two edits within one second differ by their update, also when sent again. */
function revisionOf(message: WireMessage, updateId: number): number {
  return (message.edit_date ?? message.date) * 1000 + (updateId % 1000)
}

function fromCallback(callback: WireCallback, context: DecodeContext): ChatEvent | undefined {
  const { message, data } = callback
  if (!message || data === undefined) return undefined
  // A button press has no date.
  const sentAtMs = context.receivedAtMs
  return {
    ...envelope({ chat: chatOf(message), sender: senderOf(callback.from, context), sentAtMs }, context),
    ...localeOf(callback.from),
    type: 'callback',
    callbackId: cleanText(callback.id),
    messageId: String(message.message_id),
    data: cleanText(data),
  }
}

function fromReaction(reaction: WireReaction, context: DecodeContext): ChatEvent | undefined {
  const sender = senderFrom(reaction.actor_chat, reaction.user, context)
  if (!sender) return undefined
  const shown = reaction.new_reaction.map(({ emoji, custom_emoji_id, type }) => emoji ?? custom_emoji_id ?? type)
  return {
    ...envelope({ chat: chatOf(reaction), sender, sentAtMs: reaction.date * 1000 }, context),
    type: 'reaction',
    messageId: String(reaction.message_id),
    emoji: shown.map(cleanText),
  }
}

function fromMember(member: WireMember, context: DecodeContext): ChatEvent | undefined {
  const wasIn = !LEFT.includes(member.old_chat_member.status)
  const isIn = !LEFT.includes(member.new_chat_member.status)
  if (wasIn === isIn) return undefined
  const leaves = member.chat.type === 'private' ? 'blocked' : 'left'
  const common = { chat: chatOf(member), sender: senderOf(member.from, context), sentAtMs: member.date * 1000 }
  return { ...envelope(common, context), ...localeOf(member.from), type: 'member', change: isIn ? 'joined' : leaves }
}

function messageEnvelope(message: WireMessage, context: DecodeContext) {
  const sender = senderFrom(message.sender_chat, message.from, context)
  if (!sender || message.chat.type === 'channel') return undefined
  return {
    ...envelope({ chat: chatOf(message), sender, sentAtMs: message.date * 1000 }, context),
    ...localeOf(message.from),
  }
}

function envelope(common: { chat: Chat; sender: Sender; sentAtMs: number }, context: DecodeContext) {
  const { account, receivedAtMs } = context
  return { v: EVENT_VERSION, platform: 'telegram', account, ...common, receivedAtMs } as const
}

function localeOf(user: WireUser | undefined): { locale?: string } {
  return user?.language_code === undefined ? {} : { locale: cleanText(user.language_code) }
}

type ChatFields = Pick<WireMessage, 'chat' | 'message_thread_id' | 'is_topic_message'>

function chatOf(message: ChatFields): Chat {
  const { chat } = message
  const kinds = { private: 'dm', group: 'group', supergroup: 'group', channel: 'channel' } as const
  return defined({
    id: String(chat.id),
    kind: kinds[chat.type],
    // Outside a topic the number only groups replies, and sending to it would be refused.
    threadId: message.is_topic_message ? message.message_thread_id?.toString() : undefined,
    title: chat.title === undefined ? undefined : displayName(chat.title),
  })
}

type Maybe<T> = T | undefined

/**
 * A channel, or a group's anonymous admin, sends as a chat; the user is then a placeholder that all of them share.
 * Telegram does not say which admin of the chat it is.
 */
function senderFrom(chat: Maybe<WireChat>, user: Maybe<WireUser>, context: DecodeContext): Maybe<Sender> {
  return chat ? senderChat(chat, context) : user && senderOf(user, context)
}

function senderOf(user: WireUser, { account }: DecodeContext): Sender {
  return { id: identityId(account, String(user.id)), displayName: userName(user), isBot: user.is_bot }
}

function senderChat({ id, title = '' }: WireChat, { account }: DecodeContext): Sender {
  return { id: identityId(account, String(id)), displayName: displayName(title), isBot: false, isShared: true }
}
