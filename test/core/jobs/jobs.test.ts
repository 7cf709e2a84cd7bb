import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import type { Job } from '#core/jobs/job.ts'
import { createJobs, type JobsDeps } from '#core/jobs/jobs.ts'
import { createWakeUpQueue } from '#core/queue/wake-up-queue.ts'
import { aborted } from '#machine/aborted.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, openTestRedis, type TestDatabase } from '../../kit/database.ts'

const MINUTE_MS = 60_000
const log = logFor('test:jobs')

let database: TestDatabase
let nowMs: number
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(async () => {
  nowMs = Date.parse('2030-06-01')
  await database.store.pool.query('truncate job')
})
const clock: Clock = { ...systemClock, now: () => nowMs }

type Row = { key: string; tries: number; last_error: string | null; run_after: Date | null; lease_until: Date | null }

async function rows(): Promise<Row[]> {
  return (await database.store.pool.query<Row>('select * from job order by name, key')).rows
}

/** Each change of the table is the end of a step; reads until one is as it should be. */
async function until(is: (all: Row[]) => boolean): Promise<Row[]> {
  for (;;) {
    const all = await rows()
    if (is(all)) return all
    await systemClock.sleep(5)
  }
}
const allDone = () => until((all) => all.length === 0)
/** The first row when a run that has begun is over; whether it has is asked before the row is read, which may be older. */
async function whenOver(hasBegun: () => boolean): Promise<Row | undefined> {
  for (;;) {
    const isBegun = hasBegun()
    const [row] = await rows()
    if (isBegun && row?.lease_until === null) return row
    await systemClock.sleep(5)
  }
}
const atRest = () => until((all) => all.every(({ lease_until }) => lease_until === null))

/** Runs a table of jobs; a wake-up comes at once, the sweep when the test says so. */
function runner(table: readonly Job[], more: Partial<JobsDeps> = {}) {
  let check = () => {}
  const wakeUps = { wakeJobs: async () => check(), processJobs: (given: () => void) => void (check = given) }
  const deps = { store: database.store, wakeUps, table, turnsRunning: () => 0, clock, log, ...more }
  const jobs = createJobs(deps)
  jobs.start()
  onTestFinished(() => jobs[Symbol.asyncDispose]())
  return jobs
}

/** A job that notes its runs; what it does can be exchanged. */
function noting(run: (key: string, signal: AbortSignal) => ReturnType<Job['run']> = async () => undefined) {
  const keys: string[] = []
  const job: Job = {
    name: 'noting',
    run(key, signal) {
      keys.push(key)
      return run(key, signal)
    },
  }
  return { job, keys }
}

/** A promise that is settled from outside, anew for each wait. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { promise, open: resolve }
}

test('a job runs once, however often it is enqueued before it runs, and leaves no row', async () => {
  const { job, keys } = noting()
  const jobs = runner([job])
  await jobs.enqueue('noting', 'a', nowMs + MINUTE_MS)
  await jobs.enqueue('noting', 'a', nowMs + MINUTE_MS)
  await jobs.check()
  await jobs.enqueue('noting', 'b')
  await until((all) => all.every(({ key }) => key === 'a'))
  nowMs += MINUTE_MS
  await jobs.check()
  await allDone()
  expect(keys).toEqual(['b', 'a'])
})

test('a check that is asked for at any moment of another one claims again', async () => {
  let claims = 0
  const query = async () => {
    claims += 1
    return { rows: [], rowCount: 0 }
  }
  const store = { pool: { query } } as unknown as JobsDeps['store']
  for (let moment = 0; moment < 12; moment += 1) {
    const jobs = runner([], { store })
    const first = jobs.check()
    for (let turn = 0; turn < moment; turn += 1) await Promise.resolve()
    const before = claims
    await Promise.all([first, jobs.check()])
    expect(claims, `asked for ${moment} turns of the loop later`).toBeGreaterThan(before)
  }
})

test('a job that is enqueued while it runs is run once more', async () => {
  const [began, goes] = [gate(), gate()]
  const { job, keys } = noting(async () => {
    began.open()
    await goes.promise
  })
  const jobs = runner([job])
  await jobs.enqueue('noting', 'a')
  await began.promise
  await jobs.enqueue('noting', 'a')
  await jobs.enqueue('noting', 'a')
  expect(keys).toEqual(['a'])
  goes.open()
  await allDone()
  expect(keys).toEqual(['a', 'a'])
})

test('a job that says when it wants to run again does so then', async () => {
  const { job, keys } = noting(async () => (keys.length < 2 ? { againAtMs: nowMs + MINUTE_MS } : undefined))
  const jobs = runner([job])
  await jobs.enqueue('noting', 'a')
  const waiting = await whenOver(() => keys.length === 1)
  expect(waiting).toMatchObject({ tries: 0, run_after: new Date(nowMs + MINUTE_MS) })
  nowMs += MINUTE_MS
  await jobs.check()
  await allDone()
  expect(keys).toEqual(['a', 'a'])
})

test('a failed job is retried at growing intervals, keeps the kind of error without its message, and is given up', async () => {
  const { job, keys } = noting(async () => {
    throw Object.assign(new TypeError('alice wrote this'), { code: 'E_SAD' })
  })
  const jobs = runner([job])
  await jobs.enqueue('noting', 'a')
  const pauses: (number | undefined)[] = []
  for (let runs = 1; runs <= 12; runs += 1) {
    const row = await whenOver(() => keys.length === runs)
    expect(row).toMatchObject({ tries: runs, last_error: 'TypeError E_SAD' })
    pauses.push(row?.run_after ? (row.run_after.getTime() - nowMs) / MINUTE_MS : undefined)
    nowMs = row?.run_after?.getTime() ?? nowMs
    await database.store.pool.query('update job set last_error = null')
    await jobs.check()
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, undefined])
  nowMs += 60 * MINUTE_MS
  await jobs.enqueue('noting', 'a', nowMs + MINUTE_MS)
  expect(await rows()).toMatchObject([{ tries: 0, run_after: new Date(nowMs + MINUTE_MS) }])
})

test('a job with a schedule runs after the start and then periodically, also when it failed', async () => {
  let runs = 0
  const everyHour: Job = {
    name: 'hourly',
    schedule: { firstAfterMs: MINUTE_MS, everyMs: 60 * MINUTE_MS },
    async run() {
      runs += 1
      if (runs === 1) throw new Error('not today')
    },
  }
  const jobs = runner([everyHour])
  await until((all) => all.length === 1)
  for (const [afterMs, count] of [
    [MINUTE_MS, 1],
    [60 * MINUTE_MS, 2],
    [60 * MINUTE_MS, 3],
  ] as const) {
    nowMs += afterMs - 1
    await jobs.check()
    expect(runs).toBe(count - 1)
    nowMs += 1
    await jobs.check()
    const row = await whenOver(() => runs === count)
    expect(row).toMatchObject({ run_after: new Date(nowMs + 60 * MINUTE_MS), tries: count === 1 ? 1 : 0 })
  }
})

test('two services run no job twice, and each runs two at once', async () => {
  const ran: string[] = []
  const service = () => {
    const seen = { atOnce: 0, most: 0 }
    const { job } = noting(async (key) => {
      seen.most = Math.max(seen.most, (seen.atOnce += 1))
      ran.push(key)
      await systemClock.sleep(1)
      seen.atOnce -= 1
    })
    return { seen, jobs: runner([job]) }
  }
  const keys = Array.from({ length: 20 }, (_, index) => `k${index}`)
  for (const key of keys) await runner([]).enqueue('noting', key)
  const services = [service(), service()]
  await Promise.all(services.map(({ jobs }) => jobs.check()))
  await allDone()
  expect(ran.toSorted()).toEqual(keys.toSorted())
  expect(services.map(({ seen }) => seen.most)).toEqual([2, 2])
})

test('jobs that wait for an engine do not hold up the others', async () => {
  const waits = noting((_key, signal) => aborted(signal))
  const other = noting()
  const jobs = runner([
    { ...waits.job, name: 'waiting', usesEngine: true },
    { ...other.job, name: 'other' },
  ])
  for (const key of ['a', 'b', 'c']) await jobs.enqueue('waiting', key)
  await jobs.enqueue('other', 'd')
  await until((all) => all.every(({ key }) => key !== 'd'))
  expect(other.keys).toEqual(['d'])
  expect(waits.keys).toEqual(['a', 'b'])
})

test('a job whose process died runs again when its lease has expired, and late writes of the dead one are refused', async () => {
  const [began, goes] = [gate(), gate()]
  const lost = gate()
  const slow = noting(async (_key, signal) => {
    began.open()
    void aborted(signal).then(lost.open)
    await goes.promise
  })
  const dead = runner([slow.job])
  await dead.enqueue('noting', 'a')
  await began.promise
  const fast = noting(() => Promise.reject(new Error('busy')))
  await database.store.pool.query(`update job set lease_until = clock_timestamp() - interval '1 s'`)
  await runner([fast.job]).check()
  await until(([row]) => row?.last_error === 'Error')
  expect(fast.keys).toEqual(['a'])
  await lost.promise
  goes.open()
  await dead.stop(AbortSignal.timeout(10_000))
  expect(await rows()).toMatchObject([{ key: 'a', tries: 2, last_error: 'Error' }])
})

test('people go first: while many turns run only what has waited for ten minutes begins', async () => {
  let turns = 5
  const { job, keys } = noting()
  const jobs = runner([job], { turnsRunning: () => turns })
  await jobs.enqueue('noting', 'early')
  nowMs += 10 * MINUTE_MS
  await jobs.enqueue('noting', 'late')
  await until((all) => all.every(({ key }) => key === 'late'))
  await jobs.check()
  expect(keys).toEqual(['early'])
  turns = 4
  await jobs.check()
  await allDone()
  expect(keys).toEqual(['early', 'late'])
})

test('a stop interrupts what runs and hands it back, as if it had not begun', async () => {
  const began = gate()
  const { job } = noting(async (_key, signal) => {
    began.open()
    await aborted(signal)
    signal.throwIfAborted()
  })
  const jobs = runner([job])
  await jobs.enqueue('noting', 'a')
  await began.promise
  await jobs.stop(AbortSignal.timeout(10_000))
  expect(await rows()).toMatchObject([{ key: 'a', tries: 0, lease_until: null, last_error: null }])
  const next = noting()
  await runner([next.job]).check()
  await allDone()
  expect(next.keys).toEqual(['a'])
})

test('a stop does not wait longer than its deadline for a job that ignores its signal', async () => {
  const [began, goes] = [gate(), gate()]
  const { job } = noting(async () => {
    began.open()
    await goes.promise
  })
  const jobs = runner([job])
  await jobs.enqueue('noting', 'a')
  await began.promise
  await jobs.stop(AbortSignal.abort())
  expect(await rows()).toMatchObject([{ key: 'a', tries: 1 }])
  goes.open()
  await allDone()
})

test('a job of a later version is not touched', async () => {
  const { job, keys } = noting()
  const jobs = runner([job])
  await jobs.enqueue('of tomorrow', 'a')
  await jobs.enqueue('noting', 'b')
  await until((all) => all.length === 1)
  await atRest()
  expect(keys).toEqual(['b'])
  expect(await rows()).toMatchObject([{ key: 'a', tries: 0 }])
})

test('bull wakes the process that runs jobs, also from another one', async () => {
  const redis = await openTestRedis()
  onTestFinished(() => redis[Symbol.asyncDispose]())
  const open = async () => {
    const wakeUps = await createWakeUpQueue({ connection: { path: redis.socketPath }, clock: systemClock, log })
    onTestFinished(() => wakeUps[Symbol.asyncDispose]())
    return wakeUps
  }
  const [here, there] = [await open(), await open()]
  // Wake-ups of conversations are on the same queue.
  const woken: string[] = []
  there.process(4, { handle: async (conversation) => void woken.push(conversation), handled: () => undefined })
  const { job, keys } = noting()
  runner([job], { wakeUps: there })
  await runner([], { wakeUps: { wakeJobs: here.wakeJobs, processJobs: () => undefined } }).enqueue('noting', 'a')
  await allDone()
  expect(keys).toEqual(['a'])
  expect(woken).toEqual([])
})
