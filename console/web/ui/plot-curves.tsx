import 'uplot/dist/uPlot.min.css'
import { Box, Group, Text, useComputedColorScheme } from '@mantine/core'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import UPlot from 'uplot'
import { PLOT_HEIGHT, type PlotOf, type Series } from './plot-of.ts'

const AXIS_FONT = '12px system-ui, sans-serif'
const DASHES = [6, 4]
/** Room for a value with its unit at the axis; some languages have longer units. */
const VALUES_WIDTH_MIN = 56
/** Between a value and the plot: uPlot's tick and gap, and a little before it. */
const VALUES_SPACE = 20

/** Drawn by uPlot on a canvas, from left to right in every language. The pointer reads a time off. */
export function Curves(plot: PlotOf) {
  const { title, timesMs, series } = plot
  const place = useRef<HTMLDivElement>(null)
  const drawn = useRef<UPlot>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const scheme = useComputedColorScheme('light')
  const data = [timesMs.map((ms) => ms / 1_000), ...series.map(({ values }) => values)] as UPlot.AlignedData
  // Another span has other words for its times, in the plot that is there.
  const newest = useEffectEvent(() => plot)
  const open = useEffectEvent((box: HTMLElement) => new UPlot(optionsFor(newest, box, setPointed), data, box))
  // What decides how it looks; its figures alone are put into the plot that is there.
  const look = [scheme, ...series.map(({ label, color }) => `${label} ${color}`)].join()
  useEffect(() => {
    const box = place.current
    if (box === null) return undefined
    const made = open(box)
    drawn.current = made
    const resizes = new ResizeObserver(() => made.setSize({ width: box.clientWidth, height: PLOT_HEIGHT }))
    resizes.observe(box)
    return () => {
      resizes.disconnect()
      made.destroy()
      drawn.current = null
    }
  }, [look])
  const redraw = useEffectEvent(() => drawn.current?.setData(data))
  useEffect(() => redraw(), [timesMs, series])
  return (
    <>
      <Legend plot={plot} pointed={pointed} />
      <Box ref={place} dir="ltr" h={PLOT_HEIGHT} role="img" aria-label={title} />
    </>
  )
}

/** Which curve is which; with the values where the pointer is. */
function Legend({ plot, pointed }: { plot: PlotOf; pointed: number | null }) {
  const { series, timesMs, shown, shownTime } = plot
  const valueAt = ({ values }: Series) => (pointed === null ? null : (values[pointed] ?? null))
  const at = pointed === null ? undefined : timesMs[pointed]
  return (
    <Group mih={32} style={{ gap: '0 var(--mantine-spacing-md)' }}>
      {series.map((each) => {
        const value = valueAt(each)
        return (
          <Group key={each.label} gap={6} wrap="nowrap">
            <Box
              w={18}
              h={0}
              style={{ borderTop: `3px ${each.isDashed ? 'dashed' : 'solid'} ${colorVar(each.color)}` }}
            />
            <Text size="xs" className="cut">
              {value === null ? each.label : `${each.label} ${shown(value)}`}
            </Text>
          </Group>
        )
      })}
      {at === undefined ? null : (
        <Text size="xs" c="dimmed" className="cut">
          {shownTime(at)}
        </Text>
      )}
    </Group>
  )
}

const colorVar = (color: string) => `var(--mantine-color-${color}-text)`

function optionsFor(newest: () => PlotOf, box: HTMLElement, point: (index: number | null) => void): UPlot.Options {
  const { series, isCount } = newest()
  const style = getComputedStyle(box)
  const read = (name: string) => style.getPropertyValue(`--mantine-color-${name}`).trim()
  const lines = { stroke: read('dimmed'), font: AXIS_FONT, grid: { stroke: read('default-border'), width: 1 } }
  const counts = { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000] }
  return {
    width: box.clientWidth,
    height: PLOT_HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.1 : 1] } },
    axes: [
      { ...lines, space: 70, values: (_plot, splits) => splits.map((s) => newest().shownTime(s * 1_000)) },
      { ...lines, size: widthOf, values: (_plot, splits) => splits.map(newest().shown), ...(isCount && counts) },
    ],
    series: [
      {},
      ...series.map(({ label, color, isDashed }) => curveOf({ label, stroke: read(`${color}-text`), isDashed })),
    ],
    hooks: { setCursor: [({ cursor }) => point(cursor.idx ?? null)] },
  }
}

/** uPlot asks with nothing before there are values. */
function widthOf({ ctx }: UPlot, values: readonly string[] | null): number {
  ctx.save()
  ctx.font = AXIS_FONT
  const widths = (values ?? []).map((value) => ctx.measureText(value).width + VALUES_SPACE)
  ctx.restore()
  return Math.ceil(Math.max(VALUES_WIDTH_MIN, ...widths))
}

const curveOf = ({ label, stroke, isDashed }: { label: string; stroke: string; isDashed?: true | undefined }) => ({
  label,
  stroke,
  width: 2,
  ...(isDashed && { dash: DASHES }),
  points: { show: true, size: 4, fill: stroke },
})
