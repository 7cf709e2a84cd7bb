import type { AccountId, ConversationId, IdentityId, Platform, ReplyId } from './ids.ts'
import type { Chat, ChatEvent, MediaPart } from './message.ts'

/** What a chat supports. Core adapts to it, and the contract tests compare it with what the channel does. */
export type Capabilities = {
  /** `edit`: a sent message can be edited, so an answer can grow while it is generated. */
  readonly streaming: 'edit' | 'none'
  /** Between two edits of one message. */
  readonly editIntervalMs: number
  readonly textMax: { readonly length: number; readonly unit: 'utf16' | 'characters' | 'bytes' }
  /** How long a typing signal is shown; `undefined` where there is none. */
  readonly typingLifetimeMs?: number
  /** `key`: the platform recognises a repeated send by our reply id, so a send may be repeated. */
  readonly repeatedSend: 'key' | 'unknowable'
  /** The last edit is made even when the text stays the same: the channel shows that the message is complete. */
  readonly marksFinal: boolean
  readonly replyTo: boolean
  /** `send`: a file goes into the chat. `link`: the chat shows where it is fetched, and it is kept until then. */
  readonly files: 'send' | 'link' | 'none'
  /** Of one file. */
  readonly fileBytesMax: number
}

/** Why a message is sent: the terminal's exit status and the web page's style depend on it. */
export type ReplyKind = 'answer' | 'block' | 'apology' | 'notice' | 'command'

export type OutgoingMessage = {
  readonly replyId: ReplyId
  /** Which message of the reply this is, from 0: a long answer is split. */
  readonly index: number
  readonly kind: ReplyKind
  readonly text: string
  /** No further edit of this message follows. */
  readonly final: boolean
  /** The platform's id of the message this answers. */
  readonly replyTo?: string
  /** How many files follow the texts of this reply. */
  readonly filesFollow?: number
}

/** A file that a reply carries: kept in the folder `exports` of its person until it was sent or fetched. */
export type ReplyFile = {
  /** Its place below the data folder: `exports/<person>/<random>.zip`. */
  readonly path: string
  /** As the person sees it. */
  readonly name: string
  readonly mime: string
  readonly bytes: number
}

export type OutgoingFile = Omit<ReplyFile, 'path'> & {
  readonly replyId: ReplyId
  /** Which message of the reply this is: files come after its texts. */
  readonly index: number
  /** Absolute. */
  readonly path: string
  /** Random, so that nobody guesses where it is fetched. */
  readonly id: string
  /** Shown with the file: that it may be a repetition. */
  readonly note?: string
}

/** The platform's confirmation that it accepted a message. */
export type Receipt = { readonly messageId: string; readonly atMs: number }

export type ChannelErrorCode =
  /** Retry after `retryAfterMs`. */
  | 'rate-limited'
  /** Certainly not sent, or an edit, which may be repeated: retry. */
  | 'unreachable'
  /** The connection broke after the request went out: it may or may not have been sent. */
  | 'unknown-outcome'
  /** The message to edit is gone, or too old. */
  | 'message-gone'
  /** The person blocked the bot or left: nothing can be sent here. */
  | 'chat-gone'
  /** The platform refuses this message; a retry does not help. */
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

/** `Sink.accept` stores nothing new because the disk is nearly full; replies are still sent. */
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
  /** `detail` says what the operator can do. */
  | { readonly state: 'failed'; readonly detail: string }

/** One bot on one platform. A channel renders and transports; core decides what is sent, when and how often. */
export interface Channel {
  readonly name: Platform
  /** Known after `start` where the platform must be asked first (Telegram's getMe). */
  readonly account: AccountId
  capabilities(chat: Chat): Capabilities
  /** Begins to receive events; resolves when the first attempt has begun, not when the platform answered. */
  start(sink: Sink): Promise<void>
  /** Stops receiving events; replies can still be sent. Called before running turns are finished. */
  stop(): Promise<void>
  health(): ChannelHealth
  /** Pure: converts a payload of the platform to events. Unknown kinds give no event. */
  decode(raw: unknown): ChatEvent[]
  /** Downloads a file; rejects with `media-too-large` beyond `bytesMax`. */
  fetchMedia(media: MediaPart, options: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array>
  send(chat: Chat, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt>
  edit(chat: Chat, sent: Receipt, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt>
  /** Sends a file, or shows where it is fetched; rejects with `media-gone` when it no longer exists. */
  sendFile?(chat: Chat, file: OutgoingFile, signal: AbortSignal): Promise<Receipt>
  typing(chat: Chat, signal: AbortSignal): Promise<void>
  /**
   * Deletes what the channel itself stores about these identities of its account; returns counts by kind. May be
   * repeated. A channel that stores nothing does not have it.
   */
  forgetPerson?(identities: readonly IdentityId[]): Promise<Readonly<Record<string, number>>>
  [Symbol.asyncDispose](): Promise<void>
}

/** Core's interface for a channel; each channel has its own. */
export interface Sink {
  /**
   * Stores events, in order, each once. Resolves when all are committed: only then may the channel acknowledge them to
   * the platform. Rejects while the store is unreachable, and with `StorageFullError` while the disk is nearly full:
   * the channel retries the same events. `cursor` is committed with them.
   */
  accept(events: readonly ChatEvent[], cursor?: string): Promise<void>
  /** The `cursor` of this account's last committed `accept`; for Telegram the next offset. */
  cursor(account: AccountId): Promise<string | undefined>
  /** The history of a conversation of this channel, for a page that is opened again. */
  history(conversation: ConversationId, options: HistoryOptions): Promise<HistoryPage>
  /** A prepared picture of the conversation, for the page's history. */
  picture(conversation: ConversationId, pictureId: string): Promise<{ mime: string; bytes: Uint8Array } | undefined>
  /** A file that waits to be fetched in this private chat; undefined once it was taken or is too old. */
  file(conversation: ConversationId, fileId: string): Promise<WaitingFile | undefined>
  /** The `ref` of every file in messages of these conversations whose turn has not ended. */
  mediaInUse(conversations: readonly ConversationId[]): Promise<ReadonlySet<string>>
  status(): ServiceStatus
}

export type FileLink = {
  /** For `Sink.file`. */
  readonly id: string
  readonly name: string
  readonly bytes: number
}

export type WaitingFile = Omit<ReplyFile, 'path'> & {
  /** Absolute. */
  readonly path: string
  /** Call it once all of it was taken: the file is then deleted. */
  taken(): Promise<void>
}

export type HistoryOptions = {
  /** Size of the page as JSON. */
  readonly bytesMax: number
  /** `older` of the newer page; without it the newest page is returned. */
  readonly before?: string | undefined
}

/** Entries, oldest first. `older` is the `before` for the next older page, if there is one. */
export type HistoryPage = { readonly entries: readonly HistoryEntry[]; readonly older?: string }

export type HistoryEntry = {
  readonly from: 'person' | 'bot'
  readonly id: string
  readonly text: string
  /** For `Sink.picture`. */
  readonly pictureIds: readonly string[]
  /** Of a reply, those that still wait to be fetched. */
  readonly files?: readonly FileLink[]
  readonly kind: ReplyKind | 'message'
  readonly atMs: number
}

/** Status of the service, for people and the operator. */
export type ServiceStatus = {
  readonly model: string
  readonly engine: 'ready' | 'starting' | 'failed'
  readonly vision: boolean
  readonly guard: 'full' | 'demonstration' | 'off' | 'none'
  /** If false, only the text with a picture and the answer about it are judged. */
  readonly guardSeesPictures: boolean
  /** A larger model that fits this computer, with the command to install it. */
  readonly offer?: {
    readonly model: string
    /** `undefined` if only the model hub knows it. */
    readonly downloadBytes: number | undefined
    readonly licence: string
    readonly command: string
  }
}
