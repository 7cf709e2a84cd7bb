import { Stack, Text } from '@mantine/core'
import type { WaitingForm } from '../../../../api/forms/take-over.ts'
import { listOf } from '../../../texts/format.ts'
import { text } from '../../../texts/text.ts'
import { Name, Said } from '../../../ui/bidi.tsx'
import { When } from '../../../ui/when.tsx'
import { personName } from '../names.ts'
import { Pictures } from '../pictures.tsx'

/** It is fetched when it is looked at, at most as large as a model sees it. */
const WAITS = { isQuoted: false, kept: { width: 336, height: 336 } }

/** What nobody has answered yet. */
export const Waiting = ({ of: { messages, hasMore }, path }: { of: WaitingForm; path: `/api/${string}` }) => (
  <Stack gap={0} component="section" aria-label={text('takeOver.waiting')}>
    <Text size="sm" fw={600}>
      {messages.length === 0 ? text('takeOver.waiting.none') : text('takeOver.waiting')}
    </Text>
    <ul className="list" aria-live="polite">
      {messages.map(({ seq, person, atMs, text: said, pictures, others }) => (
        <li key={seq} className="bubble" data-of="person">
          <Text size="xs" c="dimmed">
            <Name>{personName(person)}</Name> · <When ms={atMs} />
          </Text>
          {said === '' ? null : <Said>{said}</Said>}
          <Pictures
            pictures={pictures.map(() => WAITS)}
            pathOf={(nth) => `${path}/waiting/${pictures[nth]?.event ?? ''}/${pictures[nth]?.part ?? 0}`}
          />
          {others.length === 0 ? null : (
            <Text size="xs" c="dimmed">
              {text('conversations.others', { kinds: listOf(others) })}
            </Text>
          )}
        </li>
      ))}
    </ul>
    {hasMore ? <Text size="sm">{text('takeOver.waiting.more')}</Text> : null}
  </Stack>
)
