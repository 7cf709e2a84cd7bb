import type { Child } from '#machine/child-options.ts'
import type { Clock } from '#machine/clock.ts'
import { withDeadline } from '#machine/deadline.ts'
import type { Logger } from '#machine/log.ts'
import type { Driver } from '../../driver/driver.ts'

export type HeartbeatOptions = {
  everyMs: number
  /** How long one beat may take: a picture or a long prompt holds the server's loop for seconds. */
  timeoutMs: number
  /** So many beats in a row that stay away mean that it hangs. */
  missesMax: number
}

const HEARTBEAT: HeartbeatOptions = { everyMs: 5_000, timeoutMs: 20_000, missesMax: 3 }

/**
 * Asks a running child again and again for something that passes its main loop (`/health` does not, and says `ok` in a
 * server that hangs), and restarts it when no answer comes. Ends with the signal.
 */
export async function watchHeartbeat(
  options: Partial<HeartbeatOptions> & { child: Child; driver: Driver; clock: Clock; log: Logger },
  signal: AbortSignal,
): Promise<void> {
  const { everyMs, timeoutMs, missesMax, child, driver, clock, log } = { ...HEARTBEAT, ...options }
  for (let misses = 0; !signal.aborted; ) {
    await clock.sleep(everyMs, signal).catch(() => undefined)
    if (signal.aborted || child.state.state !== 'ready') misses = 0
    else if (await answers({ driver, clock, timeoutMs }, signal)) misses = 0
    else misses += 1
    if (misses < missesMax || signal.aborted) continue
    log.error({ misses, timeoutMs }, 'the engine gives no sign of life')
    child.restart('it gives no sign of life')
    misses = 0
  }
}

async function answers(
  { driver, clock, timeoutMs }: { driver: Driver; clock: Clock; timeoutMs: number },
  signal: AbortSignal,
): Promise<boolean> {
  const ask = (stop: AbortSignal) => driver.question('GET', '/slots', stop)
  return withDeadline({ limitMs: timeoutMs, clock }, ask, signal).then(() => true, () => false)
}
