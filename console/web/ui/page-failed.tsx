import { Button, Center, Code, Group, Stack, Text } from '@mantine/core'
import { text } from '../texts/text.ts'
import { PageHead } from './head.tsx'

/** In place of a page that could not be shown: a newer version of the service has other files, or it has a fault. */
export function PageFailed({ error }: { error: unknown }) {
  return (
    <Center mih={320} p="md">
      <Stack maw={520} role="alert">
        <PageHead title={text('failed.title')} description={text('failed.what')} />
        <Code block>{error instanceof Error ? error.message : String(error)}</Code>
        <Group>
          <Button onClick={() => location.reload()}>{text('failed.reload')}</Button>
          <Button variant="default" component="a" href={document.baseURI}>
            {text('failed.home')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {text('failed.report')}
        </Text>
      </Stack>
    </Center>
  )
}
