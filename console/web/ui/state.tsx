import { Alert, Button, Center, Loader, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { text } from '../texts/text.ts'
import { errorText } from './fail.ts'

type Asked<Data> = { data: Data | undefined; error: Error | null; refetch: () => unknown }

type Props<Data> = {
  readonly asked: Asked<Data>
  /** The whole window waits for it. */
  readonly isPage?: boolean
  readonly children: (data: Data) => ReactNode
}

/** What is shown of something that was asked for: while it is awaited, when it failed, and when it is there. */
export function Awaited<Data>({ asked, isPage = false, children }: Props<Data>) {
  const { data, error, refetch } = asked
  if (data !== undefined) return <>{children(data)}</>
  const height = isPage ? '100dvh' : 160
  if (error === null) return <Splash height={height} />
  return (
    <Center mih={height} p={isPage ? 'md' : 0}>
      <Alert color="red" title={errorText(error)} role="alert" w="100%" maw={480}>
        <Button variant="default" onClick={() => void refetch()}>
          {text('state.again')}
        </Button>
      </Alert>
    </Center>
  )
}

export function Splash({ height = '100dvh' }: { height?: string | number }) {
  return (
    <Center mih={height}>
      <Loader role="status" aria-label={text('state.loading')} />
    </Center>
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
