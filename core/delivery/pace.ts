import type { Clock } from '#machine/clock.ts'

const SLOWER_FACTOR = 2
const FACTOR_MAX = 16
/** Without a further 429 for this long, half the slowness goes. */
const DECAY_MS = 60_000

/**
 * How fast one chat takes what we say. Growing texts keep the interval that the channel names, and a longer one after a
 * 429; a 429 also holds back everything else until the platform's time is over. Final texts know no interval.
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
    this.#decay()
    return this.#factor > 1 || this.limitedMs() > 0
  }

  /** A growing text was shown. */
  shown(intervalMs: number): void {
    this.#decay()
    this.#nextDraftMs = this.#clock.monotonicMs() + intervalMs * this.#factor
  }

  /** A growing text could not be shown: not before `delayMs` again. */
  holdDrafts(delayMs: number): void {
    this.#nextDraftMs = this.#clock.monotonicMs() + delayMs
  }

  /** The platform asked us to wait. */
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
