import { CodedError } from '#machine/coded-error.ts'
import type { Said, Told } from '#machine/sentence.ts'
import type { AccountId, ConversationId, IdentityId, Platform, ReplyId } from './ids.ts'
import type { Linking } from './linking.ts'
import type { Chat, ChatEvent, MediaPart } from './message.ts'

/**
 * What a chat supports. Core adapts to it, the contract suite compares it with what the channel does, and the table in
 * docs/channels is made from it.
 */
export type Capabilities = {
  /** `edit`: a sent message can be edited, so an answer can grow while it is generated. */
  readonly streaming: 'edit' | 'none'
  /** Between two edits of one message: at least, as the platform's own headers say where it has them. */
  readonly editIntervalMs: number
  /** How long after it was sent a message can be edited; absent: for ever. */
  readonly editWindowMs?: number
  readonly textMax: { readonly length: number; readonly unit: 'utf16' | 'characters' | 'bytes' }
  /**
   * Length of a text in that unit as it is sent, with its markup rendered and reserved characters escaped. Absent: a
   * rendered text is never longer than its source.
   */
  readonly renderedLength?: (text: string) => number
  /** How long a typing signal is shown; `undefined` where there is none. */
  readonly typingLifetimeMs?: number
  /** `key`: the platform recognises a repeated send by our reply id, so a send may be repeated. */
  readonly repeatedSend: 'key' | 'unknowable'
  /** With `key`: for so long after the first send; absent: for ever. */
  readonly keyTrustedMs?: number
  /**
   * How it is known that a message was sent, when the call did not say so. `read-back`: the channel finds its own
   * message in the chat (`findSent`). `status`: a later `delivery` event names it. `none`: it is not.
   */
  readonly reconciledBy: 'read-back' | 'status' | 'none'
  /** The last edit is made even when the text stays the same: the channel shows that the message is complete. */
  readonly marksFinal: boolean
  readonly replyTo: boolean
  /** Kinds of events that come from this chat, and what the bot can do there beside sending text. */
  readonly reactions: boolean
  readonly threads: boolean
  /**
   * `parts`: several messages with one group id. `unmarked`: several messages that nothing marks as one album:
   * core joins those that come within `albums.waitMs`.
   * `message`: one message with several pictures. `none`: single ones.
   */
  readonly albumIn: 'parts' | 'unmarked' | 'message' | 'none'
  /** Whether people's edits and deletions of their messages arrive. */
  readonly edits: boolean
  readonly deletions: boolean
  /** `below`: under the message, for as long as it is shown. `quick`: offered until the person's next message. */
  readonly buttons: 'below' | 'quick' | 'none'
  /** The furthest that is known of a message that we sent. */
  readonly receipts: 'sent' | 'delivered' | 'read'
  /**
   * Who brings what came while the service was down. `platform`: it keeps and sends it again. `read-back`: the channel
   * reads it at the next start. `none`: it is lost.
   */
  readonly catchUp: 'platform' | 'read-back' | 'none'
  /** How long after the person's last message the bot may write; absent: always. */
  readonly replyWindowMs?: number
  readonly markup: 'entities' | 'discord' | 'whatsapp' | 'page' | 'none'
  /** Messages into one chat, beyond the platform's answers to single calls; edits do not count. */
  readonly sendRate?: { readonly count: number; readonly perMs: number }
  /** `send`: a file goes into the chat. `link`: the chat shows where it is fetched, and it is kept until then. */
  readonly files: 'send' | 'link' | 'none'
  /** Of one file. */
  readonly fileBytesMax: number
}

/** Why a message is sent: the terminal's exit status and the web page's style depend on it. `human`: an operator wrote it. */
export type ReplyKind = 'answer' | 'block' | 'apology' | 'notice' | 'command' | 'human'

export type OutgoingMessage = {
  readonly replyId: ReplyId
  /** Which message of the reply this is, from 0: a long answer is split. */
  readonly index: number
  readonly kind: ReplyKind
  readonly text: string
  /** No further edit of this message follows. */
  readonly final: boolean
  /** The platform's id of the newest message this answers. */
  readonly answers?: string
  /** The same, where the chat is to show it: in groups. */
  readonly replyTo?: string
  /** Only where the chat has buttons. An edit without them takes them away. */
  readonly buttons?: readonly Button[]
  /** How many files follow the texts of this reply. */
  readonly filesFollow?: number
}

/** A press comes back as a `callback` event with `data`. */
export type Button = {
  readonly name: 'good' | 'bad' | 'stop'
  /** What the person reads, in their language; an emoji for `good` and `bad`. */
  readonly label: string
  /** At most 64 bytes of ASCII. */
  readonly data: string
}

/** The commands as a platform's menu offers them. */
export type CommandMenu = {
  /** BCP 47; for other languages `in` gives English. */
  readonly languages: readonly string[]
  in(language: string | undefined): readonly MenuCommand[]
}

export type MenuCommand = {
  /** Without the slash: small letters and underscores, 32 at most. */
  readonly name: string
  /** At most 100 characters. */
  readonly description: string
  /** Something may be typed after it. */
  readonly takesText: boolean
  /** It shows or changes what is known of one person: where a platform can, only they see the answer. */
  readonly isPersonal: boolean
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
  /** The platform lets a bot write only for some time after the person's last message, and that has passed. */
  | 'window-closed'
  /** The platform refuses this message; a retry does not help. */
  | 'refused'
  /** Token revoked or used by another process: the operator must act. */
  | 'unauthorised'
  | 'media-gone'
  | 'media-too-large'

type Details = { readonly retryAfterMs?: number; readonly isAnticipated?: boolean; readonly isIntended?: boolean }

export class ChannelError extends CodedError<ChannelErrorCode> {
  override readonly name = 'ChannelError'
  readonly retryAfterMs: number | undefined
  /** With `rate-limited`: the channel knows it from earlier answers, and made no call. Nobody is slowed down for it. */
  readonly isAnticipated: boolean
  /** With `refused`: as the settings have it, so that nobody needs to look into it. */
  readonly isIntended: boolean
  constructor(code: ChannelErrorCode, message: Said, options?: ErrorOptions & Details) {
    super(code, message, options)
    this.retryAfterMs = options?.retryAfterMs
    this.isAnticipated = options?.isAnticipated ?? false
    this.isIntended = options?.isIntended ?? false
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

/** Where it has failed, `detail` says what the operator can do. */
export type ChannelHealth = Told<'detail'> & { readonly state: 'ready' | 'starting' | 'failed' }

/** Numbers of a channel since it was opened, for operators. Absent: it has not happened, or there is no such thing. */
export type ChannelActivity = {
  readonly lastInAtMs?: number
  readonly lastOutAtMs?: number
  /** Of the newest call that the platform answered. */
  readonly roundTrip?: { readonly atMs: number; readonly ms: number }
  /** How often its connection was lost and opened again. */
  readonly reconnects?: number
  /** Without secrets and without what people wrote. */
  readonly newestFailure?: Told<'detail'> & { readonly atMs: number }
  /** Only where the platform calls a webhook that an operator sets up there. */
  readonly webhook?: WebhookActivity
}

/** What came to a webhook since it was opened: when the newest of each kind did. */
export type WebhookActivity = {
  /** The platform asked whether the address is ours, with the verify token that is set here. */
  readonly verifiedAtMs?: number
  /** It asked with another one. */
  readonly wrongTokenAtMs?: number
  /** What was not signed with the secret that is set here. */
  readonly forgedAtMs?: number
  /** What was stored. */
  readonly takenAtMs?: number
}

/** One bot on one platform. A channel renders and transports; core decides what is sent, when and how often. */
export interface Channel {
  readonly name: Platform
  /** Known after `start` where the platform must be asked first (Telegram's getMe). */
  readonly account: AccountId
  /** Only of a channel that is linked to somebody's phone. */
  readonly linking?: Linking
  capabilities(chat: Chat): Capabilities
  /** Begins to receive events; resolves when the first attempt has begun, not when the platform answered. */
  start(sink: Sink): Promise<void>
  /** Stops receiving events; replies can still be sent. Called before running turns are finished. */
  stop(): Promise<void>
  health(): ChannelHealth
  /** What it knows of its connection; what went in and out is counted by whoever opened it. */
  activity?(): ChannelActivity
  /** Pure: converts a payload of the platform to events. Unknown kinds give no event. */
  decode(raw: unknown): ChatEvent[]
  /** Downloads a file; rejects with `media-too-large` beyond `bytesMax`. */
  fetchMedia(media: MediaPart, options: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array>
  send(chat: Chat, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt>
  edit(chat: Chat, sent: Receipt, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt>
  /** Sends a file, or shows where it is fetched; rejects with `media-gone` when it no longer exists. */
  sendFile?(chat: Chat, file: OutgoingFile, signal: AbortSignal): Promise<Receipt>
  /**
   * Only where sends are reconciled by `read-back`: the receipt of this message of a reply if the chat shows it.
   * Undefined: it was certainly not sent. Rejects while that cannot be known.
   */
  findSent?(
    chat: Chat,
    message: OutgoingMessage,
    since: { sentAtMs: number },
    signal: AbortSignal,
  ): Promise<Receipt | undefined>
  /** `answers`: the newest message that is being answered. Where the platform has it, also marks it as read. */
  typing(chat: Chat, signal: AbortSignal, answers?: string): Promise<void>
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
  /**
   * Chats of this channel in which somebody wrote since then, the newest first, each with the newest message that is
   * stored: where a channel reads on after it was away.
   */
  chats(options: { sinceMs: number; countMax: number }): Promise<readonly KnownChat[]>
  /** Of these messages those that still wait to be answered, or whose answer waits to be sent. */
  unanswered(messageIds: readonly string[]): Promise<ReadonlySet<string>>
  /** A group got another id: its history, settings, memories and open replies follow it. May be repeated. */
  moved(fromChatId: string, toChatId: string): Promise<void>
  readonly notes: ChannelNotes
  status(): ServiceStatus
}

export type KnownChat = { readonly chat: Chat; readonly messageId: string }

/**
 * Small durable notes of a channel for itself: the token of an interaction, the address of a file. Values are encrypted
 * in the database, and gone once their time has passed. The key of a note about one message ends with a colon and the
 * message's id: it is deleted with its person.
 */
export type ChannelNotes = {
  /** @param untilMs by the clock, since 1970 */
  put(key: string, value: string, untilMs: number): Promise<void>
  get(key: string): Promise<string | undefined>
  delete(key: string): Promise<void>
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
