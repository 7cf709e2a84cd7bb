import type { Clock } from '#machine/clock.ts'
import { isAway } from './away.ts'

const TRIES_MAX = 5
const AGAIN_MS = 200

/**
 * Does what may be done twice, and does it again when Postgres went away meanwhile; a new connection waits until it is
 * back. `work` is told which try it is, from 1.
 */
export async function retryAway<Result>(
  work: (tries: number) => Promise<Result>,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work(tries)
    } catch (error) {
      if (tries >= TRIES_MAX || !isAway(error)) throw error
      await clock.sleep(AGAIN_MS, signal)
    }
  }
}
