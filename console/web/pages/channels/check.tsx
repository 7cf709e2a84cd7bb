import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import type { CheckForm } from '../../../api/forms/channels.ts'
import { text } from '../../texts/text.ts'
import { errorText } from '../../ui/fail.ts'
import { useSecondsLeft } from '../../ui/seconds-left.ts'
import type { SetUp } from './set-up.ts'
import { titleOf } from './words.ts'
import { Told } from '../../ui/told.tsx'

/** Asks the platform before anything is kept, and keeps it. */
export function Check({ setUp }: { setUp: SetUp }) {
  const { checking } = setUp
  const isHeld = useSecondsLeft(checking.error) > 0
  const why = whyHeld(setUp)
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <Button variant="default" loading={checking.isPending} disabled={isHeld} onClick={() => setUp.check()}>
          {text('channels.check')}
        </Button>
        <Save setUp={setUp} />
        {why === undefined ? null : (
          <Text size="sm" c="dimmed">
            {why}
          </Text>
        )}
      </Group>
      <div role="status">
        {checking.isPending || checking.data === undefined ? null : <Answer of={checking.data} />}
        {checking.isPending || checking.error === null ? null : <Alert color="red" title={errorText(checking.error)} />}
      </div>
    </Stack>
  )
}

export const Save = ({ setUp }: { setUp: SetUp }) => (
  <Button type="submit" loading={setUp.saving.isPending} disabled={whyHeld(setUp) !== undefined}>
    {text(setUp.channel.state === 'off' ? 'channels.switchOn' : 'channels.save')}
  </Button>
)

/** What has to be done before there is anything to save. */
export function whyHeld({ channel, hasChanges, missing }: SetUp): string | undefined {
  if (channel.state === 'off' && missing !== undefined) {
    if (missing.kind === 'acknowledge') return text('channels.link.acknowledge')
    return text('channels.save.first', { step: titleOf(channel.name, missing.id) })
  }
  return hasChanges ? undefined : text('channels.save.nothing')
}

const COLORS = { ok: 'green', warn: 'orange', fail: 'red' } as const
const MARKS = { ok: '✓', warn: '!', fail: '✗' } as const

/** What the platform said, in words. */
function Answer({ of: { ok, name, account, lines, roundTripMs } }: { of: CheckForm }) {
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
        {roundTripMs === undefined ? null : (
          <Text size="sm" c="dimmed">
            {text('channels.answeredIn', { ms: roundTripMs })}
          </Text>
        )}
      </Stack>
    </Alert>
  )
}
