import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core'
import type { WelcomeForm } from '../../../api/forms/welcome.ts'
import { timeOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { CheckIcon } from '../../ui/icons.tsx'
import { shownSeconds } from '../../ui/seconds.ts'
import { platformName } from '../../ui/platforms.ts'
import { Panel, type Way } from './panel.tsx'
import { Told } from '../../ui/told.tsx'

type First = NonNullable<WelcomeForm['first']>

/** Where to write, and what becomes of the first message while it happens. */
export function MessageStep({ welcome: { channels, first }, ...way }: Way & { readonly welcome: WelcomeForm }) {
  const isAnswered = first?.state === 'answered'
  return (
    <Panel
      title={text('welcome.message')}
      about={text(channels.length === 0 ? 'welcome.message.nowhere' : 'welcome.message.where')}
      onward={text('welcome.finish')}
      isDone={isAnswered}
      {...way}
    >
      <Stack gap="sm">
        {channels.map((channel) => (
          <Door key={channel.platform} channel={channel} isAnswered={isAnswered} />
        ))}
      </Stack>
      <div role="status">{isAnswered ? <Answered first={first} /> : <Waiting first={first} />}</div>
    </Panel>
  )
}

type DoorProps = { readonly channel: WelcomeForm['channels'][number]; readonly isAnswered: boolean }

function Door({ channel: { platform, state, detail, sentences, url }, isAnswered }: DoorProps) {
  const name = text(platform === 'web' ? 'welcome.open.web' : 'welcome.open.other', { channel: platformName(platform) })
  return (
    <Group gap="sm" align="center">
      {url === undefined ? (
        <Text fw={600}>{name}</Text>
      ) : (
        <Button
          component="a"
          href={url}
          target="_blank"
          rel="noreferrer noopener"
          variant={isAnswered ? 'default' : 'filled'}
        >
          {name}
        </Button>
      )}
      {platform === 'web' && url !== undefined ? (
        <Code className="wrapped" dir="ltr">
          {url}
        </Code>
      ) : (
        <Text size="sm" c="dimmed" className="wrapped" dir="auto">
          {state === 'ready' && url !== undefined ? null : <Told english={detail} sentences={sentences} />}
        </Text>
      )}
    </Group>
  )
}

function Waiting({ first }: { first: First | undefined }) {
  const state = first === undefined || first.state === 'answered' ? 'none' : first.state
  if (state === 'blocked' || state === 'failed') return <Alert color="orange" title={text(`welcome.wait.${state}`)} />
  return (
    <Alert color="teal" variant="light">
      <Group gap="sm" wrap="nowrap">
        <span className="welcome-waits" aria-hidden />
        <Text fw={500}>{text(`welcome.wait.${state}`)}</Text>
      </Group>
    </Alert>
  )
}

function Answered({ first: { platform, arrivedAtMs, firstWordsMs, tookMs } }: { first: First }) {
  return (
    <Alert color="green" icon={<CheckIcon />} title={text('welcome.wait.answered')}>
      <Text size="sm">{text('welcome.at', { channel: platformName(platform), time: timeOf(arrivedAtMs) })}</Text>
      {firstWordsMs === undefined ? null : (
        <Text size="sm">{text('welcome.firstWords', { time: shownSeconds(firstWordsMs) })}</Text>
      )}
      {tookMs === undefined ? null : <Text size="sm">{text('welcome.took', { time: shownSeconds(tookMs) })}</Text>}
    </Alert>
  )
}
