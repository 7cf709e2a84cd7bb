import { Box, Table } from '@mantine/core'
import { text } from '../texts/text.ts'
import { PLOT_HEIGHT, type PlotOf } from './plot-of.ts'

/** The figures of a plot, the newest first. It scrolls within itself, by keyboard too. */
export function PlotTable({ title, timesMs, series, shown, shownTime }: PlotOf) {
  const rows = timesMs.map((ms, n) => ({ ms, values: series.map(({ values }) => values[n] ?? null) })).toReversed()
  return (
    <Box role="region" aria-label={title} tabIndex={0} h={PLOT_HEIGHT + 32} style={{ overflow: 'auto' }}>
      <Table stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{text('plot.time')}</Table.Th>
            {series.map(({ label }) => (
              <Table.Th key={label} scope="col" ta="end">
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ ms, values }) => (
            <Table.Tr key={ms}>
              <Table.Th scope="row" fw={400}>
                {shownTime(ms)}
              </Table.Th>
              {values.map((value, n) => (
                <Table.Td key={series[n]?.label} ta="end">
                  {value === null ? '–' : shown(value)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  )
}
