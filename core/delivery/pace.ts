import type { Clock } from '#machine/clock.ts'

const SLOWER_FACTOR = 2
const FACTOR_MAX = 16
/** After each period of this length without a 429, the factor is halved. */
const DECAY_MS = 60_000

/**
 * How fast one chat may be written to. Drafts keep the interval of the channel, and a longer one after a 429. After a
 * 429 nothing is sent until the platform's `retry after` has passed. Final texts keep no interval.
 */
export class Pace {
  readonly #clock: Clock
  #factor = 1
  #decayFromMs = 0
  #nextDraftMs = 0
  #limitedUntilMs = 0

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
    return this.#factor > 1 || this.limitedMs() > 0
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

  /** The platform answered 429. */
  limited(retryAfterMs: number): void {
    this.#decay()
    this.#factor = Math.min(this.#factor * SLOWER_FACTOR, FACTOR_MAX)
    this.#decayFromMs = this.#clock.monotonicMs() + retryAfterMs
    this.#limitedUntilMs = Math.max(this.#limitedUntilMs, this.#decayFromMs)
  }

  #decay(): void {
    while (this.#factor > 1 && this.#clock.monotonicMs() - this.#decayFromMs >= DECAY_MS) {
      this.#factor /= SLOWER_FACTOR
      this.#decayFromMs += DECAY_MS
    }
  }
}
