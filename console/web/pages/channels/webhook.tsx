import { Alert, Code, Group, Text } from '@mantine/core'
import { text } from '../../texts/text.ts'
import { Copy } from '../../ui/copy.tsx'
import type { SetUp } from './set-up.ts'

const VERIFY_TOKEN = 'meta.verifyToken'

/** The address that the platform is given, with what it has to repeat. */
export function Webhook({ setUp: { channel, made } }: { setUp: SetUp }) {
  const { webhookUrl } = channel
  const token = made[VERIFY_TOKEN]
  if (webhookUrl === undefined) {
    return (
      <Alert color="orange" title={text('channels.webhook.none')}>
        {text('channels.webhook.none.do')}
      </Alert>
    )
  }
  return (
    <>
      <Group gap="xs">
        <Code className="wrapped" dir="ltr" fz="sm">
          {webhookUrl}
        </Code>
        <Copy value={webhookUrl} label={text('channels.webhook.copy')} />
      </Group>
      {token === undefined ? (
        <Text size="sm" c="dimmed">
          {text('channels.webhook.token')}
        </Text>
      ) : (
        <Group gap="xs">
          <Copy value={token} label={text('channels.copyMade')} />
        </Group>
      )}
    </>
  )
}
