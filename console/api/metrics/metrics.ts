import type { Clock } from '#machine/clock.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { OverviewForm } from '../forms/overview.ts'
import type { Overview } from '../overview/overview.ts'
import { remembered } from '../overview/remembered.ts'
import { createProcessMetrics, gauge } from './process.ts'
import { metricsText, type Metric, type Sample } from './text.ts'

/** However many look, and however often, it is read no more than this often. */
const READ_MS_MAX = 5_000
const LATELY_MS = 5 * 60_000

export type Metrics = { text(): Promise<string>; [Symbol.dispose](): void }

type MetricsDeps = { readonly pool: ConsolePool; readonly overview: Overview; readonly clock: Clock }

/** Numbers for Prometheus. Nobody can be found in them: no ids, and no names but those of channels, outcomes and hazards. */
export function createMetrics({ pool, overview, clock }: MetricsDeps): Metrics {
  const process = createProcessMetrics()
  const text = remembered({ clock, forMs: READ_MS_MAX }, async () => {
    const nowMs = clock.now()
    const yearMs = Date.UTC(new Date(nowMs).getUTCFullYear(), 0)
    const [now, counted, lately] = await Promise.all([
      overview.now(),
      pool.query<Counted>(COUNTED, [new Date(yearMs)]),
      pool.query<Lately>(LATELY, [new Date(nowMs - LATELY_MS)]),
    ])
    const metrics = [...ofService(now, nowMs), ...totalsOf(counted.rows), ...latelyOf(lately.rows), ...process.read()]
    return metricsText(metrics)
  })
  return { text, [Symbol.dispose]: () => process[Symbol.dispose]() }
}

function ofService({ parts, people, queue, outbox, firstWords, worries, engine }: Seen, nowMs: number): Metric[] {
  const since = (ms: number | undefined) => (ms === undefined ? 0 : Math.max(0, nowMs - ms) / 1_000)
  const { load } = engine
  const failed = worries.find(({ kind }) => kind === 'replies-failed')
  return [
    gauge('chasqui_part_up', 'Whether a part of the service works: 1, or 0.', parts.filter(isOn).map(upOf)),
    gauge('chasqui_engine_up', 'Whether the engine answers: 1, or 0.', engine.state === 'ready' ? 1 : 0),
    ...(load === undefined ? [] : loadOf(load)),
    gauge('chasqui_people_recent', 'People who were answered in the last five minutes.', people.now),
    gauge('chasqui_queue_conversations', 'Conversations in which something waits.', queue.conversations),
    gauge('chasqui_queue_oldest_seconds', 'How long the oldest of it has waited.', since(queue.sinceMs)),
    gauge('chasqui_outbox_replies', 'Replies that wait to be delivered.', outbox.replies),
    gauge('chasqui_outbox_oldest_seconds', 'How long the oldest of them has waited.', since(outbox.sinceMs)),
    gauge(
      'chasqui_replies_failed_today',
      'Replies that were given up in the last 24 hours.',
      failed !== undefined && 'count' in failed ? failed.count : 0,
    ),
    gauge('chasqui_first_words_seconds', 'Until the first words of a reply, in the last hour.', [
      ...(firstWords === undefined
        ? []
        : [
            { labels: { quantile: '0.5' }, value: firstWords.p50Ms / 1_000 },
            { labels: { quantile: '0.95' }, value: firstWords.p95Ms / 1_000 },
          ]),
    ]),
  ]
}

type Seen = OverviewForm
type Part = OverviewForm['parts'][number]

const isOn = ({ state }: Part) => state !== 'off'
const upOf = ({ name, state }: Part): Sample => ({ labels: { part: name }, value: state === 'ready' ? 1 : 0 })

const loadOf = ({ running, waiting, permits }: NonNullable<OverviewForm['engine']['load']>) => [
  gauge('chasqui_engine_running', 'Requests that the engine works on.', running),
  gauge('chasqui_engine_waiting', 'Requests that wait for it.', waiting),
  gauge('chasqui_engine_permits', 'How many it works on at once, at most.', permits),
]

type Counted = { readonly of: 'turns' | 'blocks'; readonly key: string; readonly times: string }

function totalsOf(rows: readonly Counted[]): Metric[] {
  const samples = (wanted: Counted['of'], label: string) =>
    rows.filter(({ of }) => of === wanted).map(({ key, times }) => ({ labels: { [label]: key }, value: Number(times) }))
  const since = 'since the year began (UTC), but for the last minutes'
  return [
    {
      name: 'chasqui_turns_total',
      type: 'counter',
      help: `Messages by what they were answered with, ${since}.`,
      samples: samples('turns', 'outcome'),
    },
    {
      name: 'chasqui_guard_blocks_total',
      type: 'counter',
      help: `Blocks by hazard, ${since}.`,
      samples: samples('blocks', 'hazard'),
    },
  ]
}

type Lately = {
  readonly of: 'turn' | 'delivery'
  readonly channel: string
  readonly state: string
  readonly times: number
}

function latelyOf(rows: readonly Lately[]): Metric[] {
  const samples = (wanted: Lately['of'], label: string) =>
    rows
      .filter(({ of }) => of === wanted)
      .map(({ channel, state, times }) => ({ labels: { channel, [label]: state }, value: times }))
  return [
    gauge('chasqui_turns_recent', 'Messages of the last five minutes.', samples('turn', 'outcome')),
    gauge('chasqui_deliveries_recent', 'Replies to them, by how far they are.', samples('delivery', 'state')),
  ]
}

/** Whole days, today's among them. They grow until the year ends: what has begun anew at 0 is what counters may do. */
const COUNTED = `
  with days as (select turns, blocks from usage_rollup where span = 'day' and starts_at >= $1)
  select 'turns' as of, key, sum(value::bigint) as times from days, jsonb_each_text(turns) group by 2
  union all
  select 'blocks', key, sum(value::bigint) from days, jsonb_each_text(blocks) group by 2
  order by 1, 2`

const LATELY = `
  with recent as (
    select turn.id, turn.state, split_part(account, ':', 1) as channel
    from turn join conversation on conversation.id = conversation_id where finished_at >= $1)
  select 'turn' as of, channel, state, count(*)::integer as times from recent group by 2, 3
  union all
  select 'delivery', channel, outbox.state, count(*)::integer
  from recent join outbox on turn_id = recent.id group by 2, 3
  order by 1, 2, 3`
