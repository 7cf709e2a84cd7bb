import { Alert, Text } from '@mantine/core'
import type { ChannelForm } from '../../../api/forms/channels.ts'
import { text } from '../../texts/text.ts'
import { When } from '../../ui/when.tsx'

/** Becomes green by itself when somebody has written. */
export function FirstMessage({ of: { state, lastInAtMs, hasMessages } }: { of: ChannelForm }) {
  return (
    <div role="status">
      {lastInAtMs !== undefined || hasMessages ? (
        <Alert color="green" title={text('channels.message.came')}>
          {lastInAtMs === undefined ? null : <When ms={lastInAtMs} />}
        </Alert>
      ) : state !== 'ready' ? (
        <Text size="sm" c="dimmed">
          {text('channels.message.later')}
        </Text>
      ) : (
        <Alert color="blue" title={text('channels.message.waits')} />
      )}
    </div>
  )
}
