import type { Clock } from '#machine/clock.ts'
import { retry } from '#machine/retry.ts'
import { isAway } from './unreachable.ts'

const TRIES_MAX = 5
const AGAIN_MS = 200

/**
 * Does what may be done twice, and does it again when Postgres went away meanwhile; a new connection waits until it is
 * back. `work` is told which try it is, from 1.
 */
export function retryAway<T>(work: (tries: number) => Promise<T>, clock: Clock, signal?: AbortSignal): Promise<T> {
  return retry(work, { triesMax: TRIES_MAX, pauseMs: () => AGAIN_MS, isTransient: isAway, clock }, signal)
}
