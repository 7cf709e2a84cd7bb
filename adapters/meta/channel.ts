import {
  type Capabilities,
  type Channel,
  type ChannelActivity,
  ChannelError,
  type ChannelHealth,
  type OutgoingFile,
  type OutgoingMessage,
  type Receipt,
  type Sink,
} from '#core/contract/channel.ts'
import { type AccountId, accountId } from '#core/contract/ids.ts'
import type { Chat, ChatEvent, MediaPart } from '#core/contract/message.ts'
import { spreadBackOffMs } from '#machine/back-off.mjs'
import { succeeds } from '#machine/succeeds.ts'
import { ChannelStatus, healthWith } from '../shared/channel-status.ts'
import { GraphFailure } from './failure.ts'
import { GraphClient } from './graph.ts'
import { fetchMedia, keepMedia, withQuotedMedia } from './media.ts'
import type { MetaOptions, Secret } from './options.ts'
import { MetaOutbound } from './outbound.ts'
import type { Product } from './product.ts'
import type { Receiver, Taken } from './webhook.ts'
import { say } from '../sentences.ts'

type Common = 'version' | 'webhook' | 'accountKnown' | 'clock' | 'log' | 'random' | 'callTimeoutMs'

export type MetaChannelOptions = Pick<MetaOptions, Common> & {
  readonly product: Product
  readonly root: string
  readonly appSecret: string
  readonly token: Secret
  /** Undefined where Meta has to be asked. */
  readonly botId?: string | undefined
}

/** Until Meta has said who the bot is; nothing is stored under it. */
const NOT_KNOWN_YET = 'not-known-yet'
const CHECK_MS = 5 * 60_000
/** A refused token stays refused until the operator acts; a retry a minute notices that. */
const REFUSED_WAIT_MS = 60_000
const BACK_OFF = { firstMs: 1000, maxMs: 60_000 }

/** One bot on Messenger, Instagram or WhatsApp Cloud. Nothing is asked before `start`. */
export class MetaChannel implements Channel, Receiver {
  readonly name
  readonly object: string
  readonly #options: MetaChannelOptions
  readonly #graph: GraphClient
  readonly #outbound: MetaOutbound
  readonly #status: ChannelStatus
  readonly #stopping = new AbortController()
  #botId: string | undefined
  #botName = ''
  #sink: Sink | undefined
  #watch: Promise<void> | undefined

  constructor(options: MetaChannelOptions) {
    const { product, root, version, token, botId, callTimeoutMs } = options
    const { tokenSetting } = product
    const appSecret = product.provesSecret ? options.appSecret : undefined
    this.name = product.name
    this.object = product.object
    this.#options = options
    const whileNotStored = say('channel.sent-again', { platform: 'Meta' })
    const { log, clock } = options
    const now = () => clock.now()
    this.#status = new ChannelStatus({ name: this.name, account: () => this.account, whileNotStored, now, log })
    this.#botId = botId
    const answered = (failure: GraphFailure | undefined) => this.#answered(failure)
    this.#graph = new GraphClient({ root, version, appSecret, token, tokenSetting, callTimeoutMs, answered })
    this.#outbound = new MetaOutbound({ graph: this.#graph, product, botId: () => this.#botId, clock: options.clock })
  }

  get account(): AccountId {
    return accountId(this.name, this.#botId ?? NOT_KNOWN_YET)
  }

  capabilities(): Capabilities {
    return this.#options.product.capabilities
  }

  async start(sink: Sink): Promise<void> {
    this.#sink = sink
    this.#status.starting(say('channel.asking', { platform: this.#options.product.title }))
    this.#watch = this.#keepWatch(this.#stopping.signal)
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#watch
  }

  health(): ChannelHealth {
    const { health } = this.#status
    const { counts } = this.#options.webhook
    return counts ? healthWith(health, counts.said) : health
  }

  activity(): ChannelActivity {
    const webhook = this.#options.webhook.counts?.newest
    return { ...this.#status.activity, ...(webhook && { webhook }) }
  }

  decode(raw: unknown): ChatEvent[] {
    return this.#read(raw).events.map(({ event }) => event)
  }

  async take(body: unknown): Promise<Taken> {
    const sink = this.#sink
    // Until it is known who the bot is, Meta keeps what is for it.
    if (!sink || this.#botId === undefined || this.#stopping.signal.aborted) return 'away'
    const { events, unknown } = this.#read(body)
    if (unknown > 0) this.#options.webhook.counts?.add('unknown', unknown)
    if (events.length === 0) return 'taken'
    const storing = this.#store(sink, events)
    // The store logs its own errors; they may hold what people wrote.
    this.#status.stored(await succeeds(storing))
    return this.#status.isStored ? 'taken' : 'away'
  }

  async fetchMedia(media: MediaPart, options: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array> {
    if (!this.#sink) throw new ChannelError('unreachable', say('channel.not-started'))
    const deps = { graph: this.#graph, product: this.#options.product, notes: this.#sink.notes }
    return await fetchMedia(deps, media, options, signal)
  }

  async send(chat: Chat, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    return await this.#outbound.send(chat, message, signal)
  }

  async sendFile(chat: Chat, file: OutgoingFile, signal: AbortSignal): Promise<Receipt> {
    return await this.#outbound.sendFile(chat, file, signal)
  }

  async edit(): Promise<Receipt> {
    throw new ChannelError('refused', say('message.no-edits', { platform: this.#options.product.title }))
  }

  async typing(chat: Chat, signal: AbortSignal, answers?: string): Promise<void> {
    await this.#outbound.typing(chat, answers, signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    await this.#options.webhook.leave(this)
    this.#graph.close()
  }

  #read(body: unknown) {
    const { product, clock } = this.#options
    const context = { account: this.account, botId: this.#botId ?? NOT_KNOWN_YET, receivedAtMs: clock.now() }
    return product.read(body, context)
  }

  async #store(sink: Sink, reads: ReturnType<Product['read']>['events']): Promise<void> {
    // One after the other: a message may reply to one that came with it.
    const events: ChatEvent[] = []
    for (const read of reads) {
      await keepMedia(sink.notes, read, this.#options.clock.now())
      events.push(await withQuotedMedia(sink.notes, read.event))
    }
    await sink.accept(events)
  }

  /** Asks who the bot is, until that is known, and then whether the token still holds. */
  async #keepWatch(signal: AbortSignal): Promise<void> {
    const { clock, random } = this.#options
    let failures = 0
    while (!signal.aborted) {
      const failure = await this.#check(signal)
      failures = failure === undefined ? 0 : failures + 1
      const isRefused = failure?.code === 'unauthorised'
      const waitMs = failure === undefined ? CHECK_MS : spreadBackOffMs(failures, { ...BACK_OFF, random })
      await clock.sleep(isRefused ? REFUSED_WAIT_MS : waitMs, signal).catch(() => undefined)
    }
  }

  async #check(signal: AbortSignal): Promise<ChannelError | undefined> {
    const { product, botId = 'me' } = this.#options
    try {
      const query = { fields: product.fields }
      const answer = await this.#graph.call({ method: 'GET', path: botId, query, effect: 'again' }, signal)
      const bot = product.botIn(answer)
      if (!bot) throw new GraphFailure('unreachable', say('meta.no-id', { product: product.title }))
      // The bot of a channel does not change while it runs: messages are stored under its id.
      const wasUnknown = this.#botId === undefined
      this.#botId ??= bot.id
      this.#botName = bot.name
      this.#ready()
      if (wasUnknown) this.#options.accountKnown(this.account)
      return undefined
    } catch (error) {
      if (signal.aborted) return undefined
      const failure = error instanceof ChannelError ? error : new ChannelError('unreachable', say('meta.not-checked'))
      this.#status.failed(failure)
      return failure
    }
  }

  /** Every call says whether the token holds. */
  #answered(failure: GraphFailure | undefined): void {
    if (failure?.isTokenRefused) this.#status.failed(failure)
    else if (failure === undefined && this.#botId !== undefined) this.#ready()
  }

  #ready(): void {
    this.#status.ready([say('channel.ready-as', { name: this.#botName || this.account })])
  }
}
