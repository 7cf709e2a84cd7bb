import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

type Head = {
  readonly title: string
  readonly description?: ReactNode
  /** Buttons that concern the whole page. */
  readonly actions?: ReactNode
}

/** Of every page: its one h1, which takes the focus when the page opens. */
export function PageHead({ title, description, actions }: Head) {
  return (
    <Group component="header" justify="space-between" align="flex-start" gap="md" mb="lg">
      <Stack gap={4} maw={720}>
        <Title order={1} tabIndex={-1}>
          {title}
        </Title>
        {description === undefined ? null : (
          <Text c="dimmed" size="sm">
            {description}
          </Text>
        )}
      </Stack>
      {actions === undefined ? null : <Group gap="xs">{actions}</Group>}
    </Group>
  )
}
