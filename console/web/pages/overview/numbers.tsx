import { Card, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { OverviewForm } from '../../../api/forms/overview.ts'
import { numberOf, relativeTime } from '../../texts/format.ts'
import { plural, text } from '../../texts/text.ts'
import { useNow } from '../../ui/now.ts'
import { PageLink, type Linked } from './page-link.tsx'
import { shownSeconds } from '../../ui/seconds.ts'

export const NUMBER_HEIGHT = 148

/** What goes on right now. */
export function Numbers({ of }: { of: OverviewForm }) {
  const { people, replies, firstWords, queue, outbox, blocksToday, engine } = of
  const now = useNow()
  const waits = queue.conversations === 0 ? text('overview.queue.none') : plural('overview.queue', queue.conversations)
  const since =
    queue.sinceMs === undefined ? [] : [text('overview.queue.since', { time: relativeTime(queue.sinceMs, now) })]
  const unsent = outbox.replies === 0 ? text('overview.outbox.none') : plural('overview.outbox', outbox.replies)
  const words = firstWords
    ? [text('overview.firstWords.half'), text('overview.firstWords.most', { time: shownSeconds(firstWords.p95Ms) })]
    : [text('overview.firstWords.none')]
  return (
    <section>
      <Title order={2} mb="sm">
        {text('overview.numbers')}
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }}>
        <Figure name={text('overview.people')} value={numberOf(people.now)} to="/people" about={lately(people.today)} />
        <Figure
          name={text('overview.replies')}
          value={numberOf(replies.now)}
          to="/conversations"
          about={lately(replies.today)}
        />
        <Figure
          name={text('overview.firstWords')}
          value={firstWords ? shownSeconds(firstWords.p50Ms) : '–'}
          about={words}
        />
        <Figure
          name={text('overview.queue')}
          value={numberOf(queue.conversations)}
          about={[[waits, ...since].join(', '), unsent]}
        />
        <Figure
          name={text('overview.blocks')}
          value={numberOf(blocksToday)}
          to="/guard"
          about={[text('overview.blocks.about')]}
        />
        <Figure
          name={text('overview.engine')}
          value={<span className="cut">{engine.model}</span>}
          about={[
            text(`overview.engine.${engine.state}`),
            ...(engine.load ? [text('overview.engine.load', engine.load)] : []),
          ]}
        />
      </SimpleGrid>
    </section>
  )
}

const lately = (today: number) => [text('overview.lately'), text('overview.today', { count: numberOf(today) })]

type FigureProps = {
  readonly name: string
  readonly value: ReactNode
  readonly about: readonly string[]
  readonly to?: Linked
}

function Figure({ name, value, about, to }: FigureProps) {
  return (
    <Card padding="md" mih={NUMBER_HEIGHT}>
      <Stack gap={4}>
        <Text size="sm" fw={500} c="dimmed">
          {name}
        </Text>
        <Text component="div" fz="1.75rem" fw={650} lh={1.2} className="cut figures">
          {value}
        </Text>
        {about.map((line) => (
          <Text key={line} size="sm" c="dimmed">
            {line}
          </Text>
        ))}
        {to === undefined ? null : <PageLink to={to} />}
      </Stack>
    </Card>
  )
}
