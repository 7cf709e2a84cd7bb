import { spreadBackOffMs } from '#machine/back-off.mjs'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { Waiter } from '#machine/waiter.ts'
import { saidBy } from '#machine/coded-error.ts'
import { toldAs, type Told } from '#machine/sentence.ts'
import { say } from '../../sentences.ts'
import { answeredWithin, UnansweredError } from './answered-within.ts'

export type AvailabilityOptions = {
  host: string
  clock: Clock
  random: () => number
  log: Logger
  /** Tests a host that is not ready; rejects until it is. */
  probe: (signal: AbortSignal) => Promise<void>
  /** After a failed request: asks a small question that only a running model can answer. */
  ask: (signal: AbortSignal) => Promise<void>
  /** A cheap regular check of a ready host; when it rejects, the question follows. */
  check: (signal: AbortSignal) => Promise<void>
}

export type HostState = (Told<'detail'> & { state: 'starting' | 'failed' }) | { state: 'ready' }

/**
 * Whether a host serves: it does when it has answered a question since the last failure of any request.
 *
 *     starting, failed --- the probe passes ---> ready
 *     ready --- a request or a check failed, and the question after it too ---> failed
 *
 * While the question is in flight the host counts as ready and other requests are served. A failed host is probed
 * repeatedly, with pauses that double up to 10 s. Requests that fail at the same time share one question.
 */
export class Availability {
  state: HostState
  readonly #options: AvailabilityOptions
  readonly #changed = new Waiter()
  readonly #closing: AbortSignal
  #failures = 0
  #lastActiveMs = -Infinity
  #question: Promise<boolean> | undefined

  constructor(options: AvailabilityOptions, closing: AbortSignal) {
    this.#options = options
    this.state = { state: 'starting', ...toldAs('detail', say('host.not-yet', { host: options.host })) }
    this.#closing = closing
    void this.#watch()
  }

  async ready(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    while (this.state.state !== 'ready') await this.#changed.wait(signal)
  }

  /** The host sent an event. */
  noteActivity(): void {
    this.#lastActiveMs = this.#options.clock.monotonicMs()
  }

  /** After a request that failed: whether the host serves others. */
  async stillServes(): Promise<boolean> {
    if (this.state.state !== 'ready') return false
    this.#question ??= this.#ask().finally(() => (this.#question = undefined))
    return this.#question
  }

  async #ask(): Promise<boolean> {
    const beganMs = this.#options.clock.monotonicMs()
    try {
      await answeredWithin(QUESTION_MS, this.#options, this.#closing)
      return true
    } catch (error) {
      // A host that is busy with long answers may miss the deadline, as long as those answers grow.
      if (error instanceof UnansweredError && this.#lastActiveMs > beganMs) return true
      if (!this.#closing.aborted) this.#failed(error)
      return false
    }
  }

  /** Not `retry`: a ready host is checked too, and failures of requests change the state as well. */
  async #watch(): Promise<void> {
    const { clock } = this.#options
    while (!this.#closing.aborted) {
      const limitMs = this.state.state === 'ready' ? CHECK_EVERY_MS : this.#pauseMs()
      const wasWoken = limitMs > 0 && (await this.#changed.wait(this.#closing, { limitMs, clock }).catch(() => true))
      if (wasWoken) continue
      if (this.state.state === 'ready') await this.#check()
      else await this.#probe()
    }
  }

  async #check(): Promise<void> {
    await this.#options.check(this.#closing).catch(() => this.stillServes())
  }

  async #probe(): Promise<void> {
    try {
      await this.#options.probe(this.#closing)
      this.#failures = 0
      this.#set({ state: 'ready' })
    } catch (error) {
      if (!this.#closing.aborted) this.#failed(error)
    }
  }

  #failed(error: unknown): void {
    const { host, log } = this.#options
    const told = toldAs('detail', saidBy(error))
    if (this.#failures === 0) log.warn({ host, detail: told.detail }, 'host unreachable')
    this.#failures += 1
    this.#set({ state: 'failed', ...told })
  }

  #pauseMs(): number {
    return this.#failures === 0 ? 0 : spreadBackOffMs(this.#failures, { ...BACK_OFF, random: this.#options.random })
  }

  #set(state: HostState): void {
    this.state = state
    this.#changed.notify()
  }
}

const BACK_OFF = { firstMs: 250, maxMs: 10_000 }
/** Health is checked without traffic, too. */
const CHECK_EVERY_MS = 30_000
/** Deadline of one question; a host that sends nothing else meanwhile then counts as unreachable. */
const QUESTION_MS = 10_000
