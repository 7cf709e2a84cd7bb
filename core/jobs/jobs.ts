import { aborted } from '#machine/aborted.ts'
import { backOffMs } from '#machine/back-off.mjs'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { keepLease } from '../store/lease.ts'
import type { Doorbell } from '../queue/wake-up-queue.ts'
import { retryAway } from '../store/retry-transient.ts'
import type { Store } from '../store/store.ts'
import type { Job } from './job.ts'
import { JOB_LEASE_MS, jobRows, type ClaimedJob } from './job-rows.ts'

export type Jobs = {
  /**
   * Has a job run once, now or not before `runAfterMs`. Asked for again while it waits it runs once all the same, at
   * the newer time; while it runs, once more.
   */
  enqueue(name: string, key: string, runAfterMs?: number): Promise<void>
  /** Takes up what is due, and puts those with a schedule on it. */
  start(): void
  /**
   * Looks for what is due; resolves when that has begun. What no wake-up came for is found by the sweep, which calls
   * this every second.
   */
  look(): Promise<void>
  /** Takes up nothing new and interrupts what runs, which is handed back. Waits for it until `deadline`. */
  stop(deadline: AbortSignal): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export type JobsDeps = {
  readonly store: Store
  readonly doorbell: Pick<Doorbell, 'wakeJobs' | 'processJobs'>
  readonly table: readonly Job[]
  /** Turns that run now. */
  readonly turnsRunning: () => number
  readonly clock: Clock
  readonly log: Logger
}

/** Jobs at once. */
const JOBS_MAX = 2
/** While more turns run no job begins, but for one that has waited so long. */
const TURNS_BESIDE_MAX = 4
const YIELD_MS_MAX = 600_000
/** Runs in a row that fail; then a job without a schedule is given up, until it is asked for anew. */
const TRIES_MAX = 12
const RETRY = { firstMs: 60_000, maxMs: 3_600_000 }

/**
 * Runs jobs off the reply path, few at once. A row says what is to be done and is there before anybody is woken for it;
 * a wake-up may be lost, doubled or late without harm. A job whose process died is taken up again when its lease has
 * run out.
 */
export function createJobs({ store, doorbell, table, turnsRunning, clock, log }: JobsDeps): Jobs {
  const rows = jobRows(store)
  const byName = new Map(table.map((job) => [job.name, job]))
  const running = new Set<Promise<void>>()
  const stopping = new AbortController()
  let looking: Promise<void> | undefined
  let isLookWanted = false

  const enqueue = async (name: string, key: string, runAfterMs = clock.now()) => {
    const now = new Date(clock.now())
    await rows.add({ name, key }, { runAfter: new Date(runAfterMs), now })
    if (runAfterMs <= now.getTime()) await doorbell.wakeJobs()
  }

  const claimDue = async () => {
    const rowsMax = JOBS_MAX - running.size
    if (rowsMax <= 0 || stopping.signal.aborted) return
    const dueForMs = turnsRunning() > TURNS_BESIDE_MAX ? YIELD_MS_MAX : 0
    const claimed = await rows.claim({ names: [...byName.keys()], rowsMax, now: new Date(clock.now()), dueForMs })
    for (const job of claimed) {
      const run = runClaimed(job).catch((error: unknown) => log.warn({ job: job.name, error }, 'failed to store job end'))
      running.add(run)
      void run.finally(() => running.delete(run)).then(look)
    }
  }

  const look = (): Promise<void> => {
    isLookWanted = true
    looking ??= lookWhileWanted().finally(() => (looking = undefined))
    return looking
  }

  const lookWhileWanted = async () => {
    while (isLookWanted) {
      isLookWanted = false
      await claimDue().catch((error: unknown) => log.debug({ error }, 'failed to look for jobs'))
    }
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
      if (schedule) await retryAway(() => enqueue(name, '', clock.now() + schedule.firstAfterMs), clock)
    }
  }

  const stop = async (deadline: AbortSignal) => {
    stopping.abort()
    const ended = async () => {
      await looking
      await Promise.all(running)
    }
    await Promise.race([ended(), aborted(deadline)])
  }

  return {
    enqueue,
    start() {
      doorbell.processJobs(() => void look())
      schedule().catch((error: unknown) => log.warn({ error }, 'failed to schedule jobs'))
    },
    look,
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
