import type { Clock } from './clock.ts'

/**
 * Lets others wait until something has changed. Who waits looks at the state first and again afterwards: a change that
 * comes while nobody waits is not remembered.
 */
export class Waiter {
  readonly #waiting = new Set<(isNotified: boolean) => void>()

  /** Everybody who waits now goes on. */
  notify(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const resolve of waiting) resolve(true)
  }

  /** Until the next change, or for `limitMs`: false when that was over first. Rejects with the signal's reason. */
  async wait(signal?: AbortSignal, limit?: { readonly limitMs: number; readonly clock: Clock }): Promise<boolean> {
    signal?.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<boolean>()
    const over = new AbortController()
    this.#waiting.add(resolve)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true, signal: over.signal })
    limit?.clock.sleep(limit.limitMs, over.signal).then(() => resolve(false), () => undefined)
    try {
      return await promise
    } finally {
      this.#waiting.delete(resolve)
      over.abort()
    }
  }
}
