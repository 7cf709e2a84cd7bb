import type { Clock } from '#machine/clock.ts'
import { retry } from '#machine/retry.ts'
import { isUnreachable } from './unreachable.ts'

const TRIES_MAX = 5
const AGAIN_MS = 200

/**
 * Does what may be done twice, and retries it when Postgres became unreachable; a new connection waits until it is
 * reachable again. `work` gets the number of the try, from 1.
 */
export function retryTransient<T>(work: (tries: number) => Promise<T>, clock: Clock, signal?: AbortSignal): Promise<T> {
  return retry(work, { triesMax: TRIES_MAX, pauseMs: () => AGAIN_MS, isTransient: isUnreachable, clock }, signal)
}
