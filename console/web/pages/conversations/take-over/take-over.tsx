import { Alert, Button, Card, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { StateForm } from '../../../../api/forms/take-over.ts'
import { serverNow } from '../../../api.ts'
import { text } from '../../../texts/text.ts'
import { Name } from '../../../ui/bidi.tsx'
import { When } from '../../../ui/when.tsx'
import { useTaking } from './acts.ts'
import { Composer } from './composer.tsx'
import { useTakeOverState, useWaiting } from './state.ts'
import { TimeLeft } from './time-left.tsx'
import { Waiting } from './waiting.tsx'

/** Who answers here: the assistant, this operator, or a colleague. What was typed outlives all three. */
export function TakeOver({ id }: { id: string }) {
  const { data: state } = useTakeOverState(id)
  const [draft, write] = useState('')
  const isYours = state?.takenOver?.isYours === true
  const waiting = useWaiting(id, isYours)
  const seenSeq = Math.max(0, ...(waiting.data?.messages.map(({ seq }) => seq) ?? []))
  if (state === undefined) return null
  return (
    <Card component="section" padding="md" mt="md" aria-label={text('takeOver.title')} data-taken={isYours}>
      <Stack gap="sm">
        <Who id={id} state={state} />
        {isYours && waiting.data !== undefined ? <Waiting of={waiting.data} /> : null}
        {isYours || draft !== '' ? (
          <Composer id={id} draft={draft} write={write} seenSeq={seenSeq} held={heldBy(state)} />
        ) : null}
      </Stack>
    </Card>
  )
}

/** Why nothing can be sent now. */
function heldBy({ takenOver, windowEndsMs }: StateForm): string | undefined {
  if (takenOver?.isYours !== true) return text('takeOver.held')
  return windowEndsMs !== undefined && windowEndsMs < serverNow() ? text('takeOver.windowClosed') : undefined
}

function Who({ id, state: { takenOver, waiting } }: { id: string; state: StateForm }) {
  const { take, handBack } = useTaking(id)
  if (takenOver === undefined) {
    return (
      <Group justify="space-between" gap="xs">
        <Text size="sm" className="take-over-text">
          {text('takeOver.about')}
        </Text>
        <Button size="sm" variant="default" loading={take.isPending} onClick={() => take.mutate(undefined)}>
          {text('takeOver.take')}
        </Button>
      </Group>
    )
  }
  const { isYours, by, sinceMs, untilMs } = takenOver
  return (
    <Alert
      color={isYours ? 'teal' : 'orange'}
      role="status"
      title={
        isYours ? (
          text('takeOver.yours')
        ) : (
          <Name>{text('takeOver.theirs', { name: by || text('takeOver.somebody') })}</Name>
        )
      }
    >
      <Group justify="space-between" gap="xs">
        <div>
          <TimeLeft untilMs={untilMs} />
          <Text size="sm" c="dimmed">
            {text('takeOver.since')} <When ms={sinceMs} />
            {isYours || waiting === 0 ? '' : ` · ${text('takeOver.unanswered', { count: waiting })}`}
          </Text>
        </div>
        {isYours ? (
          <Button size="sm" variant="default" loading={handBack.isPending} onClick={() => handBack.mutate()}>
            {text('takeOver.handBack')}
          </Button>
        ) : (
          <Button size="sm" variant="default" loading={take.isPending} onClick={() => take.mutate(takenOver)}>
            {text('takeOver.takeFrom')}
          </Button>
        )}
      </Group>
    </Alert>
  )
}
