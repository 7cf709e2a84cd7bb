import { identityId } from '#core/contract/ids.ts'
import {
  type Addressed,
  type ChatEvent,
  type DeliveryState,
  EVENT_VERSION,
  type EventEnvelope,
  type Part,
  type Quote,
} from '#core/contract/message.ts'
import { withoutBotName } from '#core/contract/bot-name.ts'
import { cleanText } from '#core/contract/text.ts'
import { defined } from '../shared/defined.ts'
import { displayName } from '../shared/event-text.ts'
import { payloadOf } from '../shared/payload.ts'
import { typedCommand } from '../shared/typed-command.ts'
import { partsOf } from './content.ts'
import type { DecodeContext } from './decode-context.ts'
import { type Jid, isGroup, phoneJid } from './jid.ts'
import { isMe, namedIn, quoteOf, senderOf } from './quote.ts'
import type { RawEvent } from './raw-event.ts'
import { authorOf, isForSomebody, readWire, type WireEvent, type WireKey, type WireMessage } from './wire.ts'

/** Pure: what the library tells of the page to events. What cannot be read, or means nothing to us, gives none. */
export function readRaw(raw: RawEvent, context: DecodeContext): ChatEvent[] {
  const wire = readWire(raw)
  return wire.type === 'unreadable' ? [] : eventsOf(wire, context)
}

/** The same for an event whose fields have been read. */
export function eventsOf(wire: WireEvent, context: DecodeContext): ChatEvent[] {
  if (!isForSomebody(wire)) return []
  const event = eventOf(wire, context)
  return event === undefined ? [] : [{ ...event, ...payloadOf(wire) }]
}

function eventOf(wire: WireEvent, context: DecodeContext): ChatEvent | undefined {
  switch (wire.type) {
    case 'message':
      return fromMessage(wire.message, context)
    case 'edit':
      return fromEdit(wire.message, context)
    case 'undecrypted':
      return fromUndecrypted(wire.message, context)
    case 'revoke':
      return fromRevoked(wire.message, context)
    case 'reaction':
      return fromReaction(wire.reaction, context)
    case 'ack':
      return fromAck(wire, context)
    default:
      return wire satisfies never
  }
}

function fromMessage(message: WireMessage, context: DecodeContext): ChatEvent | undefined {
  const content = writtenIn(message, context)
  if (content === undefined) return undefined
  const { parts, replyTo, addressed } = content
  const messageId = message.id.serialized
  const envelope = envelopeOf(message, context)
  const command = commandIn(parts, addressed)
  if (command) return { ...envelope, type: 'command', messageId, ...command, addressed }
  return { ...envelope, type: 'message', messageId, ...defined({ parts, replyTo }), addressed }
}

/** Only what a person changed: of a file `body` also changes when its thumbnail comes, of a text when it is decrypted. */
function fromEdit(message: WireMessage, context: DecodeContext): ChatEvent | undefined {
  const { latestEditSenderTimestampMs: editedAtMs, latestEditMsgKey: key } = message
  const content = writtenIn(message, context)
  if ((editedAtMs === undefined && key === undefined) || content === undefined) return undefined
  const { parts, replyTo, addressed } = content
  const revision = editedAtMs ?? context.receivedAtMs
  const envelope = { ...envelopeOf(message, context), sentAtMs: revision }
  const messageId = message.id.serialized
  return { ...envelope, type: 'edit', messageId, ...defined({ parts, replyTo }), addressed, revision }
}

/**
 * Stored under the id of the message, so that the person is asked once to write it again; where it can be read after
 * all later, they have done so.
 */
function fromUndecrypted(message: WireMessage, context: DecodeContext): ChatEvent | undefined {
  if (message.id.fromMe || authorOf(message) === undefined) return undefined
  const addressed = isGroup(message.id.remote) ? 'none' : 'dm'
  const parts: readonly Part[] = [{ type: 'other' }]
  return { ...envelopeOf(message, context), type: 'message', messageId: message.id.serialized, parts, addressed }
}

/** Of an own message that is gone nobody has to know: the owner took it back. */
function fromRevoked(message: WireMessage, context: DecodeContext): ChatEvent | undefined {
  const id = message.protocolMessageKey ?? message.id
  if (id.fromMe) return undefined
  const author = message.protocolMessageKey === undefined ? message.author : id.participant
  const envelope = envelopeOf({ id, author, t: undefined, notifyName: undefined }, context)
  return { ...envelope, type: 'delete', messageId: id.serialized }
}

type Reaction = Extract<WireEvent, { type: 'reaction' }>['reaction']

/** The one emoji that a person has on a message; none when it was taken back. */
function fromReaction({ key, sender, emoji, timestamp }: Reaction, context: DecodeContext): ChatEvent | undefined {
  if (isMe(sender, context)) return undefined
  const sentAtMs = timestamp === undefined ? context.receivedAtMs : Math.round(timestamp * 1000)
  const person = { id: identityId(context.account, context.personOf(sender)), displayName: '', isBot: false }
  const envelope = { ...envelopeOf({ id: key, t: undefined }, context), sender: person, sentAtMs }
  const shown = cleanText(emoji)
  return { ...envelope, type: 'reaction', messageId: key.serialized, emoji: shown === '' ? [] : [shown] }
}

/** By WhatsApp's numbers; 0: it waits in the page. */
const STATES: Readonly<Record<number, DeliveryState>> = {
  [-1]: 'failed',
  1: 'sent',
  2: 'delivered',
  3: 'read',
  4: 'read',
}

function fromAck({ message, ack }: Extract<WireEvent, { type: 'ack' }>, context: DecodeContext): ChatEvent | undefined {
  const { id } = message
  const state = STATES[ack]
  const text = sentText(message)
  const isOurs = id.fromMe && context.isOurs({ chatId: id.remote, messageId: id.serialized, text })
  if (state === undefined || !isOurs) return undefined
  const to = isGroup(id.remote) ? phoneJid(context.me.phoneNumber) : id.remote
  const envelope = { ...envelopeOf({ id: { ...id, participant: to }, t: undefined }, context) }
  const fault = state === 'failed' ? { fault: 'WhatsApp did not take the message' } : {}
  return { ...envelope, type: 'delivery', messageId: id.serialized, state, ...fault }
}

/** What an own message was sent with. */
export const sentText = ({ body, caption }: Pick<WireMessage, 'body' | 'caption'>) => body ?? caption ?? ''

type Written = { readonly parts: readonly Part[]; readonly replyTo?: Quote | undefined; readonly addressed: Addressed }

function writtenIn(message: WireMessage, context: DecodeContext): Written | undefined {
  const { id, isNotification, isForwarded } = message
  if (id.fromMe || isNotification === true || authorOf(message) === undefined) return undefined
  const origin = isForwarded === true ? 'forwarded' : undefined
  const parts = partsOf(message, { ref: id.serialized, origin, named: namedIn(context) })
  if (parts === undefined) return undefined
  const replyTo = quoteOf(message, context)
  return { parts, replyTo, addressed: addressedBy(id.remote, { parts, replyTo }) }
}

/** A mention counts where it stands in the words: apps that mention a whole group write none of them out. */
function addressedBy(chatId: Jid, { parts, replyTo }: Pick<Written, 'parts' | 'replyTo'>): Addressed {
  if (!isGroup(chatId)) return 'dm'
  const spans = parts.flatMap((part) =>
    'spans' in part ? part.spans : 'captionSpans' in part ? part.captionSpans : [],
  )
  if (spans.some((span) => span?.isBot)) return 'mention'
  return replyTo?.fromBot ? 'reply' : 'none'
}

/** Of a group's words those that are for the bot: a bare slash there is for nobody. */
function commandIn([part, ...others]: readonly Part[], addressed: Addressed) {
  if (part?.type !== 'text' || part.origin !== undefined || others.length > 0 || addressed === 'none') return undefined
  return typedCommand(withoutBotName(part).text)
}

type About = {
  readonly id: WireKey
  readonly author?: Jid | undefined
  readonly t?: number | undefined
  readonly notifyName?: string | undefined
}

function envelopeOf({ id, author, t, notifyName = '' }: About, context: DecodeContext): EventEnvelope {
  const { account, receivedAtMs, groupTitleOf } = context
  const { remote } = id
  const kind = isGroup(remote) ? ('group' as const) : ('dm' as const)
  const title = kind === 'group' ? groupTitleOf(remote) : undefined
  const sender = identityId(account, senderOf({ id, author }, context))
  return {
    v: EVENT_VERSION,
    platform: 'whatsapp',
    account,
    chat: { id: remote, kind, ...(title && { title }) },
    sender: { id: sender, displayName: displayName(notifyName), isBot: false },
    sentAtMs: t === undefined ? receivedAtMs : Math.round(t * 1000),
    receivedAtMs,
  }
}
