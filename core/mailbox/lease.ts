import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'

/** Why work on a conversation or a job is to end: somebody else has claimed it. */
export const LEASE_LOST = 'lease-lost'

/**
 * Keeps a claim's lease from running out until `end`. `lost` aborts when another claim has taken over; a store that is
 * away is no such news, since nobody can claim without it.
 */
export function keepLease(
  renew: () => Promise<boolean>,
  { clock, log, about }: { clock: Clock; log: Logger; about: object },
): { readonly lost: AbortSignal; end(): void } {
  const lost = new AbortController()
  const ended = new AbortController()
  const keep = async () => {
    while (!ended.signal.aborted && !lost.signal.aborted) {
      await clock.sleep(RENEW_EVERY_MS, ended.signal)
      const isOurs = await renew().catch((error: unknown) => {
        log.debug({ ...about, error }, 'the lease could not be renewed')
        return true
      })
      if (!isOurs) lost.abort(LEASE_LOST)
    }
  }
  // The sleep is what `end` interrupts.
  keep().catch(() => undefined)
  return { lost: lost.signal, end: () => ended.abort() }
}

// A third of the lease: one renewal may fail.
const RENEW_EVERY_MS = 1_000
