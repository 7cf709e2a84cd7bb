import type { Clock } from '#machine/clock.ts'
import { isAway } from './patient-pool.ts'

const TRIES_MAX = 5
const AGAIN_MS = 200

/** Does what may be done twice, and does it again when Postgres went away meanwhile; a new connection waits until it is back. */
export async function retryAway<Result>(work: () => Promise<Result>, clock: Clock, signal: AbortSignal): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (tries >= TRIES_MAX || !isAway(error)) throw error
      await clock.sleep(AGAIN_MS, signal)
    }
  }
}
