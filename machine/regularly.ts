import type { Clock } from './clock.ts'

export type Rhythm = {
  readonly everyMs: number
  /** Before the first time; by default as between two. */
  readonly firstAfterMs?: number
  readonly clock: Clock
  /** Is told why a time failed; the next one comes all the same. */
  readonly failed: (error: unknown) => void
}

/** Does something again and again until the signal aborts; resolves when the last time is over. Never rejects. */
export async function regularly(act: () => unknown, rhythm: Rhythm, signal: AbortSignal): Promise<void> {
  const { everyMs, firstAfterMs = everyMs, clock, failed } = rhythm
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
