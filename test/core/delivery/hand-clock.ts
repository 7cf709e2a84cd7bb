import { setImmediate } from 'node:timers/promises'
import type { Clock } from '#machine/clock.ts'

type Sleeper = { readonly atMs: number; readonly wake: () => void }

/** A clock that stands still until it is turned by hand. */
export class HandClock implements Clock {
  #nowMs = 0
  readonly #startMs = Date.UTC(2030, 0, 1)
  #sleepers: Sleeper[] = []

  now(): number {
    return this.#startMs + this.#nowMs
  }

  monotonicMs(): number {
    return this.#nowMs
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error)
      const sleeper = { atMs: this.#nowMs + delayMs, wake: resolve }
      this.#sleepers.push(sleeper)
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
        reject(signal.reason as Error)
      })
    })
  }

  /** Wakes who sleeps, one after the other; `settled` is awaited before each, so that what they do comes first. */
  async advance(delayMs: number, settled: () => Promise<void>): Promise<void> {
    const untilMs = this.#nowMs + delayMs
    for (;;) {
      await setImmediate()
      await settled()
      const next = this.#sleepers.toSorted((a, b) => a.atMs - b.atMs)[0]
      if (next === undefined || next.atMs > untilMs) break
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next)
      next.wake()
    }
    this.#nowMs = untilMs
    await settled()
  }
}
