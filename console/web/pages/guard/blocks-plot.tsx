import { Group, SegmentedControl, Skeleton, Title } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { GuardPlotForm } from '../../../api/forms/guard.ts'
import type { Span } from '../../../api/forms/overview.ts'
import { read } from '../../api.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { hazardName } from '../../ui/hazard.ts'
import { PLOT_HEIGHT } from '../../ui/plot-of.ts'
import { timesOf } from '../../ui/plot-times.ts'
import { Plot } from '../../ui/plot.tsx'
import { Awaited } from '../../ui/state.tsx'

/** Minutes are counted once they are over. */
const AGAIN_MS = 60_000
const SPANS = ['hour', 'day', 'month'] as const
const COLORS = ['orange', 'blue', 'red', 'teal', 'green', 'gray'] as const

/** Blocks by hazard, over time. */
export function BlocksPlot() {
  const [span, setSpan] = useState<Span>('day')
  const plot = useQuery({
    queryKey: ['guard', 'plot', span],
    queryFn: ({ signal }) => read<GuardPlotForm>('/api/guard/plot', { span }, signal),
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  })
  return (
    <section>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{text('guard.plot')}</Title>
        <SegmentedControl
          aria-label={text('overview.span')}
          data={SPANS.map((value) => ({ value, label: text(`overview.span.${value}`) }))}
          value={span}
          onChange={setSpan}
        />
      </Group>
      {plot.data === undefined && plot.error === null ? (
        <Skeleton h={PLOT_HEIGHT + 100} />
      ) : (
        <Awaited asked={plot}>{(found) => <Drawn of={found} />}</Awaited>
      )}
    </section>
  )
}

/** The most frequent hazards have a curve of their own, the others one together. */
function Drawn({ of: { buckets, bucketMs } }: { of: GuardPlotForm }) {
  const totals = new Map<string, number>()
  for (const { blocks } of buckets) {
    for (const [hazard, times] of Object.entries(blocks)) totals.set(hazard, (totals.get(hazard) ?? 0) + times)
  }
  const names = [...totals.keys()].toSorted((one, other) => (totals.get(other) ?? 0) - (totals.get(one) ?? 0))
  const own = names.slice(0, COLORS.length - 1)
  const others = names.slice(COLORS.length - 1)
  const curve = (label: string, of: readonly string[], n: number) => ({
    label,
    color: COLORS[n] ?? 'gray',
    ...(n % 2 === 1 && { isDashed: true as const }),
    values: buckets.map(({ blocks }) => of.reduce((sum, hazard) => sum + (blocks[hazard] ?? 0), 0)),
  })
  return (
    <Plot
      title={text('guard.plot.title')}
      timesMs={buckets.map(({ atMs }) => atMs)}
      series={[
        ...own.map((hazard, n) => curve(hazardName(hazard), [hazard], n)),
        ...(others.length > 0 ? [curve(text('guard.plot.others'), others, COLORS.length - 1)] : []),
      ]}
      shown={(value) => numberOf(value)}
      shownTime={timesOf(bucketMs)}
      isCount
      empty={text('guard.plot.empty')}
    />
  )
}
