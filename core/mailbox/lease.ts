import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'

/** Why work on a conversation or a job is to end: somebody else has claimed it. */
export const LEASE_LOST = 'lease-lost'

/**
 * Keeps a claim's lease from running out until `end`. `lost` aborts when another claim has taken over; a store that is
 * away is no such news, since nobody can claim without it.
 */
export function keepLease(
  { renew, leaseMs, clock, log }: { renew: () => Promise<boolean>; leaseMs: number; clock: Clock; log: Logger },
): { readonly lost: AbortSignal; end(): void } {
  const lost = new AbortController()
  const ended = new AbortController()
  const keep = async () => {
    while (!ended.signal.aborted && !lost.signal.aborted) {
      // One renewal may fail.
      await clock.sleep(leaseMs / 3, ended.signal)
      const isOurs = await renew().catch((error: unknown) => {
        log.debug({ error }, 'the lease could not be renewed')
        return true
      })
      if (!isOurs) lost.abort(LEASE_LOST)
    }
  }
  // The sleep is what `end` interrupts.
  keep().catch(() => undefined)
  return { lost: lost.signal, end: () => ended.abort() }
}
