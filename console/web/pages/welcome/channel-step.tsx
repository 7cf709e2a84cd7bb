import '../channels/channels.css'
import { Anchor, Badge, Card, Group, SimpleGrid, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ChannelForm } from '../../../api/forms/channels.ts'
import type { WelcomeForm } from '../../../api/forms/welcome.ts'
import { text } from '../../texts/text.ts'
import { Awaited } from '../../ui/state.tsx'
import { channelAsked } from '../channels/asked.ts'
import { Guide } from '../channels/guide.tsx'
import { useSetUp } from '../channels/set-up.ts'
import { platformName } from '../../ui/platforms.ts'
import { Panel, type Way } from './panel.tsx'

/** The quickest first. */
export const CHANNELS = ['telegram', 'discord', 'whatsapp', 'whatsapp-cloud', 'messenger', 'instagram'] as const
export type Chosen = (typeof CHANNELS)[number]

type Props = Way & {
  readonly channels: WelcomeForm['channels']
  /** Whose guide is open. */
  readonly chosen: Chosen | undefined
  readonly choose: (channel: Chosen | undefined) => void
}

/** The first chat app, by the guide that its own page has. */
export function ChannelStep({ channels, chosen, choose, ...way }: Props) {
  const isOn = (platform: string) => channels.some((channel) => channel.platform === platform)
  const isAnyOn = CHANNELS.some(isOn)
  return (
    <Panel
      title={text('welcome.channel')}
      about={text(isOn('web') ? 'welcome.channel.page' : 'welcome.channel.none')}
      onward={text(isAnyOn ? 'welcome.next' : 'welcome.skip')}
      isDone={isAnyOn}
      {...way}
    >
      {chosen === undefined ? (
        <Choice isOn={isOn} choose={choose} />
      ) : (
        <Stack>
          <Group justify="space-between">
            <Title order={3}>{platformName(chosen)}</Title>
            <Anchor component="button" type="button" size="sm" onClick={() => choose(undefined)}>
              {text('welcome.channel.others')}
            </Anchor>
          </Group>
          <ChosenGuide key={chosen} name={chosen} />
        </Stack>
      )}
    </Panel>
  )
}

type ChoiceProps = { readonly isOn: (platform: string) => boolean; readonly choose: (channel: Chosen) => void }

const Choice = ({ isOn, choose }: ChoiceProps) => (
  <SimpleGrid component="ul" className="list" cols={{ base: 1, xs: 2 }}>
    {CHANNELS.map((channel) => (
      <li key={channel}>
        <Card
          padding="md"
          className="welcome-channel"
          renderRoot={(props) => <UnstyledButton {...props} onClick={() => choose(channel)} />}
        >
          <Group justify="space-between" gap="xs">
            <Text fw={600}>{platformName(channel)}</Text>
            {isOn(channel) ? (
              <Badge color="green" variant="light">
                {text('welcome.channel.on')}
              </Badge>
            ) : null}
          </Group>
          <Text size="sm" c="dimmed">
            {text(`welcome.channel.${channel}`)}
          </Text>
        </Card>
      </li>
    ))}
  </SimpleGrid>
)

function ChosenGuide({ name }: { name: Chosen }) {
  const asked = useQuery(channelAsked(name))
  return <Awaited asked={asked}>{(channel) => <OpenGuide channel={channel} />}</Awaited>
}

const OpenGuide = ({ channel }: { channel: ChannelForm }) => <Guide setUp={useSetUp(channel)} />
