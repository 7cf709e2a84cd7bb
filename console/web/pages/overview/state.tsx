import { Card, Group, Stack, Text, ThemeIcon } from '@mantine/core'
import type { OverviewForm } from '../../../api/forms/overview.ts'
import { text } from '../../texts/text.ts'
import { CheckIcon, DeviceIcon, WarningIcon } from '../../ui/icons.tsx'
import { useConnection } from '../../ui/use-connection.ts'

const LOOKS = {
  well: { color: 'green', Icon: CheckIcon },
  starting: { color: 'blue', Icon: DeviceIcon },
  look: { color: 'orange', Icon: WarningIcon },
  lost: { color: 'gray', Icon: WarningIcon },
} as const

/** The answer to the first question of whoever opens the console. A change is read aloud. */
export function State({ state: known }: Pick<OverviewForm, 'state'>) {
  const state = useConnection() === 'lost' ? 'lost' : known
  const { color, Icon } = LOOKS[state]
  return (
    <Card role="status" style={{ justifyContent: 'center' }}>
      <Group wrap="nowrap" gap="md">
        <ThemeIcon color={color} size={48} radius="xl" variant="light">
          <Icon size={28} />
        </ThemeIcon>
        <Stack gap={2}>
          <Text fw={650} fz="1.25rem" lh={1.3}>
            {text(`overview.state.${state}`)}
          </Text>
          <Text c="dimmed" size="sm">
            {text(`overview.state.${state}.about`)}
          </Text>
        </Stack>
      </Group>
    </Card>
  )
}
