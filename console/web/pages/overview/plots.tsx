import { Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Title } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PlotForm, Span } from '../../../api/forms/overview.ts'
import { read } from '../../api.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { PLOT_HEIGHT, type Series } from '../../ui/plot-of.ts'
import { timesOf } from '../../ui/plot-times.ts'
import { Plot } from '../../ui/plot.tsx'
import { Awaited } from '../../ui/state.tsx'
import { shownSeconds } from './seconds.ts'

/** Minutes are counted once they are over. */
const AGAIN_MS = 60_000

const SPANS = ['hour', 'day', 'month'] as const

/** What happened over an hour, a day or a month. */
export function Plots() {
  const [span, setSpan] = useState<Span>('day')
  const plot = useQuery({
    queryKey: ['overview', 'plot', span],
    queryFn: ({ signal }) => read<PlotForm>('/api/overview/plot', { span }, signal),
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  })
  return (
    <section>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{text('overview.plots')}</Title>
        <SegmentedControl
          aria-label={text('overview.span')}
          data={SPANS.map((value) => ({ value, label: text(`overview.span.${value}`) }))}
          value={span}
          onChange={setSpan}
        />
      </Group>
      <Stack>
        {plot.data === undefined && plot.error === null ? (
          <Skeleton h={PLOT_HEIGHT + 100} />
        ) : (
          <Awaited asked={plot}>{(found) => <Drawn of={found} />}</Awaited>
        )}
      </Stack>
    </section>
  )
}

function Drawn({ of: { buckets, bucketMs } }: { of: PlotForm }) {
  const timesMs = buckets.map(({ atMs }) => atMs)
  const shown = { timesMs, shownTime: timesOf(bucketMs), empty: text('overview.plot.empty') }
  const replies: Series[] = [
    { label: text('overview.plot.answered'), color: 'teal', values: buckets.map(({ answered }) => answered) },
    {
      label: text('overview.plot.blocked'),
      color: 'orange',
      isDashed: true,
      values: buckets.map(({ blocked }) => blocked),
    },
    {
      label: text('overview.plot.apologised'),
      color: 'red',
      isDashed: true,
      values: buckets.map(({ apologised }) => apologised),
    },
  ]
  const words: Series[] = [
    { label: text('overview.plot.p50'), color: 'teal', values: buckets.map(({ p50Ms }) => p50Ms ?? null) },
    {
      label: text('overview.plot.p95'),
      color: 'blue',
      isDashed: true,
      values: buckets.map(({ p95Ms }) => p95Ms ?? null),
    },
  ]
  const people: Series[] = [
    { label: text('overview.plot.people.series'), color: 'teal', values: buckets.map((bucket) => bucket.people) },
  ]
  return (
    <>
      <Plot title={text('overview.plot.replies')} series={replies} shown={wholeNumber} isCount {...shown} />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Plot title={text('overview.plot.firstWords')} series={words} shown={shownSeconds} {...shown} />
        <Plot title={text('overview.plot.people')} series={people} shown={wholeNumber} isCount {...shown} />
      </SimpleGrid>
    </>
  )
}

const wholeNumber = (value: number) => numberOf(value)
