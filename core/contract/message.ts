import type { AccountId, IdentityId, Platform } from './ids.ts'

/**
 * What a platform told us, in one form for all platforms. An event is immutable and versioned; edits, deletions and
 * reactions are events of their own that name the message they are about. Strings are well-formed Unicode without NUL
 * (`cleanText` in text.ts), because `jsonb` takes neither.
 */
export type ChatEvent =
  | MessageEvent
  | EditEvent
  | DeleteEvent
  | ReactionEvent
  | MemberEvent
  | CommandEvent
  | CallbackEvent
  | DeliveryEvent

export const EVENT_VERSION = 1

export type EventEnvelope = {
  readonly v: typeof EVENT_VERSION
  readonly platform: Platform
  readonly account: AccountId
  readonly chat: Chat
  readonly sender: Sender
  /** By the platform's clock, milliseconds since 1970. */
  readonly sentAtMs: number
  readonly receivedAtMs: number
  /** BCP 47, as the platform states it for this person. */
  readonly locale?: string
  /** A keyed hash of the network that it came from, where the platform shows one; never the address itself. */
  readonly network?: string
  /** The platform's payload, for finding faults; kept for days, not for ever. */
  readonly raw?: Uint8Array
}

export type Chat = {
  readonly id: string
  readonly kind: 'dm' | 'group' | 'channel'
  readonly threadId?: string
  readonly title?: string
}

export type Sender = {
  readonly id: IdentityId
  /** Shown, never trusted: two people may have one name. */
  readonly displayName: string
  readonly isBot: boolean
  /** Several people speak under this id and cannot be told apart, such as a group's anonymous admins. */
  readonly isShared?: true
}

export type MessageEvent = EventEnvelope & MessageContent & { readonly type: 'message'; readonly messageId: string }

export type MessageContent = {
  readonly parts: readonly Part[]
  /** Messages of one album share it. */
  readonly groupId?: string
  readonly replyTo?: Quote
  readonly forwardedFrom?: string
  /** So long that the person's app may have cut it, for a platform that takes no longer one: the rest is on its way. */
  readonly mayContinue?: Continuation
  readonly addressed: Addressed
}

/** How the next piece goes on: in the middle of a word, or on a line of its own, where the app looked for an end. */
export type Continuation = { readonly joins: 'unbroken' | 'line' }

/** How a group message calls on the bot; in a private chat every message is `dm`. */
export type Addressed = 'dm' | 'mention' | 'reply' | 'command' | 'none'

/** What the person replied to, as it read at that time: the id alone is worth nothing once it is edited away. */
export type Quote = {
  readonly messageId: string
  readonly fromBot: boolean
  /** Certainly written by the person who quotes it; nobody knows it of admins who speak as their group. */
  readonly fromSender?: boolean
  readonly text?: string
  readonly media: readonly MediaPart[]
}

export type Part = TextPart | MediaPart | LocationPart | ContactPart | OtherPart

export type TextPart = { readonly type: 'text'; readonly text: string; readonly spans?: readonly Span[] }

/** In UTF-16 units of the part's text. */
export type Span = {
  readonly type: 'mention' | 'command' | 'link' | 'code' | 'bold' | 'italic' | 'other'
  readonly start: number
  readonly length: number
  readonly target?: string
}

export type MediaKind = 'image' | 'audio' | 'video' | 'file' | 'sticker'

export type MediaPart = {
  readonly type: MediaKind
  /** The platform's own file id, resolved by `Channel.fetchMedia`; never a URL, which may hold a token. */
  readonly ref: string
  readonly mime?: string
  readonly bytes?: number
  readonly width?: number
  readonly height?: number
  readonly durationMs?: number
  readonly fileName?: string
  readonly caption?: string
}

export type LocationPart = { readonly type: 'location'; readonly latitude: number; readonly longitude: number }
export type ContactPart = { readonly type: 'contact'; readonly displayName: string }
/** Sent by a person, of a kind that no part stands for: dice, a poll, what a platform has added since. */
export type OtherPart = { readonly type: 'other' }

export type EditEvent = EventEnvelope & MessageContent & {
  readonly type: 'edit'
  readonly messageId: string
  /** Grows with each edit of one message: the platform's edit date. */
  readonly revision: number
}

export type DeleteEvent = EventEnvelope & { readonly type: 'delete'; readonly messageId: string }

export type ReactionEvent = EventEnvelope & {
  readonly type: 'reaction'
  readonly messageId: string
  /** What the person shows on the message now; empty when taken back. */
  readonly emoji: readonly string[]
}

export type MemberEvent = EventEnvelope & { readonly type: 'member'; readonly change: 'joined' | 'left' | 'blocked' }

export type CommandEvent = EventEnvelope & {
  readonly type: 'command'
  readonly messageId: string
  /** Without the slash and the bot's name, in lower case. */
  readonly name: string
  readonly argument: string
  readonly addressed: Addressed
}

export type CallbackEvent = EventEnvelope & {
  readonly type: 'callback'
  readonly callbackId: string
  readonly messageId: string
  readonly data: string
}

/** What a platform says later about something we sent (WhatsApp acks, Messenger receipts). */
export type DeliveryEvent = EventEnvelope & {
  readonly type: 'delivery'
  readonly messageId: string
  readonly state: 'sent' | 'delivered' | 'read' | 'failed'
}

/**
 * What makes an event one and the same when a platform tells it again: unique together with account and chat.
 * Revision is the edit date, or 0.
 */
export function eventKey(event: ChatEvent): { messageId: string; kind: ChatEvent['type']; revision: number } {
  const revision = event.type === 'edit' ? event.revision : 0
  const kind = event.type
  switch (event.type) {
    case 'message':
    case 'edit':
    case 'delete':
    case 'command':
      return { messageId: event.messageId, kind, revision }
    case 'reaction':
      return { messageId: reactionId(event), kind, revision: event.sentAtMs }
    case 'member':
      return { messageId: `${event.sender.id}:${event.change}`, kind, revision: event.sentAtMs }
    case 'callback':
      return { messageId: event.callbackId, kind, revision }
    case 'delivery':
      return { messageId: `${event.messageId}:${event.state}`, kind, revision }
    default:
      return event satisfies never
  }
}

const reactionId = ({ messageId, sender, emoji }: ReactionEvent) => `${messageId}:${sender.id}:${emoji.join('')}`
