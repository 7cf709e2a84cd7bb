import { Group, SegmentedControl, Skeleton, Title } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Span } from '../../api/forms/overview.ts'
import { read } from '../api.ts'
import { text } from '../texts/text.ts'
import { PLOT_HEIGHT } from './plot-of.ts'
import { Awaited } from './state.tsx'

/** Minutes are counted once they are over. */
const AGAIN_MS = 60_000
const SPANS = ['hour', 'day', 'month'] as const

type OverTimeProps<Form> = {
  readonly title: string
  /** Of the API; it takes `span`. */
  readonly path: `/api/${string}`
  readonly children: (found: Form) => ReactNode
}

/** What is drawn of an hour, a day or a month, whichever is chosen. */
export function OverTime<Form>({ title, path, children }: OverTimeProps<Form>) {
  const [span, setSpan] = useState<Span>('day')
  const plot = useQuery({
    queryKey: [path, span],
    queryFn: ({ signal }) => read<Form>(path, { span }, signal),
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  })
  return (
    <section>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{title}</Title>
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
        <Awaited asked={plot}>{children}</Awaited>
      )}
    </section>
  )
}
