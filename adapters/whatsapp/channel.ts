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
import { fetchMedia } from './media.ts'
import { doubleAt, type WhatsAppOptions } from './options.ts'
import { WhatsAppOutbound } from './outbound.ts'
import { OwnSends } from './own-sends.ts'
import type { CurrentPage } from './page.ts'
import { isRawEvent, type RawEvent } from './raw-event.ts'
import { Reception } from './reception.ts'
import { LinkStatus } from './status.ts'
import { Supervisor } from './supervisor.ts'

/**
 * The account of a linked phone. Rejects with a `WhatsAppSetupError` for settings that cannot work. Neither the library
 * nor a browser is touched before an account is to be linked.
 */
export async function openWhatsApp(options: WhatsAppOptions): Promise<Channel> {
  doubleAt(options.webRoot)
  const channel = new WhatsAppChannel(options)
  await channel.open()
  return channel
}

class WhatsAppChannel implements Channel {
  readonly name = 'whatsapp'
  readonly #options: WhatsAppOptions
  readonly #status: LinkStatus
  readonly #supervisor: Supervisor
  readonly #outbound: WhatsAppOutbound
  readonly #ownSends = new OwnSends()
  readonly #receiving = new AbortController()
  readonly #closing = new AbortController()
  #reception: Reception | undefined
  #received: Promise<void> | undefined
  #ran: Promise<void> | undefined
  readonly #page: CurrentPage = () => this.#supervisor.page

  constructor(options: WhatsAppOptions) {
    this.#options = options
    this.#status = new LinkStatus({ ...options, unstored: () => this.#reception?.unstored ?? 0 })
    this.#supervisor = new Supervisor({
      ...{ options, status: this.#status },
      ready: (page) => !this.#receiving.signal.aborted && this.#reception?.ready(page),
      take: (raw) => this.#take(raw),
    })
    this.#outbound = new WhatsAppOutbound({
      ...options,
      ackMs: options.limits?.ackMs,
      page: this.#page,
      ownSends: this.#ownSends,
      isQuiet: (chatId) => this.#reception?.isQuiet(chatId) ?? false,
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

  capabilities(): Capabilities {
    return this.#outbound.capabilities()
  }

  async start(sink: Sink): Promise<void> {
    const of = {
      ...this.#options,
      sink,
      account: () => this.account,
      page: this.#page,
      ownSends: this.#ownSends,
      onIn: () => this.#status.messageIn(),
      stored: (isStored: boolean) => this.#status.stored(isStored),
    }
    this.#reception = new Reception(of, this.#receiving.signal)
    this.#received = this.#reception.run()
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
    return isRawEvent(raw) ? (this.#reception?.decode(raw) ?? []) : []
  }

  async fetchMedia(media: MediaPart, options: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array> {
    return await fetchMedia(this.#page, media, options, signal)
  }

  async send(chat: Chat, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    return await this.#outbound.send(chat, message, signal)
  }

  async sendFile(chat: Chat, file: OutgoingFile, signal: AbortSignal): Promise<Receipt> {
    return await this.#outbound.sendFile(chat, file, signal)
  }

  async edit(): Promise<Receipt> {
    return await this.#outbound.edit()
  }

  async findSent(chat: Chat, message: OutgoingMessage, since: { sentAtMs: number }, signal: AbortSignal) {
    return await this.#outbound.findSent(chat, message, since, signal)
  }

  async typing(chat: Chat, signal: AbortSignal, answers?: string): Promise<void> {
    await this.#outbound.typing(chat, signal, answers)
  }

  async forgetPerson(identities: readonly IdentityId[]): Promise<Record<string, number>> {
    const own = identities.filter((id) => id.startsWith(`${this.account}:`))
    await this.#reception?.forget(own.map((id) => id.slice(this.account.length + 1)))
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
    if (!this.#receiving.signal.aborted) this.#reception?.take(raw)
  }
}

function serialisedId(data: unknown): string | undefined {
  const id = (data as { id?: { _serialized?: unknown } } | undefined)?.id?._serialized
  return typeof id === 'string' ? id : undefined
}
