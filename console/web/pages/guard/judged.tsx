import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { BlockForm } from '../../../api/forms/guard.ts'
import { addressOf } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { Said } from '../../ui/bidi.tsx'

/** What was asked, what was judged, and what was shown of it. */
export function Judged({ block }: { block: BlockForm }) {
  const { asked, shown, outcome, pictures } = block
  return (
    <Stack gap="xs">
      {asked === undefined ? null : <Quoted title={text('guard.asked')} said={asked} />}
      {pictures.length > 0 ? <Pictures block={block} /> : null}
      {outcome === 'blocked' ? <JudgedText judged={block.text} /> : null}
      {shown === undefined ? null : <Quoted title={text('guard.shown')} said={shown} />}
    </Stack>
  )
}

const JudgedText = ({ judged }: { judged: string | undefined }) =>
  judged === undefined ? (
    <Text size="sm" c="dimmed">
      {text('guard.gone')}
    </Text>
  ) : (
    <Quoted title={text('guard.judged')} said={judged} />
  )

const Quoted = ({ title, said }: { title: string; said: string }) => (
  <div className="guard-quoted">
    <Text size="xs" c="dimmed" fw={600}>
      {title}
    </Text>
    {said === '' ? (
      <Text size="sm" c="dimmed">
        {text('guard.noWords')}
      </Text>
    ) : (
      <Said size="sm">{said}</Said>
    )}
  </div>
)

/** Blurred until somebody wants to see them. */
function Pictures({ block: { conversation, turn, pictures } }: { block: BlockForm }) {
  const [isShown, setShown] = useState(false)
  const numbered = (nth: number) => text('conversations.picture', { number: nth + 1, count: pictures.length })
  const path = `/api/conversations/${encodeURIComponent(conversation)}/pictures/${encodeURIComponent(turn)}` as const
  return (
    <Stack gap={6} align="flex-start">
      <Group gap="xs">
        {pictures.map((isKept, nth) =>
          isKept ? (
            <img
              key={nth}
              className="guard-picture"
              data-shown={isShown}
              src={addressOf(`${path}/${nth}`).href}
              alt={isShown ? numbered(nth) : text('guard.blurred')}
              width={192}
              height={192}
            />
          ) : (
            <Text key={nth} size="sm" c="dimmed">
              {text('conversations.picture.gone')}
            </Text>
          ),
        )}
      </Group>
      {pictures.includes(true) ? (
        <Button variant="default" size="compact-sm" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          {text(isShown ? 'guard.blur' : 'guard.reveal')}
        </Button>
      ) : null}
    </Stack>
  )
}
