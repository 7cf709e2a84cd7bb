import { Button, Code, Stack, Text } from '@mantine/core'
import { useSession } from '../session.ts'
import { text } from '../texts/text.ts'
import { Door } from './door.tsx'

/** Nobody has an account yet: the way in is a link that only who runs the service can read. */
export function NoOwner() {
  const { refetch, isFetching } = useSession()
  return (
    <Door title={text('noOwner.title')}>
      <Stack>
        <Text size="sm">{text('noOwner.link')}</Text>
        <Text size="sm">{text('noOwner.another')}</Text>
        <Code block>npm run console -- link</Code>
        <Button variant="default" loading={isFetching} onClick={() => void refetch()}>
          {text('state.again')}
        </Button>
      </Stack>
    </Door>
  )
}
