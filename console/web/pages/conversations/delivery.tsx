import { Badge, Group, Stack, Text } from '@mantine/core'
import type { TurnForm } from '../../../api/forms/conversations.ts'
import type { TextKey } from '../../texts/en.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { When } from '../../ui/when.tsx'

type Reply = TurnForm['replies'][number]

const COLORS = { live: 'teal', ready: 'blue', sent: 'green', failed: 'red' } as const

/** What became of each reply on its platform. */
export const Delivery = ({ replies }: { replies: readonly Reply[] }) => (
  <Stack gap="xs">
    {replies.map((reply, nth) => (
      <div key={nth}>
        <Group gap="xs">
          <Text size="sm">{text(`conversations.delivery.${reply.kind}` as TextKey)}</Text>
          <Badge variant="light" tt="none" color={COLORS[reply.state]}>
            {text(`conversations.delivery.${reply.state}`)}
          </Badge>
          <Text size="sm" c="dimmed">
            <When ms={reply.sentAtMs ?? reply.createdAtMs} />
          </Text>
          {reply.attempts > 1 ? (
            <Text size="sm">{text('conversations.delivery.attempts', { count: numberOf(reply.attempts) })}</Text>
          ) : null}
        </Group>
        {reply.fault === undefined ? null : (
          <Text size="sm">{text('conversations.delivery.fault', { fault: reply.fault })}</Text>
        )}
        {reply.sends.flatMap((send, index) => {
          const said = aboutSend(send)
          return said.length === 0
            ? []
            : [
                <Text key={index} size="sm" c="dimmed">
                  {text('conversations.delivery.message', { number: index + 1 })}: {said.join(', ')}
                </Text>,
              ]
        })}
      </div>
    ))}
  </Stack>
)

function aboutSend({ state, isLabelled, platformState, fault }: Reply['sends'][number]): readonly string[] {
  return [
    ...(state === 'sending' ? [text('conversations.delivery.unsure')] : []),
    ...(isLabelled ? [text('conversations.delivery.labelled')] : []),
    ...(platformState === undefined ? [] : [text('conversations.delivery.platform', { state: platformState })]),
    ...(fault === undefined ? [] : [text('conversations.delivery.fault', { fault })]),
  ]
}
