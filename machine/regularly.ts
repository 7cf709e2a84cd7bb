import type { Clock } from './clock.ts'

export type Interval = {
  readonly everyMs: number
  /** Before the first run; by default `everyMs`. */
  readonly firstAfterMs?: number
  readonly clock: Clock
  /** Called with the error of a failed run; the next run still comes. */
  readonly failed: (error: unknown) => void
}

/** Repeats an action until the signal aborts; resolves when the last run is over. Never rejects. */
export async function regularly(act: () => unknown, interval: Interval, signal: AbortSignal): Promise<void> {
  const { everyMs, firstAfterMs = everyMs, clock, failed } = interval
  for (let waitMs = firstAfterMs; ; waitMs = everyMs) {
    if (waitMs > 0) await clock.sleep(waitMs, signal).catch(() => undefined)
    if (signal.aborted) return
    try {
      await act()
    } catch (error) {
      failed(error)
    }
  }
}
