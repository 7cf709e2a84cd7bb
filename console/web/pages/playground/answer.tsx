import '../conversations/conversations.css'
import { Alert, Badge, Group, Loader, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { PlaygroundEnd } from '../../../api/forms/playground.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { Said } from '../../ui/bidi.tsx'
import { errorText } from '../../ui/fail.ts'
import { hazardNames, hazardsIn } from '../../ui/hazard.ts'
import { duration } from '../conversations/duration.ts'
import { Verdicts } from '../conversations/verdicts.tsx'
import { Waterfall } from '../conversations/waterfall.tsx'
import type { Asked } from './asking.ts'

/** What a person would read, as it comes; and then how it came to be. */
export function Answer({ of: asked, isShort = false }: { of: Asked; isShort?: boolean }) {
  switch (asked.state) {
    case 'none':
      return null
    case 'asking':
      return (
        <Shown words={asked.text}>
          <Group gap="xs" role="status">
            <Loader size="xs" aria-hidden />
            <Text size="sm">{text(asked.text === '' ? 'playground.waits' : 'playground.writes')}</Text>
          </Group>
        </Shown>
      )
    case 'stopped':
      return (
        <Shown words={asked.text}>
          <Text size="sm" c="dimmed" role="status">
            {text('playground.stopped')}
          </Text>
        </Shown>
      )
    case 'failed':
      return <Failure error={asked.error} />
    case 'ended':
      return <Ended end={asked.end} isShort={isShort} />
    default:
      return asked satisfies never
  }
}

function Shown({ words, children }: { words: string; children: ReactNode }) {
  return (
    <Stack gap="xs">
      {words === '' ? null : (
        <div className="bubble">
          <Said isWhole>{words}</Said>
        </div>
      )}
      {children}
    </Stack>
  )
}

function Failure({ error }: { error: Error }) {
  const title = errorText(error)
  if (title === undefined) return null
  return (
    <Alert color="red" role="alert" title={title}>
      {hazardsIn(error)}
    </Alert>
  )
}

const COLORS = { answered: 'green', blocked: 'orange', noticed: 'blue', apologised: 'red' } as const

function Ended({ end, isShort }: { end: PlaygroundEnd; isShort: boolean }) {
  const { outcome, direction, hazards, reason, note, steps, verdicts } = end
  const about = outcome === 'blocked' ? (`blocked-${direction ?? 'in'}` as const) : outcome
  return (
    <Shown words={note === undefined ? end.text : `${end.text}\n\n${note}`}>
      <Group gap="xs" role="status">
        <Badge variant="light" tt="none" color={COLORS[outcome]}>
          {text(`playground.outcome.${about}`)}
        </Badge>
        <Text size="sm" c="dimmed">
          {factsOf(end).join(' · ')}
        </Text>
      </Group>
      {hazards.length > 0 ? <Text size="sm">{hazardNames(hazards)}</Text> : null}
      {reason === undefined ? null : (
        <Text size="sm" c="dimmed">
          {text('playground.reason', { reason })}
        </Text>
      )}
      {isShort ? null : (
        <>
          <Part title={text('conversations.happened.time')}>
            {steps === undefined ? null : <Waterfall steps={steps} />}
          </Part>
          <Part title={text('conversations.happened.verdicts')}>
            {verdicts.length === 0 ? (
              <Text size="sm" c="dimmed">
                {text('conversations.verdicts.none')}
              </Text>
            ) : (
              <Verdicts of={verdicts} />
            )}
          </Part>
        </>
      )}
    </Shown>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <Title order={3} fz="sm" mt="sm" mb={4}>
      {title}
    </Title>
    {children}
  </section>
)

function factsOf({ steps, model, promptTokens, answerTokens }: PlaygroundEnd): readonly string[] {
  const { firstWordsMs } = steps ?? {}
  return [
    ...(model === undefined ? [] : [model]),
    ...(firstWordsMs === undefined ? [] : [text('playground.firstWords', { time: duration(firstWordsMs) })]),
    ...(promptTokens === undefined
      ? []
      : [text('conversations.tokens', { prompt: numberOf(promptTokens), answer: numberOf(answerTokens ?? 0) })]),
  ]
}
