import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DeviceRow } from '../../../api/forms/accounts.ts'
import { change } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { showError } from '../../ui/fail.ts'
import { DeviceIcon } from '../../ui/icons.tsx'
import { Section } from '../../ui/section.tsx'
import { When } from '../../ui/when.tsx'
import { ME } from './me.ts'
import { UNKNOWN_DEVICE } from '../../../api/unknown-device.ts'

type Ended = { readonly id?: string }

/** Where the account is signed in; each can be ended, which ends what it shows live too. */
export function Devices({ devices }: { devices: readonly DeviceRow[] }) {
  const queries = useQueryClient()
  const ending = useMutation({
    mutationFn: ({ id }: Ended) => change('DELETE', id === undefined ? '/api/me/devices' : `/api/me/devices/${id}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ME }),
    onError: showError,
  })
  const others = devices.filter(({ isThis }) => !isThis)
  return (
    <Section
      title={text('devices.title')}
      description={text('devices.about')}
      actions={
        others.length === 0 ? null : (
          <Button variant="default" loading={ending.isPending} onClick={() => ending.mutate({})}>
            {text('devices.endOthers')}
          </Button>
        )
      }
    >
      <Stack component="ul" gap="xs" className="list">
        {devices.map((device) => (
          <Device key={device.id} device={device} onEnd={() => ending.mutate({ id: device.id })} />
        ))}
      </Stack>
    </Section>
  )
}

function Device({ device, onEnd }: { device: DeviceRow; onEnd: () => void }) {
  const { seenAtMs, signedInAtMs, isThis } = device
  const browser = device.browser === UNKNOWN_DEVICE.browser ? text('devices.otherProgram') : device.browser
  const network = device.network === UNKNOWN_DEVICE.network ? text('devices.unknownNetwork') : device.network
  return (
    <Paper component="li" p="sm">
      <Group justify="space-between" gap="sm">
        <Group gap="sm" wrap="nowrap">
          <DeviceIcon size={24} />
          <div>
            <Group gap="xs">
              <Text fw={550}>
                <bdi>{browser}</bdi>
              </Text>
              {isThis ? (
                <Badge variant="light" size="sm">
                  {text('devices.this')}
                </Badge>
              ) : null}
            </Group>
            <Text size="sm" c="dimmed">
              {text('devices.seen')} <When ms={seenAtMs} /> · {text('devices.signedIn')} <When ms={signedInAtMs} /> ·{' '}
              <bdi>{network}</bdi>
            </Text>
          </div>
        </Group>
        {isThis ? null : (
          <Button size="compact-sm" variant="default" aria-label={text('devices.endThis', { browser })} onClick={onEnd}>
            {text('devices.end')}
          </Button>
        )}
      </Group>
    </Paper>
  )
}
