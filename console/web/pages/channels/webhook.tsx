import { Alert, Code, Group, Text } from '@mantine/core'
import type { ChannelForm } from '../../../api/forms/channels.ts'
import { text } from '../../texts/text.ts'
import { Copy } from '../../ui/copy.tsx'
import { When } from '../../ui/when.tsx'
import type { SetUp } from './set-up.ts'

const VERIFY_TOKEN = 'meta.verifyToken'

/** The address that the platform is given, with what it has to repeat. */
export function Webhook({ setUp: { channel, made } }: { setUp: SetUp }) {
  const { webhookUrl, state } = channel
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
      <div role="status">{state === 'ready' ? <Came of={channel} /> : null}</div>
    </>
  )
}

/** What the platform has sent there. The newest that went wrong is said until something right is newer. */
function Came({ of: { webhook = {}, lastInAtMs = 0, hasMessages } }: { of: ChannelForm }) {
  const { verifiedAtMs = 0, wrongTokenAtMs = 0, forgedAtMs = 0, takenAtMs = 0 } = webhook
  // One app has one webhook: what was taken may have been for another channel of it.
  const rightAtMs = Math.max(verifiedAtMs, lastInAtMs)
  if (forgedAtMs > takenAtMs) return <Wrong what="forged" atMs={forgedAtMs} />
  if (wrongTokenAtMs > verifiedAtMs) return <Wrong what="wrongToken" atMs={wrongTokenAtMs} />
  if (rightAtMs > 0) {
    return (
      <Text size="sm">
        {text(lastInAtMs > 0 ? 'channels.webhook.taken' : 'channels.webhook.verified')} · <When ms={rightAtMs} />
      </Text>
    )
  }
  return hasMessages ? null : (
    <Alert color="blue" title={text('channels.webhook.waits')}>
      {text('channels.webhook.waits.do')}
    </Alert>
  )
}

const Wrong = ({ what, atMs }: { what: 'forged' | 'wrongToken'; atMs: number }) => (
  <Alert color="orange" title={text(`channels.webhook.${what}`)}>
    {text(`channels.webhook.${what}.do`)} · <When ms={atMs} />
  </Alert>
)
