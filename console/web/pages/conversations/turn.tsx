import { Button, Card, Collapse, Group, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useEffect, useId, useRef } from 'react'
import type { TurnForm } from '../../../api/forms/conversations.ts'
import { text } from '../../texts/text.ts'
import { Name } from '../../ui/bidi.tsx'
import { When } from '../../ui/when.tsx'
import { Asked, Replies } from './bubbles.tsx'
import { duration } from './duration.ts'
import { Happened } from './happened.tsx'
import { Missed } from './missed.tsx'
import { personName } from './names.ts'
import { Outcome } from './outcome.tsx'
import { totalMs } from './step-times.ts'
import { whyOf } from './why.ts'

type Props = {
  readonly turn: TurnForm
  readonly conversation: string
  /** Of the conversation in the API. */
  readonly path: `/api/${string}`
  /** The one that was searched for. */
  readonly isFound: boolean
}

/** What somebody asked, what they were answered, and on request what happened in between. */
export function Turn({ turn, conversation, path, isFound }: Props) {
  const [isOpen, { toggle }] = useDisclosure(isFound)
  const card = useRef<HTMLDivElement>(null)
  const id = useId()
  useEffect(() => {
    if (isFound) card.current?.scrollIntoView({ block: 'center' })
  }, [isFound])
  const why = whyOf(turn)
  return (
    <Card component="article" ref={card} padding="md" aria-labelledby={id} data-found={isFound}>
      <Group justify="space-between" gap="xs">
        <Title order={3} id={id} fz="sm">
          <Name>{personName(turn.person)}</Name>{' '}
          <Text component="span" size="sm" c="dimmed" fw={400}>
            <When ms={turn.startedAtMs} />
          </Text>
        </Title>
        <Group gap="xs">
          <Outcome of={turn.outcome} />
          <Took turn={turn} />
        </Group>
      </Group>
      <Asked turn={turn} path={path} />
      <Replies turn={turn} />
      {why === undefined ? null : (
        <Text size="sm" mt="xs" fw={500}>
          {why}
        </Text>
      )}
      <Group mt="xs" gap="sm">
        <Button
          variant="default"
          size="compact-sm"
          onClick={toggle}
          aria-expanded={isOpen}
          aria-controls={`${id}-more`}
        >
          {text('conversations.happened')}
        </Button>
        {turn.outcome === 'answered' ? <Missed turn={turn} conversation={conversation} /> : null}
        {turn.feedback.map(({ value, person }) => (
          <Text key={person.id} size="sm">
            {value === 'good' ? '👍' : '👎'} {text(`conversations.${value}`)}
          </Text>
        ))}
      </Group>
      <Collapse expanded={isOpen} id={`${id}-more`}>
        {isOpen ? <Happened turn={turn} /> : null}
      </Collapse>
    </Card>
  )
}

function Took({ turn: { outcome, steps, startedAtMs, finishedAtMs } }: { turn: TurnForm }) {
  const total = steps === undefined ? (finishedAtMs ?? startedAtMs) - startedAtMs : totalMs(steps)
  // A person's answer comes when they write it: its turn itself takes no time.
  if (finishedAtMs === undefined || outcome === 'human') return null
  const parts = [
    text('conversations.took', { time: duration(total) }),
    ...(steps?.firstWordsMs === undefined
      ? []
      : [text('conversations.firstWords', { time: duration(steps.firstWordsMs) })]),
  ]
  return (
    <Text size="sm" c="dimmed">
      {parts.join(' · ')}
    </Text>
  )
}
