import type { AccountId, IdentityId, Platform, ReplyId } from './ids.ts'

/**
 * An event of a platform, in one form for all platforms. Events are immutable and versioned; edits, deletions and
 * reactions are events of their own that name their message. Strings are well-formed Unicode without NUL (`cleanText`
 * in text.ts), because `jsonb` rejects both.
 */
export type ChatEvent =
  MessageEvent | EditEvent | DeleteEvent | ReactionEvent | MemberEvent | CommandEvent | CallbackEvent | DeliveryEvent

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
  /** A keyed hash of the sender's network, where the platform shows one; never the address itself. */
  readonly network?: string
  /** The platform's payload, for debugging; deleted after some days. */
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
  /** For display only: two people may have the same name. */
  readonly displayName: string
  readonly isBot: boolean
  /** Several people share this id and cannot be distinguished, such as anonymous admins of a group. */
  readonly isShared?: true
}

export type MessageEvent = EventEnvelope & MessageContent & { readonly type: 'message'; readonly messageId: string }

export type MessageContent = {
  readonly parts: readonly Part[]
  /** Equal for all messages of one album. */
  readonly groupId?: string
  readonly replyTo?: Quote
  readonly forwardedFrom?: string
  /** The text is so long that the person's app may have cut it; the rest then comes as the next message. */
  readonly mayContinue?: Continuation
  readonly addressed: Addressed
}

/** How the next piece is joined: directly, or on a new line when the app cut at a line end. */
export type Continuation = { readonly joins: 'unbroken' | 'line' }

/**
 * How a group message addresses the bot; in a private chat every message is `dm`. `mode`: only because the group's mode
 * says that such messages are for the bot; a channel never says so itself.
 */
export type Addressed = 'dm' | 'mention' | 'reply' | 'command' | 'mode' | 'none'

/** The message that the person replied to, with its text at that time: a later edit would lose it. */
export type Quote = {
  readonly messageId: string
  readonly fromBot: boolean
  /** Certainly written by the person who quotes it; unknown for admins who write as their group. */
  readonly fromSender?: boolean
  /** Who wrote it, where the platform says so. */
  readonly authorId?: IdentityId
  readonly text?: string
  readonly media: readonly MediaPart[]
}

export type Part = TextPart | MediaPart | LocationPart | ContactPart | OtherPart

/** `forwarded`: somebody else's words, passed on. `bot`: chosen from what another bot offered. Absent: typed by the sender. */
export type PartOrigin = 'forwarded' | 'bot'

export type TextPart = {
  readonly type: 'text'
  readonly text: string
  readonly spans?: readonly Span[]
  readonly origin?: PartOrigin
}

/** In UTF-16 units of the part's text. */
export type Span = {
  readonly type: 'mention' | 'command' | 'link' | 'code' | 'quote' | 'bold' | 'italic' | 'other'
  readonly start: number
  readonly length: number
  readonly target?: string
  /** A mention of the bot itself. */
  readonly isBot?: true
}

export type MediaKind = 'image' | 'audio' | 'video' | 'file' | 'sticker'

export type MediaPart = {
  readonly type: MediaKind
  /** The platform's file id, resolved by `Channel.fetchMedia`; never a URL, which may contain a token. */
  readonly ref: string
  readonly mime?: string
  readonly bytes?: number
  readonly width?: number
  readonly height?: number
  readonly durationMs?: number
  readonly fileName?: string
  readonly caption?: string
  readonly captionSpans?: readonly Span[]
  /** Of the caption too. */
  readonly origin?: PartOrigin
}

export type LocationPart = { readonly type: 'location'; readonly latitude: number; readonly longitude: number }
export type ContactPart = { readonly type: 'contact'; readonly displayName: string }
/** Content of a kind without a part type: dice, a poll, a new kind of the platform. */
export type OtherPart = { readonly type: 'other' }

export type EditEvent = EventEnvelope &
  MessageContent & {
    readonly type: 'edit'
    readonly messageId: string
    /** Increases with each edit of a message: the platform's edit date. */
    readonly revision: number
  }

export type DeleteEvent = EventEnvelope & { readonly type: 'delete'; readonly messageId: string }

export type ReactionEvent = EventEnvelope & {
  readonly type: 'reaction'
  readonly messageId: string
  /** The person's current reactions to the message; empty when removed. */
  readonly emoji: readonly string[]
  /** `emoji` is only what was added or removed now: the platform does not tell of the person's others. */
  readonly change?: 'added' | 'removed'
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

export type DeliveryState = 'sent' | 'delivered' | 'read' | 'failed'

/** A later status of a message that we sent (WhatsApp acks, Messenger receipts). */
export type DeliveryEvent = EventEnvelope & {
  readonly type: 'delivery'
  readonly messageId: string
  readonly state: DeliveryState
  /** Which message of which reply it is, where the platform gives back what we sent with it. */
  readonly sentAs?: { readonly replyId: ReplyId; readonly index: number }
  /** With `failed`: why, in the platform's words and without any of a person's. */
  readonly fault?: string
}

/**
 * Identifies an event that a platform sends again: unique together with account and chat. Revision is the edit date, or
 * 0.
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

const reactionId = ({ messageId, sender, emoji, change }: ReactionEvent) =>
  `${messageId}:${sender.id}:${change === 'removed' ? '-' : ''}${emoji.join('')}`
