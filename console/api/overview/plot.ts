import type { Clock } from '#machine/clock.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { PlotForm, Span } from '../forms/overview.ts'
import { quantilesOf } from './overview.ts'
import { ROLLUPS } from './statements.ts'

/** What each span is drawn of. */
const BUCKETS = {
  hour: { of: 'minute', bucketMs: 60_000, count: 60 },
  day: { of: 'hour', bucketMs: 3_600_000, count: 24 },
  month: { of: 'day', bucketMs: 86_400_000, count: 31 },
} as const

const UNCOUNTED_MS = 3 * 60_000

type Row = {
  starts_at: Date
  turns: { answered?: number; human?: number; blocked?: number; apologised?: number }
  people: number
  first_words: number[]
}

/** The last hour, day or month; a bucket in which nothing happened has zeros. */
export async function plotOf({ pool, clock }: { pool: ConsolePool; clock: Clock }, span: Span): Promise<PlotForm> {
  const { of, bucketMs, timesMs, endMs } = bucketsOf(clock, span)
  const { rows } = await pool.query<Row>(ROLLUPS, [of, new Date(timesMs[0] ?? endMs), new Date(endMs)])
  const byTime = new Map(rows.map((row) => [row.starts_at.getTime(), row]))
  const buckets = timesMs.map((atMs) => {
    const { turns, people = 0, first_words } = byTime.get(atMs) ?? {}
    const { answered = 0, human = 0, blocked = 0, apologised = 0 } = turns ?? {}
    return { atMs, answered, human, blocked, apologised, people, ...quantilesOf(first_words ? [first_words] : []) }
  })
  return { bucketMs, buckets }
}

/** Until `endMs`; the last one is not over. */
export function bucketsOf(clock: Pick<Clock, 'now'>, span: Span) {
  const { of, bucketMs, count } = BUCKETS[span]
  // The newest minutes are not counted yet: drawn, they would look like silence.
  const countedMs = clock.now() - (span === 'hour' ? UNCOUNTED_MS : 0)
  const endMs = (Math.floor(countedMs / bucketMs) + 1) * bucketMs
  return { of, bucketMs, endMs, timesMs: Array.from({ length: count }, (_, n) => endMs - (count - n) * bucketMs) }
}
