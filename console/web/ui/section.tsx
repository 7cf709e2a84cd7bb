import { Card, Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  readonly title: string
  readonly description?: ReactNode
  readonly actions?: ReactNode
  readonly children?: ReactNode
}

/** A card of a page, with a heading of its own. */
export function Section({ title, description, actions, children }: Props) {
  return (
    <Card component="section">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} maw={560}>
          <Title order={2}>{title}</Title>
          {description === undefined ? null : (
            <Text size="sm" c="dimmed">
              {description}
            </Text>
          )}
        </Stack>
        {actions}
      </Group>
      {children === undefined || children === null ? null : (
        <Stack mt="md" gap="md">
          {children}
        </Stack>
      )}
    </Card>
  )
}
