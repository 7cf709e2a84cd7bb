import type { Child } from '#machine/child-options.ts'
import type { Clock } from '#machine/clock.ts'
import { withDeadline } from '#machine/deadline.ts'
import type { Logger } from '#machine/log.ts'
import { succeeds } from '#machine/succeeds.ts'
import type { Driver } from '../../driver/driver.ts'

export type HeartbeatOptions = typeof HEARTBEAT

const HEARTBEAT = {
  everyMs: 5_000,
  /** For one answer: a picture or a long prompt blocks the server's main loop for seconds. */
  timeoutMs: 20_000,
  /** After so many missing answers in a row the server counts as hanging. */
  missesMax: 3,
}

/**
 * Regularly sends a request that the child's main loop answers (`/health` does not pass it, and says `ok` while the
 * server hangs), and restarts the child when no answer comes. Ends with the signal.
 */
export async function watchHeartbeat(
  options: Partial<HeartbeatOptions> & { child: Child; driver: Driver; clock: Clock; log: Logger },
  signal: AbortSignal,
): Promise<void> {
  const { everyMs, timeoutMs, missesMax, child, driver, clock, log } = { ...HEARTBEAT, ...options }
  const ask = (stop: AbortSignal) => driver.question('GET', '/slots', stop)
  for (let misses = 0; !signal.aborted;) {
    await clock.sleep(everyMs, signal).catch(() => undefined)
    if (signal.aborted || child.state.state !== 'ready') misses = 0
    else if (await succeeds(withDeadline({ limitMs: timeoutMs, clock }, ask, signal))) misses = 0
    else misses += 1
    if (misses < missesMax || signal.aborted) continue
    log.error({ misses, timeoutMs }, 'engine hangs, restarting it')
    child.restart('it hangs')
    misses = 0
  }
}
