import { Alert, Button, Group, Stack, Text, ThemeIcon } from '@mantine/core'
import type { SwitchStateForm } from '../../../api/forms/models.ts'
import { text } from '../../texts/text.ts'
import { CheckIcon } from '../../ui/icons.tsx'
import { useNow } from '../../ui/now.ts'
import { shownSeconds } from '../../ui/seconds.ts'
import { useAct, type Moving } from './asked.ts'
import { Told } from '../../ui/told.tsx'

/** That it went well is no news after that. */
const NEWS_MS = 600_000

/** How far a switch is, or how the last one ended. */
export function Switching({ switching, serving }: { switching: SwitchStateForm; serving: string }) {
  const now = useNow()
  const { state } = switching
  switch (state) {
    case 'none':
      return null
    case 'done': {
      const { model, atMs, tookMs } = switching
      return now - atMs > NEWS_MS ? null : (
        <Alert color="green" role="status" icon={<CheckIcon />} title={text('models.switch.done', { model })}>
          {text('models.switch.took', { time: shownSeconds(tookMs) })}
        </Alert>
      )
    }
    case 'failed':
    case 'cancelled': {
      const { model, why, sentences, serves } = switching
      return (
        <Alert
          color={state === 'failed' ? 'red' : 'gray'}
          role={state === 'failed' ? 'alert' : 'status'}
          title={text(`models.switch.${state}`, { model })}
        >
          <Stack gap={4}>
            <Text size="sm" className="wrapped">
              <Told english={why} sentences={sentences} />
            </Text>
            <Text size="sm">{text('models.switch.serves', { model: serves })}</Text>
          </Stack>
        </Alert>
      )
    }
    default:
      return <Running switching={switching} serving={serving} />
  }
}

/** Where nobody waits, there are no answers to wait for either. */
const stagesOf = (switching: Moving) =>
  'way' in switching && switching.way === 'messages-wait'
    ? (['checking', 'waiting', 'loading', 'testing', 'swapping'] as const)
    : (['checking', 'loading', 'testing', 'swapping'] as const)

function Running({ switching, serving }: { switching: Moving; serving: string }) {
  const act = useAct()
  const { model, state } = switching
  const stages = stagesOf(switching)
  const at = stages.findIndex((stage) => stage === state)
  const areWaiting = 'way' in switching && switching.way === 'messages-wait'
  return (
    <Stack gap="sm">
      <Text size="sm" fw={600} role="status">
        {text('models.switch.running', { model })}
      </Text>
      <Group component="ol" className="list" gap="md">
        {stages.map((stage, n) => (
          <Group component="li" key={stage} gap={6} wrap="nowrap" aria-current={n === at ? 'step' : undefined}>
            <ThemeIcon size={22} radius="xl" variant={n === at ? 'filled' : 'light'} color={n <= at ? 'teal' : 'gray'}>
              {n < at ? <CheckIcon size={14} /> : <span className="figures">{n + 1}</span>}
            </ThemeIcon>
            <Text size="sm" {...(n !== at && { c: 'dimmed' })}>
              {text(`models.switch.${stage}`)}
            </Text>
          </Group>
        ))}
      </Group>
      <Group gap="sm">
        <Text size="sm" c="dimmed">
          {text(areWaiting ? 'models.switch.areWaiting' : 'models.switch.meanwhile', { model: serving })}
        </Text>
        {'canCancel' in switching && switching.canCancel ? (
          <Button
            size="xs"
            variant="default"
            loading={act.isPending}
            onClick={() => act.mutate({ method: 'DELETE', path: '/api/models/switch' })}
          >
            {text('models.switch.cancel')}
          </Button>
        ) : null}
      </Group>
    </Stack>
  )
}
