import type { Clock } from './clock.ts'

/** Tries again, `everyMs` apart, until an attempt succeeds; only the signal ends it otherwise. */
export async function untilSucceeds<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  { everyMs, clock }: { everyMs: number; clock: Clock },
  signal: AbortSignal,
): Promise<T> {
  for (;;) {
    signal.throwIfAborted()
    try {
      return await attempt(signal)
    } catch {
      await clock.sleep(everyMs, signal)
    }
  }
}
