import { Alert, Button, Card, Group, Stack, Text } from '@mantine/core'
import type { StateForm } from '../../../../api/forms/take-over.ts'
import { serverNow } from '../../../api.ts'
import { text } from '../../../texts/text.ts'
import { Name } from '../../../ui/bidi.tsx'
import { When } from '../../../ui/when.tsx'
import { useTaking } from './acts.ts'
import { Composer } from './composer.tsx'
import { useDraft } from './draft.ts'
import { pathOf, useTakeOverState, useWaiting } from './state.ts'
import { TimeLeft } from './time-left.tsx'
import { Waiting } from './waiting.tsx'

/** Who answers here: the assistant, this operator, or a colleague. What was typed outlives all three. */
export function TakeOver({ id }: { id: string }) {
  const { data: state } = useTakeOverState(id)
  const [draft, write] = useDraft(id)
  const isYours = state?.takenOver?.isYours === true
  const waiting = useWaiting(id, isYours)
  const seenSeq = Math.max(0, ...(waiting.data?.messages.map(({ seq }) => seq) ?? []))
  return (
    <Card component="section" padding="md" mt="md" aria-label={text('takeOver.title')} data-taken={isYours}>
      <Stack gap="sm">
        {/* As it mostly is while it is asked: so nothing below it moves. */}
        {state?.takenOver === undefined ? (
          <Assistant id={id} isKnown={state !== undefined} />
        ) : (
          <Somebody id={id} takenOver={state.takenOver} waiting={state.waiting} />
        )}
        {isYours && waiting.data !== undefined ? <Waiting of={waiting.data} path={pathOf(id)} /> : null}
        {state !== undefined && (isYours || draft !== '') ? (
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

function Assistant({ id, isKnown }: { id: string; isKnown: boolean }) {
  const { take } = useTaking(id)
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" className="take-over-text">
        {text('takeOver.about')}
      </Text>
      <Button
        size="sm"
        variant="default"
        disabled={!isKnown}
        loading={take.isPending}
        onClick={() => take.mutate(undefined)}
      >
        {text('takeOver.take')}
      </Button>
    </Group>
  )
}

type Taken = { readonly id: string; readonly takenOver: NonNullable<StateForm['takenOver']>; readonly waiting: number }

function Somebody({ id, takenOver, waiting }: Taken) {
  const { take, handBack } = useTaking(id)
  const { isYours, by, sinceMs, untilMs } = takenOver
  const name = by === '' ? text('takeOver.somebody') : by
  return (
    <Alert
      color={isYours ? 'teal' : 'orange'}
      role="status"
      title={isYours ? text('takeOver.yours') : <Name>{text('takeOver.theirs', { name })}</Name>}
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
