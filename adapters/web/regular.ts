import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'

export type Regular = { readonly delayMs: number; readonly clock: Clock; readonly log: Logger }

/** Does something again and again, with a pause before each time, until the signal. A failure is only logged. */
export function regularly(act: () => void | Promise<void>, pace: Regular, signal: AbortSignal): void {
  const { delayMs, clock, log } = pace
  const run = async () => {
    while (!signal.aborted) {
      await clock.sleep(delayMs, signal)
      try {
        await act()
      } catch (error) {
        log.warn({ error }, 'a regular task failed')
      }
    }
  }
  // Only the signal ends it, by a rejected pause.
  run().catch(() => undefined)
}
