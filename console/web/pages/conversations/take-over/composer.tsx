import { Alert, Button, Group, Kbd, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, type KeyboardEvent } from 'react'
import type { StateForm } from '../../../../api/forms/take-over.ts'
import { change } from '../../../api.ts'
import { numberOf } from '../../../texts/format.ts'
import { text } from '../../../texts/text.ts'
import { showDone } from '../../../ui/done.ts'
import { errorText } from '../../../ui/fail.ts'
import { hazardsIn } from '../../../ui/hazard.ts'
import { sendsOnEnter } from '../../../ui/sends-on-enter.ts'
import { newKey } from './acts.ts'
import { MESSAGE_LENGTH_MAX } from './length.ts'
import { pathOf, stateKey } from './state.ts'
import { LongText } from '../../../ui/long-text.tsx'

type Props = {
  readonly id: string
  readonly draft: string
  readonly write: (draft: string) => void
  /** Of the newest message that is shown as waiting. */
  readonly seenSeq: number
  /** Why nothing can be sent now; the draft stays. */
  readonly held: string | undefined
}

export function Composer({ id, draft, write, seenSeq, held }: Props) {
  const queries = useQueryClient()
  // Sent again after a lost connection it is the same message; another text is another one.
  const key = useRef(newKey())
  const sending = useMutation({
    mutationFn: () => change<StateForm>('POST', `${pathOf(id)}/messages`, { text: draft, key: key.current, seenSeq }),
    onSuccess(state) {
      key.current = newKey()
      write('')
      queries.setQueryData(stateKey(id), state)
      showDone(text('takeOver.sent'))
    },
    onError: () => void queries.invalidateQueries({ queryKey: stateKey(id) }),
  })
  const canSend = held === undefined && draft.trim() !== '' && draft.length <= MESSAGE_LENGTH_MAX && !sending.isPending
  const send = () => canSend && sending.mutate()
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') {
      // It leaves the field, not the conversation.
      event.preventDefault()
      event.currentTarget.blur()
    }
    sendsOnEnter(send)(event)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Stack gap="xs">
        {sending.error === null ? null : <Refused error={sending.error} />}
        <LongText
          label={text('takeOver.message')}
          description={text('takeOver.message.about')}
          minRows={3}
          maxRows={12}
          maxLength={MESSAGE_LENGTH_MAX}
          value={draft}
          onType={(value) => {
            key.current = newKey()
            sending.reset()
            write(value)
          }}
          onKeyDown={onKeyDown}
          readOnly={sending.isPending}
        />
        {held === undefined ? null : (
          <Text size="sm" fw={600} role="status">
            {held}
          </Text>
        )}
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed">
            {text('takeOver.length', { count: numberOf(draft.length), most: numberOf(MESSAGE_LENGTH_MAX) })}
          </Text>
          <Button
            type="submit"
            size="sm"
            disabled={!canSend && !sending.isPending}
            loading={sending.isPending}
            rightSection={<Kbd size="xs">{text('takeOver.keys')}</Kbd>}
          >
            {text('takeOver.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What was typed is still there. */
function Refused({ error }: { error: Error }) {
  const hazards = hazardsIn(error)
  if (hazards === undefined) return <Alert color="red" role="alert" title={errorText(error)} />
  return (
    <Alert color="red" role="alert" title={text('takeOver.blocked', { hazards })}>
      {text('takeOver.blocked.what')}
    </Alert>
  )
}
