import type { Clock } from './clock.ts'

/**
 * Lets callers wait for a change. A caller checks the state before and after waiting: a change that comes while nobody
 * waits is not stored.
 */
export class Waiter {
  readonly #waiting = new Set<(isNotified: boolean) => void>()

  /** Wakes all current waiters. */
  notify(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const resolve of waiting) resolve(true)
  }

  /** Waits for the next change, or for `limitMs`: false when that ran out first. Rejects with the signal's reason. */
  async wait(signal?: AbortSignal, limit?: { readonly limitMs: number; readonly clock: Clock }): Promise<boolean> {
    signal?.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<boolean>()
    const over = new AbortController()
    this.#waiting.add(resolve)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true, signal: over.signal })
    limit?.clock.sleep(limit.limitMs, over.signal).then(
      () => resolve(false),
      () => undefined,
    )
    try {
      return await promise
    } finally {
      this.#waiting.delete(resolve)
      over.abort()
    }
  }
}
