import './channels.css'
import { Button, Card, Group, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ChannelState } from '../../../api/forms/channels.ts'
import { hasRole } from '../../../roles.ts'
import { useAccount } from '../../session.ts'
import { text } from '../../texts/text.ts'
import { PageHead } from '../../ui/head.tsx'
import { Awaited } from '../../ui/state.tsx'
import { platformName } from '../../ui/platforms.ts'
import { channelsAsked } from './asked.ts'
import { CapabilityTable } from './capabilities.tsx'
import { Groups } from './groups.tsx'
import { Activity, Detail, StateBadge } from './state.tsx'

/** Every channel with its state, the modes of groups, and what each channel can do. */
export function Page() {
  const mayChange = hasRole(useAccount().role, 'operator')
  const asked = useQuery(channelsAsked)
  return (
    <>
      <PageHead title={text('nav.channels')} description={text('channels.about')} />
      <Stack gap="lg">
        {asked.data === undefined && asked.error === null ? (
          <Skeleton h={640} />
        ) : (
          <Awaited asked={asked}>
            {({ channels }) => (
              <SimpleGrid component="ul" className="list" cols={{ base: 1, md: 2 }} spacing="md">
                {channels.map((channel) => (
                  <ChannelCard key={channel.name} of={channel} mayChange={mayChange} />
                ))}
              </SimpleGrid>
            )}
          </Awaited>
        )}
        {mayChange ? <Groups /> : null}
        <CapabilityTable />
      </Stack>
    </>
  )
}

function ChannelCard({ of, mayChange }: { of: ChannelState; mayChange: boolean }) {
  const { name, state, isAlwaysThere } = of
  const title = platformName(name)
  return (
    <Card component="li">
      <Stack gap="sm" h="100%">
        <Group justify="space-between" wrap="nowrap">
          <Title order={2} fz="lg">
            {title}
          </Title>
          <StateBadge state={state} />
        </Group>
        {state === 'off' ? (
          <Text size="sm" c="dimmed">
            {text(`channels.what.${name}`)}
          </Text>
        ) : (
          <>
            <Detail of={of} />
            <Activity of={of} />
          </>
        )}
        {isAlwaysThere || !mayChange ? null : (
          <Group mt="auto">
            <Button
              component={Link}
              to={`/channels/${name}`}
              variant={state === 'off' ? 'filled' : 'default'}
              aria-label={text(state === 'off' ? 'channels.setUpThis' : 'channels.openThis', { name: title })}
            >
              {text(state === 'off' ? 'channels.setUp' : 'channels.open')}
            </Button>
          </Group>
        )}
      </Stack>
    </Card>
  )
}
