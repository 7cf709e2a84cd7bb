import { SimpleGrid, Stack } from '@mantine/core'
import type { PlotForm } from '../../../api/forms/overview.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { OverTime } from '../../ui/over-time.tsx'
import type { Series } from '../../ui/plot-of.ts'
import { timesOf } from '../../ui/plot-times.ts'
import { Plot } from '../../ui/plot.tsx'
import { shownSeconds } from '../../ui/seconds.ts'

/** What happened over an hour, a day or a month. */
export const Plots = () => (
  <OverTime<PlotForm> title={text('overview.plots')} path="/api/overview/plot">
    {(found) => (
      <Stack>
        <Drawn of={found} />
      </Stack>
    )}
  </OverTime>
)

function Drawn({ of: { buckets, bucketMs } }: { of: PlotForm }) {
  const timesMs = buckets.map(({ atMs }) => atMs)
  const shown = { timesMs, shownTime: timesOf(bucketMs), empty: text('overview.plot.empty') }
  const replies: Series[] = [
    { label: text('overview.plot.answered'), color: 'teal', values: buckets.map(({ answered }) => answered) },
    { label: text('overview.plot.human'), color: 'blue', values: buckets.map(({ human }) => human) },
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
