import { Anchor, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { ConversationForm, TurnForm } from '../../../api/forms/conversations.ts'
import { read } from '../../api.ts'
import type { TextKey } from '../../texts/en.ts'
import { dayOf } from '../../texts/format.ts'
import { plural, text } from '../../texts/text.ts'
import { Name } from '../../ui/bidi.tsx'
import { More, useRows } from '../../ui/more.tsx'
import { Awaited, Empty } from '../../ui/state.tsx'
import { chatName, personName, platformName } from './names.ts'
import { TakeOver } from './take-over/take-over.tsx'
import { Turn } from './turn.tsx'

/** How many newer turns stand above the one that was asked for. */
const NEWER = 2

type Props = {
  readonly id: string
  /** The turn that was found. */
  readonly turn: number | undefined
  readonly close: () => void
  readonly showNewest: () => void
}

export function ConversationDetail({ id, turn, close, showNewest }: Props) {
  const path = `/api/conversations/${encodeURIComponent(id)}` as const
  const head = useQuery({
    queryKey: ['conversation', id],
    queryFn: ({ signal }) => read<ConversationForm>(path, {}, signal),
    refetchOnWindowFocus: false,
  })
  const turns = useRows<TurnForm>({
    key: ['conversation', id, 'turns'],
    path: `${path}/turns`,
    ...(turn !== undefined && { from: String(turn + NEWER + 1) }),
  })
  return (
    <section onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && close()}>
      <Button variant="default" size="sm" mb="sm" className="conversations-back" onClick={close}>
        {text('conversations.back')}
      </Button>
      <Awaited asked={head}>{(found) => <Head of={found} />}</Awaited>
      <TakeOver id={id} />
      <Awaited asked={turns}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={text('conversations.noTurns.title')}>{text('conversations.noTurns.what')}</Empty>
          ) : (
            <Stack gap="md" mt="md">
              <Group gap="sm">
                <Text size="sm" c="dimmed">
                  {text('conversations.newestFirst')}
                </Text>
                {turn === undefined ? null : (
                  <Button variant="default" size="compact-sm" onClick={showNewest}>
                    {text('conversations.toNewest')}
                  </Button>
                )}
              </Group>
              {rows.map((row) => (
                <Turn key={row.id} turn={row} conversation={id} path={path} isFound={row.number === turn} />
              ))}
              <More list={turns} label={text('conversations.older')} />
            </Stack>
          )
        }
      </Awaited>
    </section>
  )
}

function Head({ of }: { of: ConversationForm }) {
  const heading = useRef<HTMLHeadingElement>(null)
  // Whoever opened it by keyboard goes on here.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const { platform, kind, title, groupMode, createdAtMs, people, hasMorePeople } = of
  return (
    <Card padding="md">
      <Title order={2} ref={heading} tabIndex={-1}>
        <Name>{chatName({ kind, title, person: people[0] })}</Name>
      </Title>
      <Text size="sm" c="dimmed">
        {[
          platformName(platform),
          text(`conversations.kind.${kind}`),
          text('conversations.open.since', { time: dayOf(createdAtMs) }),
          ...(groupMode === undefined ? [] : [modeText(groupMode)]),
        ].join(' · ')}
      </Text>
      {people.length === 0 ? null : (
        <Group gap="xs" mt="xs">
          <Text size="sm" fw={600}>
            {text('conversations.open.people')}
          </Text>
          {people.map((person) => (
            <Text key={person.id} size="sm" component="span">
              <Anchor component={Link} to={`/people/${encodeURIComponent(person.id)}`} size="sm" underline="always">
                <Name>{personName(person)}</Name>
              </Anchor>{' '}
              <Text component="span" size="sm" c="dimmed">
                {plural('conversations.turns', person.turns)}
              </Text>
            </Text>
          ))}
          {hasMorePeople ? <Text size="sm">{text('conversations.open.morePeople')}</Text> : null}
        </Group>
      )}
    </Card>
  )
}

const modeText = (mode: string) =>
  text('conversations.open.mode', { mode: text(`conversations.mode.${mode}` as TextKey) })
