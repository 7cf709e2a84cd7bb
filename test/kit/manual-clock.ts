import { setImmediate } from 'node:timers/promises'
import type { Clock } from '#machine/clock.ts'

type Sleeper = { readonly dueMs: number; readonly wake: () => void }

/** A clock that stands still until it is turned by hand. */
export class ManualClock implements Clock {
  readonly #startMs = Date.UTC(2030, 0, 1)
  readonly #sleepers = new Set<Sleeper>()
  #nowMs = 0

  now(): number {
    return this.#startMs + this.#nowMs
  }

  monotonicMs(): number {
    return this.#nowMs
  }

  /** How many are asleep. */
  get sleeping(): number {
    return this.#sleepers.size
  }

  /**
   * Resolves when so many are asleep. A loop of the product that still works does not sleep yet: of time that is turned
   * meanwhile it would know nothing.
   */
  async untilSleeping(count = 1): Promise<void> {
    while (this.sleeping < count) await setImmediate()
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const sleeper = { dueMs: this.#nowMs + delayMs, wake: resolve }
      this.#sleepers.add(sleeper)
      signal?.addEventListener('abort', () => this.#sleepers.delete(sleeper) && reject(signal.reason), { once: true })
    })
  }

  /** Moves the time on and wakes all who have slept long enough, in the order in which they fell asleep. */
  turn(delayMs: number): void {
    this.#nowMs += delayMs
    for (const sleeper of [...this.#sleepers]) if (sleeper.dueMs <= this.#nowMs) this.#wake(sleeper)
  }

  /** Wakes who sleeps, one after the other; `settled` is awaited before each, so that what they do comes first. */
  async advance(delayMs: number, settled: () => Promise<void>): Promise<void> {
    const untilMs = this.#nowMs + delayMs
    for (;;) {
      await setImmediate()
      await settled()
      const next = [...this.#sleepers].toSorted((a, b) => a.dueMs - b.dueMs)[0]
      if (next === undefined || next.dueMs > untilMs) break
      this.#nowMs = Math.max(this.#nowMs, next.dueMs)
      this.#wake(next)
    }
    this.#nowMs = untilMs
    await settled()
  }

  #wake(sleeper: Sleeper): void {
    this.#sleepers.delete(sleeper)
    sleeper.wake()
  }
}
