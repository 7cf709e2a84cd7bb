import { Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { AllCapabilitiesForm } from '../../../api/forms/channels.ts'
import { read } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { Awaited } from '../../ui/state.tsx'
import { Wide } from '../../ui/wide.tsx'
import { platformName } from '../../ui/platforms.ts'
import { CAPABILITY_ROWS, cellOf, type CapabilityRow } from './capability-rows.ts'

const ROWS = Object.keys(CAPABILITY_ROWS) as CapabilityRow[]

/** What each channel can do, also those that are off: for whoever chooses one. */
export function CapabilityTable() {
  const asked = useQuery({
    queryKey: ['channels', 'capabilities'],
    queryFn: ({ signal }) => read<AllCapabilitiesForm>('/api/channels/capabilities', {}, signal),
    staleTime: Infinity,
  })
  return (
    <Stack component="section" gap="sm">
      <Title order={2}>{text('can.title')}</Title>
      <Text size="sm" c="dimmed">
        {text('can.about')}
      </Text>
      <Awaited asked={asked}>
        {({ channels }) => (
          <Wide label={text('can.title')}>
            <Table className="capabilities" verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Td />
                  {channels.map(({ channel }) => (
                    <Table.Th key={channel} scope="col">
                      {platformName(channel)}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {ROWS.map((row) => (
                  <Table.Tr key={row}>
                    <Table.Th scope="row">{text(`can.${row}`)}</Table.Th>
                    {channels.map(({ channel, dm, group }) => (
                      <Table.Td key={channel}>{cellOf(row, dm, group)}</Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Wide>
        )}
      </Awaited>
    </Stack>
  )
}
