import { Badge, Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { TurnForm } from '../../../api/forms/conversations.ts'
import type { TextKey } from '../../texts/en.ts'
import { fullTime, numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { Said } from '../../ui/bidi.tsx'
import { When } from '../../ui/when.tsx'
import { Delivery } from './delivery.tsx'
import { Verdicts } from './verdicts.tsx'
import { Waterfall } from './waterfall.tsx'

/** Why a turn came out as it did. */
export function Happened({ turn }: { turn: TurnForm }) {
  const { steps, verdicts, memories, replies } = turn
  return (
    <Stack gap="md" mt="md">
      <Part title="conversations.happened.time">
        {steps === undefined ? <Dim>{text('conversations.steps.none')}</Dim> : <Waterfall steps={steps} />}
      </Part>
      <Part title="conversations.happened.verdicts">
        {verdicts.length === 0 ? <Dim>{text('conversations.verdicts.none')}</Dim> : <Verdicts of={verdicts} />}
      </Part>
      <Part title="conversations.happened.memories">
        {memories.length === 0 ? <Dim>{text('conversations.memories.none')}</Dim> : <Memories of={memories} />}
      </Part>
      <Part title="conversations.happened.delivery">
        {replies.length === 0 ? <Dim>{text('conversations.delivery.none')}</Dim> : <Delivery replies={replies} />}
      </Part>
      <Also turn={turn} />
    </Stack>
  )
}

const Part = ({ title, children }: { title: TextKey; children: ReactNode }) => (
  <section>
    <Title order={4} fz="sm" mb={4}>
      {text(title)}
    </Title>
    {children}
  </section>
)

const Dim = ({ children }: { children: ReactNode }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
)

const Memories = ({ of }: { of: TurnForm['memories'] }) => (
  <ul className="list">
    {of.map(({ ref, kind, text: words, saidAtMs }) => (
      <li key={ref}>
        <Group gap="xs" align="baseline" wrap="nowrap">
          <Badge variant="default" tt="none" fw={500} miw="max-content">
            {text(`conversations.memory.${kind}`)}
          </Badge>
          {words === undefined ? <Dim>{text('conversations.memory.forgotten')}</Dim> : <Said size="sm">{words}</Said>}
          {saidAtMs === undefined ? null : (
            <Dim>
              <When ms={saidAtMs} />
            </Dim>
          )}
        </Group>
      </li>
    ))}
  </ul>
)

function Also({ turn: { tokens, attempts, startedAtMs, isOutOfHistory } }: { turn: TurnForm }) {
  const facts = [
    fullTime(startedAtMs),
    ...(tokens === undefined
      ? []
      : [text('conversations.tokens', { prompt: numberOf(tokens.prompt), answer: numberOf(tokens.answer) })]),
    ...(attempts > 1 ? [text('conversations.attempts', { count: numberOf(attempts) })] : []),
    ...(isOutOfHistory ? [text('conversations.outOfHistory')] : []),
  ]
  return (
    <Part title="conversations.happened.more">
      {facts.map((fact) => (
        <Dim key={fact}>{fact}</Dim>
      ))}
    </Part>
  )
}
