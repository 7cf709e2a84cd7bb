import { access } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import {
  ChannelError,
  type Capabilities,
  type Channel,
  type ChannelHealth,
  type OutgoingFile,
  type OutgoingMessage,
  type Receipt,
  type ServiceStatus,
  type Sink,
  StorageFullError,
} from '#core/contract/channel.ts'
import { accountId, conversationId, type IdentityId, type RandomId } from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { regularly } from '#machine/regularly.ts'
import type { Sentence } from '#machine/sentence.ts'
import { healthOf } from '../shared/channel-status.ts'
import { eventsOf, type WebPayload } from './inbound.ts'
import { WEB_LIMITS, type WebLimits } from './limits.ts'
import { networkKeys } from '#http/network-key.ts'
import { People } from './people.ts'
import { registerRoutes, type PageStatus, type RouteDeps } from './routes.ts'
import { Spool } from './spool.ts'
import { Streams } from './streams.ts'
import { WebError } from '#http/web-error.ts'
import { fileToSendGone, tooLargeToSend } from '../shared/file-errors.ts'
import { say } from '../sentences.ts'

const RELEASE_EVERY_MS = 5_000
const STATUS_EVERY_MS = 2_000

/** The same in every chat. */
export const CAPABILITIES: Capabilities = {
  streaming: 'edit',
  editIntervalMs: 100,
  textMax: { length: 16_000, unit: 'characters' },
  typingLifetimeMs: 5_000,
  repeatedSend: 'key',
  marksFinal: true,
  replyTo: false,
  reconciledBy: 'none',
  albumIn: 'message',
  catchUp: 'platform',
  markup: 'page',
  reactions: false,
  threads: false,
  edits: false,
  deletions: false,
  buttons: 'none',
  receipts: 'sent',
  files: 'link',
  fileBytesMax: 2 ** 30,
}

export type WebOptions = {
  /** Not yet listening; the page's routes are put on it. */
  readonly listener: FastifyInstance
  /** 32 bytes of this installation; signs the cookie by which a person is known again. */
  readonly key: Buffer
  readonly publicUrl?: string | undefined
  /** Where uploads wait until core fetches them; made when missing, for this user only. */
  readonly spoolFolder: string
  /** The bot's name in the page's header. */
  readonly botName?: string
  readonly clock: Clock
  readonly log: Logger
  readonly random: RandomId
  /** Whether the disk has room for what people send. */
  readonly hasRoom?: (() => boolean) | undefined
  readonly limits?: Partial<WebLimits>
}

/** The public chat page: one person, known by a signed cookie, has one private conversation. */
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
  #fault: Sentence | undefined

  constructor(options: WebOptions) {
    const { listener, clock, random, key, publicUrl, spoolFolder } = options
    this.#options = options
    this.#limits = { ...WEB_LIMITS, ...options.limits }
    this.#streams = new Streams({ clock, run: random(), limits: this.#limits })
    const inUse = (people: readonly string[]) => this.#ask((sink) => sink.mediaInUse(people.map(this.#conversation)))
    this.#spool = Spool.open({ folder: spoolFolder, limits: this.#limits, inUse })
    this.#spool.catch((error: unknown) => {
      this.#fault = say('page.no-uploads', { folder: spoolFolder })
      options.log.error({ error }, 'uploads folder unusable')
    })
    const isSecure = publicUrl?.startsWith('https:') ?? false
    const { newPeoplePerHourMax } = this.#limits
    const people = new People({ key, isSecure, clock, random, newPeoplePerHourMax })
    void listener.register(async (app) => registerRoutes(app, this.#routeDeps(people)))
  }

  #routeDeps(people: People): RouteDeps {
    const { clock, publicUrl, key, hasRoom = () => true } = this.#options
    const bytesMax = this.#limits.historyBytesMax
    const conversation = this.#conversation
    return {
      people,
      publicUrl,
      networkKey: networkKeys(key),
      streams: this.#streams,
      spool: this.#spool,
      limits: this.#limits,
      clock,
      hasRoom,
      accept: (payload) => this.#accept(payload),
      history: (person, before) => this.#ask((sink) => sink.history(conversation(person), { bytesMax, before })),
      picture: (person, pictureId) => this.#ask((sink) => sink.picture(conversation(person), pictureId)),
      file: (person, fileId) => this.#ask((sink) => sink.file(conversation(person), fileId)),
      pageStatus: (reader) => this.#pageStatus(reader),
    }
  }

  #conversation = (person: string) => conversationId(this.account, person)

  capabilities(_chat: Chat): Capabilities {
    return CAPABILITIES
  }

  async start(sink: Sink): Promise<void> {
    this.#sink = sink
    this.#state = 'taking'
    const { clock, log } = this.#options
    const failed = (error: unknown) => log.warn({ error }, 'periodic task failed')
    const every = (everyMs: number, act: () => unknown) =>
      void regularly(act, { everyMs, clock, failed }, this.#ending.signal)
    every(this.#limits.heartbeatMs, () => this.#streams.sendHeartbeats())
    every(RELEASE_EVERY_MS, async () => (await this.#spool).release())
    let lastStatus = ''
    every(STATUS_EVERY_MS, () => {
      const now = JSON.stringify(this.#pageStatus({ isHere: true }))
      if (now !== lastStatus) this.#streams.signalAll('status', (reader) => this.#pageStatus(reader))
      lastStatus = now
    })
  }

  async stop(): Promise<void> {
    this.#state = 'stopped'
  }

  health(): ChannelHealth {
    if (this.#fault !== undefined) return healthOf('failed', [this.#fault])
    if (this.#state === 'taking') return healthOf('ready', [say('page.open', { count: this.#streams.open })])
    return healthOf('starting', [say(this.#state === 'stopped' ? 'channel.takes-nothing-new' : 'channel.not-started')])
  }

  decode(raw: unknown) {
    return eventsOf(raw, this.account)
  }

  async fetchMedia(media: { ref: string }, options: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array> {
    signal.throwIfAborted()
    return (await this.#spool).read(media.ref, options, signal)
  }

  /** Always succeeds: a page that is not open now reads it from the history. */
  async send(chat: Chat, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    return this.#show(chat, `${message.replyId}:${message.index}`, message, signal)
  }

  /** Replaces what is shown under the receipt's id. */
  async edit(chat: Chat, sent: Receipt, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    return this.#show(chat, sent.messageId, message, signal)
  }

  /** Shows where the person fetches it; the page that opens later reads that from the history. */
  async sendFile(chat: Chat, file: OutgoingFile, signal: AbortSignal): Promise<Receipt> {
    signal.throwIfAborted()
    const { replyId, index, id, name, bytes, path } = file
    const { fileBytesMax } = CAPABILITIES
    if (bytes > fileBytesMax) throw tooLargeToSend('Chasqui', fileBytesMax)
    await access(path).catch((cause: unknown) => {
      throw fileToSendGone(cause)
    })
    const messageId = `${replyId}:${index}`
    this.#streams.push(chat.id, 'file', { key: `reply:${messageId}`, data: { messageId, id, name, bytes } })
    return { messageId, atMs: this.#options.clock.now() }
  }

  #show(chat: Chat, messageId: string, { kind, text, final }: OutgoingMessage, signal: AbortSignal): Receipt {
    signal.throwIfAborted()
    refuseTooLong(text)
    const atMs = this.#options.clock.now()
    this.#streams.push(chat.id, 'reply', { key: `reply:${messageId}`, data: { messageId, kind, text, final, atMs } })
    return { messageId, atMs }
  }

  async typing(chat: Chat, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    this.#streams.signal(chat.id, 'typing', {})
  }

  /** Their cookie stays valid, a random name: whoever sends it again is a new person. */
  async forgetPerson(identities: readonly IdentityId[]): Promise<{ uploads: number; pages: number }> {
    const spool = await this.#spool
    const people = identities.map((identity) => identity.slice(this.account.length + 1))
    const removed = await Promise.all(people.map((person) => spool.forget(person)))
    const ended = people.map((person) => this.#streams.forget(person))
    return { uploads: sumOf(removed), pages: sumOf(ended) }
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

  /** Where core fails, the page retries. */
  async #ask<Answer>(question: (sink: Sink) => Promise<Answer>): Promise<Answer> {
    if (this.#sink === undefined) throw unavailable()
    try {
      return await question(this.#sink)
    } catch (error) {
      if (error instanceof StorageFullError) throw storageFull(error)
      this.#options.log.warn({ error }, 'store does not answer')
      throw unavailable(error)
    }
  }

  /** The larger model and its command are shown only to people who can run commands here. */
  #pageStatus({ isHere }: { isHere: boolean }): PageStatus {
    const { textLengthMax, filesMax, fileBytesMax } = this.#limits
    const { offer, ...status } = this.#sink?.status() ?? STARTING
    const name = this.#options.botName ?? 'Chasqui'
    return { ...status, ...(isHere && offer && { offer }), name, limits: { textLengthMax, filesMax, fileBytesMax } }
  }
}

const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)

function refuseTooLong(text: string): void {
  const { length: most } = CAPABILITIES.textMax
  // Characters are at most as many as UTF-16 units, so only a long text is counted.
  if (text.length <= most) return
  const { length } = Array.from(text)
  if (length > most) throw new ChannelError('refused', say('message.too-long', { platform: 'Chasqui', most, length }))
}

const STARTING: ServiceStatus = {
  model: '',
  engine: 'starting',
  vision: false,
  guard: 'none',
  guardSeesPictures: false,
}

const storageFull = (cause: StorageFullError) =>
  new WebError('storage-full', cause.message, { cause, retryAfterSeconds: 60 })

const unavailable = (cause?: unknown) =>
  new WebError('unavailable', 'The service is starting or stopping. Please try again in a moment.', {
    cause,
    retryAfterSeconds: 2,
  })
