import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { confirm } from '../../ui/confirm-question.ts'
import { pathOf, useAct, type Begun } from './asked.ts'
import { shownBytes, shownWait } from './size.ts'
import { Told } from '../../ui/told.tsx'

const COLORS = { running: 'teal', paused: 'gray', failed: 'red' } as const

/** A download that goes on by itself, whoever looks at it. */
export function Installing({ installing, resume }: { installing: Begun; resume: () => void }) {
  const { model, state, receivedBytes, totalBytes } = installing
  const act = useAct()
  const share = totalBytes === 0 ? 0 : receivedBytes / totalBytes
  const discard = async () => {
    const body = text('models.install.discard.about')
    if (
      await confirm({
        title: text('models.install.discard.title', { model }),
        body,
        action: text('models.install.discard'),
      })
    )
      act.mutate({ method: 'DELETE', path: pathOf(model, '/install') })
  }
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} role="status">
          {text(`models.install.${state}`, { model })}
        </Text>
        <Text size="sm" c="dimmed" className="figures">
          {numberOf(share, { style: 'percent', maximumFractionDigits: 0 })}
        </Text>
      </Group>
      <Progress
        value={share * 100}
        color={COLORS[state]}
        size="lg"
        radius="xl"
        aria-label={text('models.install.progress', { model })}
      />
      <Text size="sm" c="dimmed" className="figures">
        {[
          text('models.install.bytes', { received: shownBytes(receivedBytes), total: shownBytes(totalBytes) }),
          ...paceOf(installing),
        ].join(' · ')}
      </Text>
      {state === 'failed' ? (
        <Alert color="red" title={text('models.install.why')}>
          <Text size="sm" className="wrapped" dir="auto">
            <Told english={installing.why} sentences={installing.sentences} />
          </Text>
        </Alert>
      ) : null}
      <Group gap="xs">
        {state === 'running' ? (
          <Button
            size="xs"
            variant="default"
            loading={act.isPending}
            onClick={() => act.mutate({ method: 'POST', path: pathOf(model, '/install/pause') })}
          >
            {text('models.install.pause')}
          </Button>
        ) : (
          <Button size="xs" onClick={resume}>
            {text('models.install.resume')}
          </Button>
        )}
        <Button size="xs" variant="subtle" color="red" disabled={act.isPending} onClick={() => void discard()}>
          {text('models.install.discard')}
        </Button>
        {state === 'running' ? (
          <Text size="sm" c="dimmed">
            {text('models.install.leave')}
          </Text>
        ) : null}
      </Group>
    </Stack>
  )
}

function paceOf(installing: Begun): readonly string[] {
  if (installing.state !== 'running' || installing.bytesPerSecond === 0) return []
  const { bytesPerSecond, leftSeconds } = installing
  const pace = text('models.install.pace', { bytes: shownBytes(bytesPerSecond) })
  return leftSeconds === undefined ? [pace] : [pace, text('models.install.left', { time: shownWait(leftSeconds) })]
}
