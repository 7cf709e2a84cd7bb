import { aborted } from '#machine/aborted.ts'
import { backOffMs } from '#machine/back-off.mjs'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { keepLease } from '../store/lease.ts'
import type { WakeUpQueue } from '../queue/wake-up-queue.ts'
import { retryTransient } from '../store/retry-transient.ts'
import type { Store } from '../store/store.ts'
import { createEnqueue, type Enqueue } from './enqueue.ts'
import type { Job } from './job.ts'
import { JOB_LEASE_MS, jobRows, type ClaimedJob } from './job-rows.ts'

export type Jobs = {
  readonly enqueue: Enqueue
  /** Begins to run what is due, and enqueues those with a schedule. */
  start(): void
  /** Starts what is due. The sweep calls it every second, for jobs whose wake-up was lost. */
  check(): Promise<void>
  /** Starts nothing new, and interrupts and hands back what runs. Waits for it until `deadline`. */
  stop(deadline: AbortSignal): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export type JobsDeps = {
  readonly store: Store
  readonly wakeUps: Pick<WakeUpQueue, 'wakeJobs' | 'processJobs'>
  readonly table: readonly Job[]
  /** Turns that run now. */
  readonly turnsRunning: () => number
  readonly clock: Clock
  readonly log: Logger
}

/** Jobs at once of each lane: those that wait for an engine, and the others, which never wait behind them. */
const JOBS_MAX = 2
/** While more turns run no job begins, except one that has been due for so long. */
export const TURNS_BESIDE_MAX = 4
const YIELD_MS_MAX = 600_000
/** Failed runs in a row; then a job without a schedule is given up, until it is enqueued again. */
const TRIES_MAX = 12
const RETRY = { firstMs: 60_000, maxMs: 3_600_000 }

/**
 * Runs jobs off the reply path, few at once. A row says what is to be done and is stored before the wake-up, which may
 * be lost, doubled or late without harm. A job whose process died runs again when its lease has expired.
 */
export function createJobs({ store, wakeUps, table, turnsRunning, clock, log }: JobsDeps): Jobs {
  const rows = jobRows(store)
  const enqueue = createEnqueue({ store, wakeUps, clock })
  const byName = new Map(table.map((job) => [job.name, job]))
  const lanes = [false, true].map((usesEngine) => ({
    names: table.filter((job) => (job.usesEngine ?? false) === usesEngine).map(({ name }) => name),
    running: new Set<Promise<void>>(),
  }))
  const stopping = new AbortController()
  let checking: Promise<void> | undefined
  let isCheckWanted = false

  const claimDue = async ({ names, running }: (typeof lanes)[number]) => {
    const rowsMax = JOBS_MAX - running.size
    if (rowsMax <= 0 || stopping.signal.aborted) return
    const dueForMs = turnsRunning() > TURNS_BESIDE_MAX ? YIELD_MS_MAX : 0
    const claimed = await rows.claim({ names, rowsMax, now: new Date(clock.now()), dueForMs })
    for (const job of claimed) {
      const run = runClaimed(job).catch((error: unknown) =>
        log.warn({ job: job.name, error }, 'failed to store job end'),
      )
      running.add(run)
      void run.finally(() => running.delete(run)).then(check)
    }
  }

  const check = (): Promise<void> => {
    isCheckWanted = true
    return (checking ??= checkWhileWanted())
  }

  const checkWhileWanted = async () => {
    while (isCheckWanted) {
      isCheckWanted = false
      for (const lane of lanes) {
        await claimDue(lane).catch((error: unknown) => log.debug({ error }, 'failed to claim jobs'))
      }
    }
    // At once: a check that came between the end of the loop and a `finally` would be lost.
    checking = undefined
  }

  const runClaimed = async (claimed: ClaimedJob): Promise<void> => {
    const { name, key, tries } = claimed
    const job = byName.get(name) as Job
    const lease = keepLease({ renew: () => rows.renew(claimed), leaseMs: JOB_LEASE_MS, clock, log })
    const signal = AbortSignal.any([lease.lost, stopping.signal])
    try {
      signal.throwIfAborted()
      const result = await job.run(key, signal)
      const againAtMs = result?.againAtMs ?? (job.schedule && clock.now() + job.schedule.everyMs)
      await (againAtMs === undefined ? rows.done(claimed) : rows.again(claimed, new Date(againAtMs)))
    } catch (error) {
      if (stopping.signal.aborted) return void (await rows.handBack(claimed))
      const againInMs = job.schedule?.everyMs ?? (tries < TRIES_MAX ? backOffMs(tries, RETRY) : undefined)
      if (againInMs === undefined) log.error({ job: name, tries, error }, 'job given up')
      else log.warn({ job: name, tries, againInMs, error }, 'job failed')
      const again = againInMs === undefined ? undefined : new Date(clock.now() + againInMs)
      await rows.failed(claimed, { error: kindOf(error), again })
    } finally {
      lease.end()
    }
  }

  const schedule = async () => {
    for (const { name, schedule } of table) {
      if (schedule) await retryTransient(() => enqueue(name, '', clock.now() + schedule.firstAfterMs), clock)
    }
  }

  const stop = async (deadline: AbortSignal) => {
    stopping.abort()
    const ended = async () => {
      await checking
      await Promise.all(lanes.flatMap(({ running }) => [...running]))
    }
    await Promise.race([ended(), aborted(deadline)])
  }

  return {
    enqueue,
    start() {
      wakeUps.processJobs(() => void check())
      schedule().catch((error: unknown) => log.warn({ error }, 'failed to schedule jobs'))
    },
    check,
    stop,
    [Symbol.asyncDispose]: () => stop(AbortSignal.abort()),
  }
}

/** Name and code: a message may quote what a person wrote. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  if ('code' in error && typeof error.code === 'string') return `${error.name} ${error.code}`
  return error.cause instanceof Error ? kindOf(error.cause) : error.name
}
