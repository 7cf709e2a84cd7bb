import type { Clock } from '#machine/clock.ts'

export type StallWatchOptions = {
  clock: Clock
  firstMs: number
  stallMs: number
  onStall: (was: 'no-first-token' | 'stall') => void
}

/** Calls `onStall` once when the first token, or the next one, is too late. */
export class StallWatch {
  readonly #options: StallWatchOptions
  readonly #over = new AbortController()
  #dueMs: number
  #hasBegun = false

  constructor(options: StallWatchOptions) {
    this.#options = options
    this.#dueMs = options.clock.monotonicMs() + options.firstMs
    void this.#watch()
  }

  progress(): void {
    this.#hasBegun = true
    this.#dueMs = this.#options.clock.monotonicMs() + this.#options.stallMs
  }

  stop(): void {
    this.#over.abort()
  }

  async #watch(): Promise<void> {
    const { clock, onStall, firstMs, stallMs } = this.#options
    // Not one `Deadline` for each token: one sleep covers many tokens, and the due time is checked after it.
    while (!this.#over.signal.aborted) {
      const leftMs = this.#dueMs - clock.monotonicMs()
      if (leftMs <= 0) return onStall(this.#hasBegun ? 'stall' : 'no-first-token')
      const sleepMs = Math.min(leftMs, this.#hasBegun ? stallMs : Math.min(firstMs, stallMs))
      await clock.sleep(sleepMs, this.#over.signal).catch(() => undefined)
    }
  }
}
