import { Box, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { later } from '../later.tsx'
import { text } from '../texts/text.ts'
import { PLOT_HEIGHT, type PlotOf } from './plot-of.ts'
import { PlotTable } from './plot-table.tsx'

/** With the library that draws, which is as large as a page. */
const Curves = later(async () => (await import('./plot-curves.tsx')).Curves)

/** Curves over time, or the same figures as a table. */
export function Plot(plot: PlotOf) {
  const { title, series, empty } = plot
  const [isTable, setIsTable] = useState(false)
  const isEmpty = series.every(({ values }) => values.every((value) => value === null || value === 0))
  const label = text(isTable ? 'plot.showPlot' : 'plot.showTable', { title })
  return (
    <Card component="section" padding="md">
      <Group justify="space-between" mb="xs" wrap="nowrap">
        <Title order={3}>{title}</Title>
        {isEmpty ? null : (
          <Button
            variant="default"
            size="compact-sm"
            flex="none"
            aria-label={label}
            onClick={() => setIsTable(!isTable)}
          >
            {text(isTable ? 'plot.asPlot' : 'plot.asTable')}
          </Button>
        )}
      </Group>
      <Box mih={PLOT_HEIGHT + 32}>
        {isEmpty ? <Nothing>{empty}</Nothing> : isTable ? <PlotTable {...plot} /> : <Curves {...plot} />}
      </Box>
    </Card>
  )
}

function Nothing({ children }: { children: string }) {
  return (
    <Stack h={PLOT_HEIGHT} align="center" justify="center" px="md">
      <Text c="dimmed" ta="center" size="sm" maw={360}>
        {children}
      </Text>
    </Stack>
  )
}
