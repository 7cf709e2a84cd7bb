import type { FastifyInstance } from 'fastify'
import {
  ChannelError,
  type Capabilities,
  type Channel,
  type ChannelHealth,
  type OutgoingMessage,
  type Receipt,
  type ServiceStatus,
  type Sink,
} from '#core/contract/channel.ts'
import { accountId, conversationId, type RandomId } from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { eventsOf, type WebPayload } from './inbound.ts'
import { WEB_LIMITS, type WebLimits } from './limits.ts'
import { People } from './people.ts'
import { registerRoutes } from './routes.ts'
import { Spool } from './spool.ts'
import { Streams } from './streams.ts'
import { WebError } from './web-error.ts'

const SWEEP_EVERY_MS = 60_000
const STATUS_EVERY_MS = 2_000

const CAPABILITIES: Capabilities = {
  streaming: 'edit',
  editIntervalMs: 100,
  textMax: { length: 16_000, unit: 'characters' },
  typingLifetimeMs: 5_000,
  repeatedSend: 'key',
  replyTo: false,
}

export type WebOptions = {
  /** Not yet listening; the page's routes are put on it. */
  readonly listener: FastifyInstance
  /** 32 bytes of this installation; signs the cookie by which a visitor is known again. */
  readonly key: Buffer
  readonly publicUrl?: string | undefined
  /** Where uploads wait until core fetches them; made when missing, for this user only. */
  readonly spoolFolder: string
  /** The bot's name in the page's header. */
  readonly botName?: string
  readonly clock: Clock
  readonly log: Logger
  readonly random: RandomId
  readonly limits?: Partial<WebLimits>
}

/** The public chat page: one visitor, known by a signed cookie, has one private conversation. */
export function openWeb(options: WebOptions): Channel {
  return new WebChannel(options)
}

class WebChannel implements Channel {
  readonly name = 'web'
  readonly account = accountId('web', 'page')
  readonly #options: WebOptions
  readonly #limits: WebLimits
  readonly #streams: Streams
  readonly #spool: Promise<Spool>
  readonly #ending = new AbortController()
  #sink: Sink | undefined
  #state: 'starting' | 'taking' | 'stopped' = 'starting'
  #fault: string | undefined

  constructor(options: WebOptions) {
    const { listener, clock, random, key, publicUrl, spoolFolder } = options
    this.#options = options
    this.#limits = { ...WEB_LIMITS, ...options.limits }
    this.#streams = new Streams({ clock, run: random(), limits: this.#limits })
    this.#spool = Spool.open({ folder: spoolFolder, clock, limits: this.#limits })
    this.#spool.catch((error: unknown) => {
      this.#fault = `Pictures cannot be taken: the folder for uploads (${spoolFolder}) cannot be used. Make it writable.`
      options.log.error({ error }, 'the folder for uploads cannot be used')
    })
    const isSecure = publicUrl?.startsWith('https:') ?? false
    const people = new People({ key, isSecure, clock, random, newPeoplePerHourMax: this.#limits.newPeoplePerHourMax })
    void listener.register(async (app) =>
      registerRoutes(app, {
        people,
        publicUrl,
        streams: this.#streams,
        spool: this.#spool,
        limits: this.#limits,
        nowMs: () => clock.now(),
        accept: (payload) => this.#accept(payload),
        history: (person) =>
          this.#ask((sink) => sink.history(this.#conversation(person), { entriesMax: this.#limits.historyEntriesMax })),
        picture: (person, pictureId) => this.#ask((sink) => sink.picture(this.#conversation(person), pictureId)),
        pageStatus: () => this.#pageStatus(),
      }),
    )
  }

  capabilities(_chat: Chat): Capabilities {
    return CAPABILITIES
  }

  async start(sink: Sink): Promise<void> {
    this.#sink = sink
    this.#state = 'taking'
    const { heartbeatMs } = this.#limits
    this.#every(heartbeatMs, () => this.#streams.beat())
    this.#every(SWEEP_EVERY_MS, async () => (await this.#spool).sweep())
    let told = ''
    this.#every(STATUS_EVERY_MS, () => {
      const status = this.#pageStatus()
      const now = JSON.stringify(status)
      if (now !== told) this.#streams.signalAll('status', status)
      told = now
    })
  }

  async stop(): Promise<void> {
    this.#state = 'stopped'
  }

  health(): ChannelHealth {
    if (this.#fault !== undefined) return { state: 'failed', detail: this.#fault }
    if (this.#state === 'taking') return { state: 'ready', detail: `${this.#streams.open} pages open` }
    return { state: 'starting', detail: this.#state === 'stopped' ? 'takes no new messages' : 'not started' }
  }

  decode(raw: unknown) {
    return eventsOf(raw, this.account)
  }

  async fetchMedia(media: { ref: string }, options: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array> {
    signal.throwIfAborted()
    return (await this.#spool).read(media.ref, options, signal)
  }

  /** Always arrives: a page that is not open now reads it from the history. */
  async send(chat: Chat, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    signal.throwIfAborted()
    const messageId = `${message.replyId}:${message.index}`
    const atMs = this.#options.clock.now()
    const { replyId, index, kind, text, final } = message
    this.#streams.push(chat.id, 'reply', { key: `reply:${messageId}`, data: { replyId, index, kind, text, final, atMs } })
    return { messageId, atMs }
  }

  async edit(chat: Chat, sent: Receipt, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    if (sent.messageId !== `${message.replyId}:${message.index}`) {
      throw new ChannelError('message-gone', 'The receipt is of another message than the one to change.')
    }
    return this.send(chat, message, signal)
  }

  async typing(chat: Chat, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    this.#streams.signal(chat.id, 'typing', {})
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#state = 'stopped'
    this.#ending.abort()
    this.#streams.close()
    await this.#spool.catch(() => undefined)
  }

  async #accept(payload: WebPayload): Promise<void> {
    if (this.#state !== 'taking') throw unavailable()
    await this.#ask((sink) => sink.accept(this.decode(payload)))
  }

  /** What core cannot do now, the page asks again. */
  async #ask<Answer>(question: (sink: Sink) => Promise<Answer>): Promise<Answer> {
    if (this.#sink === undefined) throw unavailable()
    try {
      return await question(this.#sink)
    } catch (error) {
      this.#options.log.warn({ error }, 'the store did not answer')
      throw unavailable(error)
    }
  }

  #pageStatus() {
    const { textLengthMax, filesMax, fileBytesMax } = this.#limits
    const status = this.#sink?.status() ?? STARTING
    return { ...status, name: this.#options.botName ?? 'Chasqui', limits: { textLengthMax, filesMax, fileBytesMax } }
  }

  #conversation = (person: string) => conversationId(this.account, person)

  #every(delayMs: number, act: () => void | Promise<void>): void {
    const { clock, log } = this.#options
    const { signal } = this.#ending
    const run = async () => {
      while (!signal.aborted) {
        await clock.sleep(delayMs, signal)
        try {
          await act()
        } catch (error) {
          log.warn({ error }, 'a regular task failed')
        }
      }
    }
    run().catch(() => undefined)
  }
}

const STARTING: ServiceStatus = { model: '', engine: 'starting', vision: false, guard: 'none' }

const unavailable = (cause?: unknown) =>
  new WebError('unavailable', 'The service is starting or stopping. Please try again in a moment.', {
    cause,
    retryAfterSeconds: 2,
  })
