import type { Clock } from '#machine/clock.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { GuardPlotForm } from '../forms/guard.ts'
import type { Span } from '../forms/overview.ts'
import { bucketsOf } from '../overview/plot.ts'

type Row = { readonly starts_at: Date; readonly blocks: Record<string, number> }

/** Blocks by hazard over the last hour, day or month. */
export async function guardPlot(
  { pool, clock }: { pool: ConsolePool; clock: Clock },
  span: Span,
): Promise<GuardPlotForm> {
  const { of, bucketMs, timesMs, endMs } = bucketsOf(clock, span)
  const { rows } = await pool.query<Row>(BLOCKS, [of, new Date(timesMs[0] ?? endMs), new Date(endMs)])
  const byTime = new Map(rows.map(({ starts_at, blocks }) => [starts_at.getTime(), blocks]))
  return { bucketMs, buckets: timesMs.map((atMs) => ({ atMs, blocks: byTime.get(atMs) ?? {} })) }
}

const BLOCKS = `
  select starts_at, blocks from usage_rollup
  where span = $1 and starts_at >= $2 and starts_at < $3 order by starts_at`
