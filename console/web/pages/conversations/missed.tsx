import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { TurnForm } from '../../../api/forms/conversations.ts'
import { change } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { showError } from '../../ui/fail.ts'

/** Something harmful was let through here: the label for the guard's review, given and taken back. */
export function Missed({ turn: { id, label }, conversation }: { turn: TurnForm; conversation: string }) {
  const queries = useQueryClient()
  const path = `/api/guard/blocks/${encodeURIComponent(id)}/label` as const
  const labelling = useMutation({
    mutationFn: () =>
      label === undefined
        ? change('PUT', path, { decision: 'missed' })
        : change('DELETE', path, { seen: label.revision }),
    onError: showError,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['conversation', conversation, 'turns'] }),
        queries.invalidateQueries({ queryKey: ['guard'] }),
      ]),
  })
  return (
    <Button
      variant={label === undefined ? 'default' : 'light'}
      color="red"
      size="compact-sm"
      aria-pressed={label !== undefined}
      title={text('conversations.missed.about')}
      loading={labelling.isPending}
      onClick={() => labelling.mutate()}
    >
      {text(label === undefined ? 'conversations.missed' : 'conversations.missed.is')}
    </Button>
  )
}
