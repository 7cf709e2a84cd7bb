import { Badge, Card, Group, SimpleGrid, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { WelcomeForm } from '../../../api/forms/welcome.ts'
import { text } from '../../texts/text.ts'
import { platformName } from '../people/platforms.ts'
import { Panel, type Way } from './panel.tsx'

/** The quickest first. */
const PLATFORMS = ['telegram', 'discord', 'whatsapp', 'whatsapp-cloud', 'messenger', 'instagram'] as const

/** Each leads to its own guide, which says step by step what to do there. */
export function ChannelStep({ channels, ...way }: Way & Pick<WelcomeForm, 'channels'>) {
  const isOn = (platform: string) => channels.some((channel) => channel.platform === platform)
  const isAnyOn = PLATFORMS.some(isOn)
  return (
    <Panel
      title={text('welcome.channel')}
      about={text(isOn('web') ? 'welcome.channel.page' : 'welcome.channel.none')}
      onward={text(isAnyOn ? 'welcome.next' : 'welcome.skip')}
      isDone={isAnyOn}
      {...way}
    >
      <SimpleGrid component="ul" className="list" cols={{ base: 1, xs: 2 }}>
        {PLATFORMS.map((platform) => (
          <li key={platform}>
            <Card
              padding="md"
              className="welcome-channel"
              renderRoot={(props) => <Link {...props} to={`/channels/${platform}`} />}
            >
              <Group justify="space-between" gap="xs">
                <Text fw={600}>{platformName(platform)}</Text>
                {isOn(platform) ? (
                  <Badge color="green" variant="light">
                    {text('welcome.channel.on')}
                  </Badge>
                ) : null}
              </Group>
              <Text size="sm" c="dimmed">
                {text(`welcome.channel.${platform}`)}
              </Text>
            </Card>
          </li>
        ))}
      </SimpleGrid>
    </Panel>
  )
}
