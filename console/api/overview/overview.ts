import { quantileOf } from '#core/jobs/first-words.ts'
import type { Clock } from '#machine/clock.ts'
import type { ServiceParts } from '../../deps.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { OverviewForm } from '../forms/overview.ts'
import { saidWithoutNumbers } from '../without-numbers.ts'
import { remembered } from './remembered.ts'
import { FAILED_TODAY, FIRST_WORDS, JOBS_GIVEN_UP, PEOPLE_TODAY, PRESENT, TODAY } from './statements.ts'
import { stateOf, worriesOf } from './worries.ts'

export type Overview = { now(): Promise<OverviewForm> }

type Watched = Pick<ServiceParts, 'status' | 'readiness' | 'engineLoad'>
type OverviewDeps = { readonly pool: ConsolePool; readonly service: Watched; readonly clock: Clock }

const MINUTE_MS = 60_000
const LATELY_MS = 5 * MINUTE_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** However many look at it, and however often, it is read no more than this often. */
const PRESENT_MS_MAX = 1_000
const TODAY_MS_MAX = 30_000

/** Whether all is well, and what goes on. */
export function createOverview({ pool, service, clock }: OverviewDeps): Overview {
  const one = async <Row extends object>(text: string, agoMs: number): Promise<Row> => {
    const { rows } = await pool.query<Row>(text, [new Date(clock.now() - agoMs)])
    return rows[0] as Row
  }
  const present = remembered({ clock, forMs: PRESENT_MS_MAX }, async () => {
    const { rows: jobs } = await pool.query<JobGivenUp>(JOBS_GIVEN_UP)
    return { ...(await one<PresentRow>(PRESENT, LATELY_MS)), jobs }
  })
  const today = remembered({ clock, forMs: TODAY_MS_MAX }, async () => {
    const counts = await one<TodayRow>(TODAY, DAY_MS)
    const { people } = await one<{ people: number }>(PEOPLE_TODAY, DAY_MS)
    const { count: repliesFailed } = await one<{ count: number }>(FAILED_TODAY, DAY_MS)
    const { rows: words } = await pool.query<{ counts: number[] }>(FIRST_WORDS, [new Date(clock.now() - HOUR_MS)])
    return { ...counts, people, repliesFailed, firstWords: quantilesOf(words.map(({ counts: each }) => each)) }
  })
  return {
    async now() {
      const [lately, day] = await Promise.all([present(), today()])
      const parts = service.readiness().parts.map(saidWithoutNumbers)
      const { model, engine } = service.status()
      const load = service.engineLoad()
      const queue = waiting(lately.queued_since)
      const outbox = waiting(lately.unsent_since)
      const { firstWords, repliesFailed, apologies } = day
      const about = { parts, jobs: lately.jobs, repliesFailed, apologies, queued: lately.queued, unsent: lately.unsent }
      const since = { queuedSince: queue.sinceMs, unsentSince: outbox.sinceMs }
      const worries = worriesOf({ ...about, ...since, nowMs: clock.now() })
      return {
        state: stateOf(parts, worries),
        parts,
        worries,
        // What was read a moment ago may know less than what is known now.
        people: { now: lately.people, today: Math.max(day.people, lately.people) },
        replies: { now: lately.replies, today: Math.max(day.replies, lately.replies) },
        ...(firstWords && { firstWords }),
        queue: { conversations: lately.queued, ...queue },
        outbox: { replies: lately.unsent, ...outbox },
        blocksToday: day.blocks,
        engine: { model, state: engine, ...(load && { load }) },
      }
    },
  }
}

type PresentRow = {
  replies: number
  people: number
  queued: number
  queued_since: Date | null
  unsent: number
  unsent_since: Date | null
}
type JobGivenUp = { job: string; count: number; error: string }
type TodayRow = { replies: number; blocks: number; apologies: number }

const waiting = (since: Date | null) => (since === null ? {} : { sinceMs: since.getTime() })

/** Of several minutes together. */
export function quantilesOf(minutes: readonly (readonly number[])[]): { p50Ms: number; p95Ms: number } | undefined {
  const counts: number[] = []
  for (const minute of minutes)
    for (const [bucket, count] of minute.entries()) counts[bucket] = (counts[bucket] ?? 0) + count
  const [p50Ms, p95Ms] = [quantileOf(counts, 0.5), quantileOf(counts, 0.95)]
  return p50Ms === undefined || p95Ms === undefined ? undefined : { p50Ms, p95Ms }
}
