import type { Clock } from '#machine/clock.ts'

const SLOWER_FACTOR = 2
const FACTOR_MAX = 16
/** Without a further 429 for this long, half the slowness goes. */
const CALM_MS = 60_000

/**
 * How fast one chat takes what we say. Growing texts keep the interval that the channel names, and a longer one after a
 * 429; a 429 also holds back everything else until the platform's time is over. Final texts know no interval.
 */
export class Pace {
  readonly #clock: Clock
  #factor = 1
  #calmSinceMs = 0
  #nextDraftMs = 0
  #limitedUntilMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** How long until a growing text may be shown again. */
  draftWaitMs(): number {
    return Math.max(0, Math.max(this.#nextDraftMs, this.#limitedUntilMs) - this.#clock.monotonicMs())
  }

  /** How long until the platform takes anything. */
  limitedMs(): number {
    return Math.max(0, this.#limitedUntilMs - this.#clock.monotonicMs())
  }

  /** Whether it is worth keeping for the next reply of this conversation. */
  isSlow(): boolean {
    this.#calmDown()
    return this.#factor > 1 || this.limitedMs() > 0
  }

  /** A growing text was shown. */
  shown(intervalMs: number): void {
    this.#calmDown()
    this.#nextDraftMs = this.#clock.monotonicMs() + intervalMs * this.#factor
  }

  /** A growing text could not be shown: not before `delayMs` again. */
  holdDrafts(delayMs: number): void {
    this.#nextDraftMs = this.#clock.monotonicMs() + delayMs
  }

  /** The platform asked us to wait. */
  limited(retryAfterMs: number): void {
    this.#calmDown()
    this.#factor = Math.min(this.#factor * SLOWER_FACTOR, FACTOR_MAX)
    this.#calmSinceMs = this.#clock.monotonicMs() + retryAfterMs
    this.#limitedUntilMs = Math.max(this.#limitedUntilMs, this.#calmSinceMs)
  }

  #calmDown(): void {
    while (this.#factor > 1 && this.#clock.monotonicMs() - this.#calmSinceMs >= CALM_MS) {
      this.#factor /= SLOWER_FACTOR
      this.#calmSinceMs += CALM_MS
    }
  }
}
