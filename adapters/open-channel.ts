import {
  type Capabilities,
  type Channel,
  type ChannelActivity,
  ChannelError,
  type ChannelHealth,
  type OutgoingMessage,
  type Receipt,
  type Sink,
} from '#core/contract/channel.ts'
import type { AccountId, Platform } from '#core/contract/ids.ts'
import type { Linking } from '#core/contract/linking.ts'
import type { Chat, ChatEvent, MediaPart } from '#core/contract/message.ts'
import type { Clock } from '#machine/clock.ts'
import { Waiter } from '#machine/waiter.ts'
import { say } from './sentences.ts'

/** Their calls never leave this computer: how long one takes says nothing. */
const WITHOUT_ROUND_TRIP: readonly Platform[] = ['web', 'terminal']

type Deps = {
  readonly clock: Clock
  /** What was opened for it alone, such as its webhook's route: closed after it. */
  readonly beside?: { [Symbol.asyncDispose](): Promise<void> } | undefined
}

/**
 * A channel that may be closed while the service runs. It counts the calls that are under way, so that none is cut
 * off, makes none once it is closing, and notes when something went in or out.
 */
export class OpenChannel implements Channel {
  readonly linking?: Linking
  readonly findSent?: NonNullable<Channel['findSent']>
  readonly sendFile?: NonNullable<Channel['sendFile']>
  readonly forgetPerson?: NonNullable<Channel['forgetPerson']>
  readonly #channel: Channel
  readonly #deps: Deps
  readonly #ended = new Waiter()
  #calls = 0
  #isClosing = false
  #lastInAtMs: number | undefined
  #lastOutAtMs: number | undefined
  #roundTrip: ChannelActivity['roundTrip']
  #newestFailure: ChannelActivity['newestFailure']

  constructor(channel: Channel, deps: Deps) {
    this.#channel = channel
    this.#deps = deps
    const { linking } = channel
    if (linking) this.linking = linking
    if (channel.findSent) this.findSent = (...of) => this.#call(async () => channel.findSent?.(...of))
    if (channel.forgetPerson) this.forgetPerson = async (of) => (await channel.forgetPerson?.(of)) ?? {}
    const sendFile = channel.sendFile?.bind(channel)
    if (sendFile) this.sendFile = (...of) => this.#sent(() => sendFile(...of))
  }

  get name(): Platform {
    return this.#channel.name
  }

  get account(): AccountId {
    return this.#channel.account
  }

  capabilities(chat: Chat): Capabilities {
    return this.#channel.capabilities(chat)
  }

  async start(sink: Sink): Promise<void> {
    await this.#channel.start(sink)
  }

  async stop(): Promise<void> {
    await this.#channel.stop()
  }

  health(): ChannelHealth {
    return this.#channel.health()
  }

  activity(): ChannelActivity {
    const { lastInAtMs, lastOutAtMs, roundTrip } = this.#channel.linking?.state ?? {}
    const own = this.#channel.activity?.() ?? {}
    const inAtMs = lastInAtMs ?? this.#lastInAtMs
    const outAtMs = lastOutAtMs ?? this.#lastOutAtMs
    const trip = roundTrip ?? newer(own.roundTrip, this.#roundTrip)
    const failure = newer(own.newestFailure, this.#newestFailure)
    return {
      ...own,
      ...(inAtMs !== undefined && { lastInAtMs: inAtMs }),
      ...(outAtMs !== undefined && { lastOutAtMs: outAtMs }),
      ...(trip && { roundTrip: trip }),
      ...(failure && { newestFailure: failure }),
    }
  }

  /** Something came in and was stored. */
  tookIn(): void {
    this.#lastInAtMs = this.#deps.clock.now()
  }

  decode(raw: unknown): ChatEvent[] {
    return this.#channel.decode(raw)
  }

  async fetchMedia(media: MediaPart, options: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array> {
    return await this.#call(() => this.#channel.fetchMedia(media, options, signal))
  }

  async send(chat: Chat, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    return await this.#sent(() => this.#channel.send(chat, message, signal))
  }

  async edit(chat: Chat, sent: Receipt, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    return await this.#sent(() => this.#channel.edit(chat, sent, message, signal))
  }

  async typing(chat: Chat, signal: AbortSignal, answers?: string): Promise<void> {
    await this.#timed(() => this.#channel.typing(chat, signal, answers))
  }

  /** From now on no call is made; resolves when those under way have ended, or after `limitMs`. */
  async endCalls({ limitMs }: { limitMs: number }, signal: AbortSignal): Promise<void> {
    this.#isClosing = true
    const { clock } = this.#deps
    const untilMs = clock.monotonicMs() + limitMs
    while (this.#calls > 0 && clock.monotonicMs() < untilMs && !signal.aborted) {
      const limit = { limitMs: untilMs - clock.monotonicMs(), clock }
      await this.#ended.wait(signal, limit).catch(() => undefined)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosing = true
    await this.#channel[Symbol.asyncDispose]()
    await this.#deps.beside?.[Symbol.asyncDispose]()
  }

  async #sent(call: () => Promise<Receipt>): Promise<Receipt> {
    const receipt = await this.#timed(call)
    this.#lastOutAtMs = this.#deps.clock.now()
    return receipt
  }

  async #timed<Result>(call: () => Promise<Result>): Promise<Result> {
    const { clock } = this.#deps
    const askedMs = clock.monotonicMs()
    const result = await this.#call(call)
    if (!WITHOUT_ROUND_TRIP.includes(this.name)) {
      this.#roundTrip = { atMs: clock.now(), ms: Math.round(clock.monotonicMs() - askedMs) }
    }
    return result
  }

  async #call<Result>(call: () => Promise<Result>): Promise<Result> {
    if (this.#isClosing) throw new ChannelError('unreachable', say('channel.closing'))
    this.#calls += 1
    try {
      return await call()
    } catch (error) {
      if (error instanceof ChannelError && !error.isAnticipated && !error.isIntended) {
        this.#newestFailure = { atMs: this.#deps.clock.now(), detail: error.message, sentences: error.sentences }
      }
      throw error
    } finally {
      this.#calls -= 1
      this.#ended.notify()
    }
  }
}

function newer<At extends { readonly atMs: number }>(one: At | undefined, other: At | undefined): At | undefined {
  return one !== undefined && (other === undefined || one.atMs >= other.atMs) ? one : other
}
