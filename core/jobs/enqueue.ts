import type { Clock } from '#machine/clock.ts'
import type { WakeUpQueue } from '../queue/wake-up-queue.ts'
import type { Store } from '../store/store.ts'
import { jobRows } from './job-rows.ts'

/**
 * Has a job run once, now or not before `runAfterMs`. Enqueued again while it waits, it still runs once, at the newer
 * time; while it runs, once more.
 */
export type Enqueue = (name: string, key: string, runAfterMs?: number) => Promise<void>

type EnqueueDeps = {
  readonly store: Store
  readonly wakeUps: Pick<WakeUpQueue, 'wakeJobs'>
  readonly clock: Clock
}

/** Apart from what runs jobs, so that a job can enqueue another one. */
export function createEnqueue({ store, wakeUps, clock }: EnqueueDeps): Enqueue {
  const rows = jobRows(store)
  return async (name, key, runAfterMs = clock.now()) => {
    const now = new Date(clock.now())
    await rows.add({ name, key }, { runAfter: new Date(runAfterMs), now })
    if (runAfterMs <= now.getTime()) await wakeUps.wakeJobs()
  }
}
