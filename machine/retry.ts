import type { Clock } from './clock.ts'

/** What is tried again, and how long; stands with whoever knows whether that is safe. */
export type RetryPolicy = {
  readonly clock: Clock
  /** After the `failures`-th failure; see `back-off.mjs`. */
  readonly pauseMs: (failures: number, error: unknown) => number
  /** The first try included. Without this and `withinMs` only the signal ends it. */
  readonly triesMax?: number
  /** No try begins later than this after the first. */
  readonly withinMs?: number
  /** Whether a later try may succeed; by default it may. */
  readonly isTransient?: (error: unknown) => boolean
  /** Is told of each failure after which there is another try. */
  readonly failed?: (error: unknown, failures: number) => void
}

/**
 * Does `work`, which is told which try it is, from 1, until it succeeds. Throws the last error when the policy ends it,
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
