import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core'
import type { CheckForm } from '../../../api/forms/channels.ts'
import { text } from '../../texts/text.ts'
import { errorText } from '../../ui/fail.ts'
import { useSecondsLeft } from '../../ui/seconds-left.ts'
import type { SetUp } from './set-up.ts'
import { Told } from '../../ui/told.tsx'

/** Asks the platform before anything is kept, and keeps it. */
export function Check({ setUp }: { setUp: SetUp }) {
  const { checking } = setUp
  const isHeld = useSecondsLeft(checking.error) > 0
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <Button variant="default" loading={checking.isPending} disabled={isHeld} onClick={() => checking.mutate()}>
          {text('channels.check')}
        </Button>
        <Save setUp={setUp} />
      </Group>
      <div role="status">
        {checking.isPending || checking.data === undefined ? null : <Answer of={checking.data} />}
        {checking.isPending || checking.error === null ? null : <Alert color="red" title={errorText(checking.error)} />}
      </div>
    </Stack>
  )
}

export function Save({ setUp: { channel, saving, hasChanges, isAcknowledged } }: { setUp: SetUp }) {
  const mustAcknowledge = channel.steps.some(({ kind, setting }) => kind === 'acknowledge' && setting === undefined)
  const isHeld = mustAcknowledge && channel.state === 'off' && !isAcknowledged
  return (
    <Button type="submit" loading={saving.isPending} disabled={!hasChanges || isHeld}>
      {text(channel.state === 'off' ? 'channels.switchOn' : 'channels.save')}
    </Button>
  )
}

const COLORS = { ok: 'green', warn: 'orange', fail: 'red' } as const
const MARKS = { ok: '✓', warn: '!', fail: '✗' } as const

/** What the platform said, in words. */
function Answer({ of: { ok, name, account, lines, installLink, roundTripMs } }: { of: CheckForm }) {
  const who = [name, account].filter((part) => part !== undefined).join(' · ')
  const worst = !ok ? 'fail' : lines.some(({ result }) => result === 'warn') ? 'warn' : 'ok'
  return (
    <Alert color={COLORS[worst]} title={text(ok ? 'channels.check.ok' : 'channels.check.fail')}>
      <Stack gap={4}>
        {who === '' ? null : (
          <Text size="sm" fw={600}>
            <bdi className="wrapped">{who}</bdi>
          </Text>
        )}
        {lines.map(({ result, text: words, sentences }) => (
          <Text key={words} size="sm" className="wrapped" dir="auto">
            <span aria-hidden="true">{MARKS[result]}</span> <Told english={words} sentences={sentences} />
          </Text>
        ))}
        {installLink === undefined ? null : (
          <Anchor href={installLink} target="_blank" rel="noreferrer" size="sm" underline="always">
            {text('channels.invite')}
          </Anchor>
        )}
        {roundTripMs === undefined ? null : (
          <Text size="sm" c="dimmed">
            {text('channels.answeredIn', { ms: roundTripMs })}
          </Text>
        )}
      </Stack>
    </Alert>
  )
}
