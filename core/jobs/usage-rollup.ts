import type pg from 'pg'
import type { Clock } from '#machine/clock.ts'
import { inTransaction } from '../store/transaction.ts'
import { FIRST_WORDS_MS } from './first-words.ts'
import type { Job } from './job.ts'
import { DELETE_OLD, NEWEST, NEXT_TURN, ROLL_MINUTES, SUM_UP } from './rollup-statements.ts'

export type RollupDeps = { readonly store: { readonly pool: pg.Pool }; readonly clock: Clock }

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
const SCHEDULE = { firstAfterMs: 20_000, everyMs: MINUTE_MS }
/** A turn is stored with the time of its end a little later than that. */
const SETTLED_AFTER_MS = 90_000
/** Minutes that are counted again in each run: more than a job waits while the service is busy. */
const RECOUNTED_MS = 15 * MINUTE_MS
/** Of one transaction, after a gap. */
const CHUNK_MS = 6 * HOUR_MS
/** Between two of them, so that statements of turns are not delayed. */
const PAUSE_MS = 20

const KEPT_MS = { minute: 2 * DAY_MS, hour: 62 * DAY_MS, day: 3 * 366 * DAY_MS }

/** Counts what happened, minute by minute, for the plots of the console. Only numbers: nobody can be found in them. */
export function rollupJob(deps: RollupDeps): Job {
  return { name: 'usage-rollup', schedule: SCHEDULE, run: (_key, signal) => rollUp(deps, signal) }
}

/**
 * Counts every finished minute since the last run, and the last few again. A run may be repeated, and may come after
 * days or after the clock was set: counts of a span only grow, also when people or old turns were deleted since.
 */
export async function rollUp({ store, clock }: RollupDeps, signal: AbortSignal): Promise<void> {
  const timeIn = async (statement: string, ms: number) => {
    const { rows } = await store.pool.query<{ at: Date | null }>(statement, [new Date(ms)])
    return rows[0]?.at?.getTime()
  }
  const untilMs = floor(clock.now() - SETTLED_AFTER_MS, MINUTE_MS)
  // What lies behind that is from before the clock was set back, and counted again when its time comes.
  const newestMs = await timeIn(NEWEST, untilMs)
  let fromMs = newestMs === undefined ? untilMs - KEPT_MS.day : newestMs - RECOUNTED_MS
  while (!signal.aborted) {
    const turnMs = await timeIn(NEXT_TURN, fromMs)
    if (turnMs === undefined || turnMs >= untilMs) break
    const toMs = Math.min(untilMs, floor(turnMs, CHUNK_MS) + CHUNK_MS)
    await rollChunk(store, { fromMs: floor(turnMs, MINUTE_MS), toMs })
    fromMs = toMs
    if (fromMs < untilMs) await clock.sleep(PAUSE_MS, signal).catch(() => undefined)
  }
  for (const [span, keptMs] of Object.entries(KEPT_MS)) {
    await store.pool.query(DELETE_OLD, [span, new Date(clock.now() - keptMs)])
  }
}

type Chunk = { readonly fromMs: number; readonly toMs: number }

/** Its minutes, and with them the hours and days that they lie in: all of it or nothing. */
async function rollChunk({ pool }: RollupDeps['store'], { fromMs, toMs }: Chunk): Promise<void> {
  const at = (ms: number, unitMs: number) => new Date(floor(ms, unitMs))
  // People of a whole day are many to tell apart: they are counted anew when an hour of it has ended.
  const isHourOver = floor(fromMs, HOUR_MS) < floor(toMs, HOUR_MS)
  await inTransaction(pool, async (client) => {
    await client.query(ROLL_MINUTES, [new Date(fromMs), new Date(toMs), FIRST_WORDS_MS])
    await client.query(SUM_UP, ['hour', 'minute', at(fromMs, HOUR_MS), new Date(toMs), true])
    await client.query(SUM_UP, ['day', 'hour', at(fromMs, DAY_MS), new Date(toMs), isHourOver])
  })
}

const floor = (ms: number, unitMs: number) => Math.floor(ms / unitMs) * unitMs
