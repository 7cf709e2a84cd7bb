import { Alert, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { text } from '../texts/text.ts'

/** Two operators at once: what it is now, and that nothing which was typed is lost. */
export const Conflict = ({ children }: { children: ReactNode }) => (
  <Alert color="orange" role="alert" title={text('conflict.title')}>
    <Stack gap="xs">
      <div>
        <Text size="sm">{text('conflict.now')}</Text>
        {children}
      </div>
      <Text size="sm">{text('conflict.yours')}</Text>
    </Stack>
  </Alert>
)
