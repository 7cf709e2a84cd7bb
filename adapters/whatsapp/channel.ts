import type {
  Capabilities,
  Channel,
  ChannelHealth,
  OutgoingFile,
  OutgoingMessage,
  Receipt,
  Sink,
} from '#core/contract/channel.ts'
import { type AccountId, accountId, type IdentityId } from '#core/contract/ids.ts'
import type { Linking } from '#core/contract/linking.ts'
import type { Chat, ChatEvent, MediaPart } from '#core/contract/message.ts'
import type { Jid } from './jid.ts'
import { doubleAt, type WhatsAppOptions } from './options.ts'
import { OwnSends } from './own-sends.ts'
import type { CurrentPage, Page } from './page.ts'
import { isRawEvent, type RawEvent } from './raw-event.ts'
import { LinkStatus } from './status.ts'
import { Supervisor } from './supervisor.ts'

/** What comes in: stored by core, caught up with on every `ready`. */
export type WhatsAppIntake = {
  take(raw: RawEvent): void
  ready(page: Page): void
  /** Until the signal that it was made with aborts. */
  run(): Promise<void>
  /** Whether the owner of the phone writes in this chat. */
  isQuiet(chatId: string): boolean | Promise<boolean>
  /** What waits to be stored; at least 1 while chats are read back. */
  readonly unstored: number
  decode(raw: RawEvent): ChatEvent[]
  /** What is noted of the private chats of these people. */
  forget(people: readonly Jid[]): Promise<void>
}

/** What goes out. */
export type WhatsAppOutbound = {
  capabilities(chat: Chat): Capabilities
  send(chat: Chat, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt>
  sendFile(chat: Chat, file: OutgoingFile, signal: AbortSignal): Promise<Receipt>
  edit(chat: Chat, sent: Receipt, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt>
  findSent(
    chat: Chat,
    message: OutgoingMessage,
    since: { sentAtMs: number },
    signal: AbortSignal,
  ): Promise<Receipt | undefined>
  typing(chat: Chat, signal: AbortSignal, answers?: string): Promise<void>
  acked(messageId: string, ack: number): void
}

type Shared = {
  readonly options: WhatsAppOptions
  readonly ownSends: OwnSends
  readonly page: CurrentPage
  /** Known once an account was linked. */
  readonly account: () => AccountId
}

type IntakeHooks = {
  readonly sink: Sink
  /** Somebody wrote. */
  readonly onIn: () => void
  /** Called with whether the store accepted what came. */
  readonly stored: (isStored: boolean) => void
}

/** The halves of the channel beside the browser's life. */
export type Parts = {
  outbound(of: Shared & { isQuiet: WhatsAppIntake['isQuiet']; onSent: (atMs: number) => void }): WhatsAppOutbound
  intake(of: Shared & IntakeHooks, signal: AbortSignal): WhatsAppIntake
  fetchMedia(
    page: CurrentPage,
    media: MediaPart,
    options: { bytesMax: number },
    signal: AbortSignal,
  ): Promise<Uint8Array>
}

/**
 * The account of a linked phone. Rejects with a `WhatsAppSetupError` for settings that cannot work. Neither the library
 * nor a browser is touched before an account is to be linked.
 */
export async function openWhatsApp(options: WhatsAppOptions, parts: Parts): Promise<Channel> {
  doubleAt(options.webRoot)
  const channel = new WhatsAppChannel(options, parts)
  await channel.open()
  return channel
}

class WhatsAppChannel implements Channel {
  readonly name = 'whatsapp'
  readonly #parts: Parts
  readonly #status: LinkStatus
  readonly #supervisor: Supervisor
  readonly #outbound: WhatsAppOutbound
  readonly #shared: Shared
  readonly #receiving = new AbortController()
  readonly #closing = new AbortController()
  #intake: WhatsAppIntake | undefined
  #received: Promise<void> | undefined
  #ran: Promise<void> | undefined

  constructor(options: WhatsAppOptions, parts: Parts) {
    this.#parts = parts
    this.#status = new LinkStatus({ ...options, unstored: () => this.#intake?.unstored ?? 0 })
    this.#supervisor = new Supervisor({
      ...{ options, status: this.#status },
      ready: (page) => !this.#receiving.signal.aborted && this.#intake?.ready(page),
      take: (raw) => this.#take(raw),
    })
    const page = () => this.#supervisor.page
    this.#shared = { options, ownSends: new OwnSends(), page, account: () => this.account }
    this.#outbound = parts.outbound({
      ...this.#shared,
      isQuiet: (chatId) => this.#intake?.isQuiet(chatId) ?? false,
      onSent: (atMs) => this.#status.messageOut(atMs),
    })
  }

  async open(): Promise<void> {
    await this.#supervisor.open()
  }

  /** Of no account before the first link. */
  get account(): AccountId {
    return accountId('whatsapp', this.#supervisor.phoneNumber ?? 'unlinked')
  }

  get linking(): Linking {
    return this.#supervisor
  }

  capabilities(chat: Chat): Capabilities {
    return this.#outbound.capabilities(chat)
  }

  async start(sink: Sink): Promise<void> {
    const onIn = () => this.#status.messageIn()
    const stored = (isStored: boolean) => this.#status.stored(isStored)
    this.#intake = this.#parts.intake({ ...this.#shared, sink, onIn, stored }, this.#receiving.signal)
    this.#received = this.#intake.run()
    this.#ran = this.#supervisor.run(this.#closing.signal)
  }

  /** The browser stays, for what is still to be sent. */
  async stop(): Promise<void> {
    this.#receiving.abort(new Error('stopped'))
    await this.#received
  }

  health(): ChannelHealth {
    return this.#status.health
  }

  decode(raw: unknown): ChatEvent[] {
    return isRawEvent(raw) ? (this.#intake?.decode(raw) ?? []) : []
  }

  async fetchMedia(media: MediaPart, options: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array> {
    return await this.#parts.fetchMedia(this.#shared.page, media, options, signal)
  }

  async send(chat: Chat, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    return await this.#outbound.send(chat, message, signal)
  }

  async sendFile(chat: Chat, file: OutgoingFile, signal: AbortSignal): Promise<Receipt> {
    return await this.#outbound.sendFile(chat, file, signal)
  }

  async edit(chat: Chat, sent: Receipt, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    return await this.#outbound.edit(chat, sent, message, signal)
  }

  async findSent(chat: Chat, message: OutgoingMessage, since: { sentAtMs: number }, signal: AbortSignal) {
    return await this.#outbound.findSent(chat, message, since, signal)
  }

  async typing(chat: Chat, signal: AbortSignal, answers?: string): Promise<void> {
    await this.#outbound.typing(chat, signal, answers)
  }

  async forgetPerson(identities: readonly IdentityId[]): Promise<Record<string, number>> {
    const own = identities.filter((id) => id.startsWith(`${this.account}:`))
    await this.#intake?.forget(own.map((id) => id.slice(this.account.length + 1)))
    return {}
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    this.#closing.abort(new Error('closed'))
    await this.#ran
  }

  #take(raw: RawEvent): void {
    if (raw.type === 'ack') {
      const id = serialisedId(raw.data)
      if (id !== undefined) this.#outbound.acked(id, raw.ack)
    }
    if (!this.#receiving.signal.aborted) this.#intake?.take(raw)
  }
}

function serialisedId(data: unknown): string | undefined {
  const id = (data as { id?: { _serialized?: unknown } } | undefined)?.id?._serialized
  return typeof id === 'string' ? id : undefined
}
