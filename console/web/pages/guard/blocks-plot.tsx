import type { GuardPlotForm } from '../../../api/forms/guard.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { hazardName } from '../../ui/hazard.ts'
import { OverTime } from '../../ui/over-time.tsx'
import { timesOf } from '../../ui/plot-times.ts'
import { Plot } from '../../ui/plot.tsx'

const COLORS = ['orange', 'blue', 'red', 'teal', 'green', 'gray'] as const

/** Blocks by hazard, over time. */
export const BlocksPlot = () => (
  <OverTime<GuardPlotForm> title={text('guard.plot')} path="/api/guard/plot">
    {(found) => <Drawn of={found} />}
  </OverTime>
)

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
