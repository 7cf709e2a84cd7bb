import type { Clock } from '#machine/clock.ts'
import type { Capabilities } from '../contract/channel.ts'

const SLOWER_FACTOR = 2
const FACTOR_MAX = 16
/** After each period of this length without a 429, the factor is halved. */
const DECAY_MS = 60_000

/**
 * How fast one chat may be written to. Drafts keep the interval of the channel, and a longer one after a 429. After a
 * 429 nothing is sent until the platform's `retry after` has passed. Final texts keep no interval, but new messages keep
 * the rate of the channel.
 */
export class Pace {
  readonly #clock: Clock
  #factor = 1
  #decayFromMs = 0
  #nextDraftMs = 0
  #limitedUntilMs = 0
  /** When messages were sent, the newest last; those that no rate counts any more are dropped. */
  #sentMs: number[] = []
  #countedUntilMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** How long until a draft may be shown again. */
  draftWaitMs(): number {
    return Math.max(0, Math.max(this.#nextDraftMs, this.#limitedUntilMs) - this.#clock.monotonicMs())
  }

  /** How long until the rate limit ends. */
  limitedMs(): number {
    return Math.max(0, this.#limitedUntilMs - this.#clock.monotonicMs())
  }

  /** Whether it must be remembered for the next reply of this conversation. */
  isSlow(): boolean {
    this.#decay()
    return this.#factor > 1 || this.limitedMs() > 0 || this.#countedUntilMs > this.#clock.monotonicMs()
  }

  /** A draft was shown. */
  shown(intervalMs: number): void {
    this.#decay()
    this.#nextDraftMs = this.#clock.monotonicMs() + intervalMs * this.#factor
  }

  /** A draft could not be shown: the next try is after `delayMs`. */
  holdDrafts(delayMs: number): void {
    this.#nextDraftMs = this.#clock.monotonicMs() + delayMs
  }

  /** Nothing may be sent for so long: the channel knows it, or the platform said it to an earlier process. */
  holdAll(delayMs: number): void {
    this.#limitedUntilMs = Math.max(this.#limitedUntilMs, this.#clock.monotonicMs() + delayMs)
  }

  /** The platform answered 429. */
  limited(retryAfterMs: number): void {
    this.#decay()
    this.#factor = Math.min(this.#factor * SLOWER_FACTOR, FACTOR_MAX)
    this.#decayFromMs = this.#clock.monotonicMs() + retryAfterMs
    this.holdAll(retryAfterMs)
  }

  /** How long until one more message may be sent; zero counts it. */
  takeSend({ count, perMs }: NonNullable<Capabilities['sendRate']>): number {
    const nowMs = this.#clock.monotonicMs()
    this.#sentMs = this.#sentMs.filter((sentMs) => nowMs - sentMs < perMs)
    const oldestMs = this.#sentMs.at(-count)
    if (oldestMs !== undefined) return oldestMs + perMs - nowMs
    this.#sentMs.push(nowMs)
    this.#countedUntilMs = nowMs + perMs
    return 0
  }

  #decay(): void {
    while (this.#factor > 1 && this.#clock.monotonicMs() - this.#decayFromMs >= DECAY_MS) {
      this.#factor /= SLOWER_FACTOR
      this.#decayFromMs += DECAY_MS
    }
  }
}
