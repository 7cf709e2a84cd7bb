import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'

export type Regular = { readonly delayMs: number; readonly clock: Clock; readonly log: Logger }

/** Does something again and again, with a pause in between, until the signal. A failure is logged and does not end it. */
export function regularly(act: () => void | Promise<void>, { delayMs, clock, log }: Regular, signal: AbortSignal): void {
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
