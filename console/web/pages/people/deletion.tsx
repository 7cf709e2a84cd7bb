import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DeletionForm } from '../../../api/forms/people.ts'
import { change } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { confirm } from '../../ui/confirm-question.ts'
import { showError } from '../../ui/fail.ts'
import { Section } from '../../ui/section.tsx'

/** Easily typed on any keyboard, unlike many a name. */
const WORD = 'DELETE'

type Props = { readonly id: string; readonly name: string; readonly onDeleted: (receipt: string) => void }

/** The end of a person here. */
export function Deletion({ id, name, onDeleted }: Props) {
  const queries = useQueryClient()
  const deleting = useMutation({
    async mutationFn() {
      const title = text('delete.confirmTitle', { name: `\u2068${name.slice(0, 80)}\u2069` })
      const meant = { title, body: text('delete.confirmBody'), word: WORD, action: text('delete.start') }
      if (!(await confirm(meant))) return undefined
      return (await change<DeletionForm>('DELETE', `/api/people/${encodeURIComponent(id)}`)).receipt
    },
    onSuccess(made) {
      if (made === undefined) return
      onDeleted(made)
      for (const queryKey of [['people'], ['access'], ['receipts']]) void queries.invalidateQueries({ queryKey })
    },
    onError: showError,
  })
  return (
    <Section
      title={text('delete.title')}
      description={text('delete.about')}
      actions={
        <Button color="red" loading={deleting.isPending} onClick={() => deleting.mutate()}>
          {text('delete.start')}
        </Button>
      }
    />
  )
}
