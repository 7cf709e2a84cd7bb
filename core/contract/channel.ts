import type { AccountId, ConversationId, IdentityId, Platform, ReplyId } from './ids.ts'
import type { Chat, ChatEvent, MediaPart } from './message.ts'

/** What a chat can do; core's policy reads it, and the contract tests compare it with what the channel does. */
export type Capabilities = {
  /** `edit`: a sent message can be changed, so an answer grows before the reader's eyes. */
  readonly streaming: 'edit' | 'none'
  /** Between two edits of one message. */
  readonly editIntervalMs: number
  readonly textMax: { readonly length: number; readonly unit: 'utf16' | 'characters' | 'bytes' }
  /** How long a typing signal is shown; `undefined` where there is none. */
  readonly typingLifetimeMs?: number
  /** `key`: the platform recognises a repeated send by our reply id, so a repeat is safe. */
  readonly repeatedSend: 'key' | 'unknowable'
  /** The last edit of a message is made also when its text stays: the channel shows that the message is complete. */
  readonly marksFinal: boolean
  readonly replyTo: boolean
}

/** Why a message is sent: the terminal's exit status and the web page's look depend on it. */
export type ReplyKind = 'answer' | 'block' | 'apology' | 'notice' | 'command'

export type OutgoingMessage = {
  readonly replyId: ReplyId
  /** Which message of the reply this is, from 0: a long answer is split. */
  readonly index: number
  readonly kind: ReplyKind
  readonly text: string
  /** The last word on this message: no further edit follows. */
  readonly final: boolean
  /** The platform's id of the message this answers. */
  readonly replyTo?: string
}

/** A platform's word that it took a message. */
export type Receipt = { readonly messageId: string; readonly atMs: number }

export type ChannelErrorCode =
  /** Try again after `retryAfterMs`. */
  | 'rate-limited'
  /** Certainly not sent, or an edit, which may be repeated: try again. */
  | 'unreachable'
  /** The connection broke after the request went out: it may or may not have been sent. */
  | 'unknown-outcome'
  /** The message to edit is gone, or too old. */
  | 'message-gone'
  /** The person blocked the bot or left: nothing can be sent here. */
  | 'chat-gone'
  /** The platform refuses this very message; trying again changes nothing. */
  | 'refused'
  /** Token revoked or used by another process: the operator must act. */
  | 'unauthorised'
  | 'media-gone'
  | 'media-too-large'

export class ChannelError extends Error {
  override readonly name = 'ChannelError'
  readonly code: ChannelErrorCode
  readonly retryAfterMs: number | undefined
  constructor(code: ChannelErrorCode, message: string, options?: ErrorOptions & { retryAfterMs?: number }) {
    super(message, options)
    this.code = code
    this.retryAfterMs = options?.retryAfterMs
  }
}

/** `Sink.accept` takes nothing new, since the disk is nearly full; replies still go out. */
export class StorageFullError extends Error {
  override readonly name = 'StorageFullError'
  readonly code = 'storage-full'
  constructor() {
    super('The disk of this service is nearly full: it takes nothing new until some of it is freed.')
  }
}

export type ChannelHealth =
  | { readonly state: 'ready'; readonly detail: string }
  | { readonly state: 'starting'; readonly detail: string }
  /** With what the operator can do about it. */
  | { readonly state: 'failed'; readonly detail: string }

/** One bot on one platform. A channel renders and transports; what is answered, when and how often is core's. */
export interface Channel {
  readonly name: Platform
  /** Known after `start` where the platform must be asked first (Telegram's getMe). */
  readonly account: AccountId
  capabilities(chat: Chat): Capabilities
  /** Begins to take events; resolves when the first attempt is under way, not when the platform answered. */
  start(sink: Sink): Promise<void>
  /** Takes no new events from now on; replies can still be sent. Called before the conversations are finished. */
  stop(): Promise<void>
  health(): ChannelHealth
  /** Pure: a payload of the platform to events. Unknown kinds give none. */
  decode(raw: unknown): ChatEvent[]
  /** The bytes of a file, cut off with `media-too-large` beyond `bytesMax`. */
  fetchMedia(media: MediaPart, options: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array>
  send(chat: Chat, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt>
  edit(chat: Chat, sent: Receipt, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt>
  typing(chat: Chat, signal: AbortSignal): Promise<void>
  /**
   * Deletes what the channel itself keeps of these identities of its account; returns how much of what. May be repeated.
   * Without it the channel keeps nothing.
   */
  forgetPerson?(identities: readonly IdentityId[]): Promise<Readonly<Record<string, number>>>
  [Symbol.asyncDispose](): Promise<void>
}

/** What core offers a channel; one for each. */
export interface Sink {
  /**
   * Stores events, in order, each once. Resolves when all are committed: only then may the platform be acknowledged.
   * Rejects while the store is down, and with `StorageFullError` while the disk is nearly full: the channel tries the
   * same events again. `cursor` is committed with them.
   */
  accept(events: readonly ChatEvent[], cursor?: string): Promise<void>
  /** The `cursor` of this account's newest committed `accept`; Telegram's next offset. */
  cursor(account: AccountId): Promise<string | undefined>
  /** What was said in a conversation of this channel, for a page that is opened again. */
  history(conversation: ConversationId, options: HistoryOptions): Promise<HistoryPage>
  /** A prepared picture of the conversation, for the page's history. */
  picture(conversation: ConversationId, pictureId: string): Promise<{ mime: string; bytes: Uint8Array } | undefined>
  /** The `ref` of every file that a message in these conversations names whose turn has not ended. */
  mediaInUse(conversations: readonly ConversationId[]): Promise<ReadonlySet<string>>
  status(): ServiceStatus
}

export type HistoryOptions = {
  /** Of the page as JSON. */
  readonly bytesMax: number
  /** `older` of the page after this one; the newest page without it. */
  readonly before?: string | undefined
}

/** Entries oldest first. `older` is the `before` of the page before it, where there is one. */
export type HistoryPage = { readonly entries: readonly HistoryEntry[]; readonly older?: string }

export type HistoryEntry = {
  readonly from: 'person' | 'bot'
  readonly id: string
  readonly text: string
  /** For `Sink.picture`. */
  readonly pictureIds: readonly string[]
  readonly kind: ReplyKind | 'message'
  readonly atMs: number
}

/** What people and the operator may know about the service. */
export type ServiceStatus = {
  readonly model: string
  readonly engine: 'ready' | 'starting' | 'failed'
  readonly vision: boolean
  readonly guard: 'full' | 'demonstration' | 'off' | 'none'
  /** Otherwise only the words that come with a picture are judged, and what is answered about it. */
  readonly guardSeesPictures: boolean
  /** A larger model that fits this computer, with what it takes to install it. */
  readonly offer?: {
    readonly model: string
    /** `undefined` where only the hub knows. */
    readonly downloadBytes: number | undefined
    readonly licence: string
    readonly command: string
  }
}
