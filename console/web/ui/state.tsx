import { Alert, Button, Center, Loader, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { text } from '../texts/text.ts'

type Asked<Data> = { data: Data | undefined; error: Error | null; refetch: () => unknown }

/** What is shown of something that was asked for: while it is awaited, when it failed, and when it is there. */
export function Awaited<Data>({ asked, children }: { asked: Asked<Data>; children: (data: Data) => ReactNode }) {
  const { data, error, refetch } = asked
  if (data !== undefined) return <>{children(data)}</>
  if (error === null) {
    return (
      <Center mih={160}>
        <Loader aria-label={text('state.loading')} />
      </Center>
    )
  }
  return (
    <Alert color="red" title={error.message} role="alert">
      <Button variant="light" onClick={() => void refetch()}>
        {text('state.again')}
      </Button>
    </Alert>
  )
}

/** In place of a list without rows: what will be here, and how it comes to be. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Center mih={200}>
      <Stack align="center" gap="xs" maw={420}>
        <Text fw={600}>{title}</Text>
        <Text c="dimmed" ta="center">
          {children}
        </Text>
      </Stack>
    </Center>
  )
}
