import type { Clock } from '#machine/clock.ts'

const WINDOW_MS = 10 * 60_000
/** Discord bans the address of who makes 10,000 in a window; other bots may share it. */
const COUNT_MAX = 5_000
const INVALID: readonly number[] = [401, 403, 429]

/** Counts calls that Discord refused as wrong, and says when enough were made. */
export class InvalidCalls {
  readonly #clock: Pick<Clock, 'monotonicMs'>
  #count = 0
  #endsAtMs = 0

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock
  }

  answered(status: number): void {
    if (!INVALID.includes(status)) return
    const nowMs = this.#clock.monotonicMs()
    if (nowMs >= this.#endsAtMs) {
      this.#count = 0
      this.#endsAtMs = nowMs + WINDOW_MS
    }
    this.#count += 1
  }

  /** How long no call may be made. */
  waitMs(): number {
    return this.#count < COUNT_MAX ? 0 : Math.max(0, this.#endsAtMs - this.#clock.monotonicMs())
  }
}
