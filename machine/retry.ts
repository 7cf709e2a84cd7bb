import type { Clock } from './clock.ts'

/** What is retried, and for how long; the policy belongs to the caller, who knows whether a retry is safe. */
export type RetryPolicy = {
  readonly clock: Clock
  /** After the `failures`-th failure; see `back-off.mjs`. */
  readonly pauseMs: (failures: number, error: unknown) => number
  /** Including the first try. Without this and `withinMs` only the signal ends the retries. */
  readonly triesMax?: number
  /** No retry begins later than this after the first try. */
  readonly withinMs?: number
  /** Whether a retry may succeed; by default it may. */
  readonly isTransient?: (error: unknown) => boolean
  /** Called for each failure that is retried. */
  readonly failed?: (error: unknown, failures: number) => void
}

/**
 * Calls `work` with the number of the try, from 1, until it succeeds. Throws the last error when the policy ends it,
 * and the signal's reason when that aborts.
 */
export async function retry<T>(
  work: (tries: number) => Promise<T>,
  policy: RetryPolicy,
  signal?: AbortSignal,
): Promise<T> {
  const { clock, pauseMs, triesMax = Infinity, withinMs = Infinity, isTransient = () => true, failed } = policy
  const startedMs = clock.monotonicMs()
  for (let tries = 1; ; tries += 1) {
    signal?.throwIfAborted()
    try {
      return await work(tries)
    } catch (error) {
      signal?.throwIfAborted()
      const isOver = tries >= triesMax || clock.monotonicMs() - startedMs > withinMs
      if (isOver || !isTransient(error)) throw error
      failed?.(error, tries)
      await clock.sleep(pauseMs(tries, error), signal)
    }
  }
}
