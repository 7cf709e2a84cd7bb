import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeletionForm } from '../../../api/forms/people.ts'
import { change } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { confirm } from '../../ui/confirm-question.ts'
import { showError } from '../../ui/fail.ts'
import { Section } from '../../ui/section.tsx'
import { Receipt } from './receipt.tsx'

/** Easily typed on any keyboard, unlike many a name. */
const WORD = 'DELETE'

/** The end of a person here. What this page shows of them stays on it until it is left. */
export function Deletion({ id, name }: { id: string; name: string }) {
  const queries = useQueryClient()
  const [receipt, setReceipt] = useState<string>()
  const deleting = useMutation({
    async mutationFn() {
      const title = text('delete.confirmTitle', { name: `\u2068${name.slice(0, 80)}\u2069` })
      const meant = { title, body: text('delete.confirmBody'), word: WORD, action: text('delete.start') }
      if (!(await confirm(meant))) return undefined
      return (await change<DeletionForm>('DELETE', `/api/people/${encodeURIComponent(id)}`)).receipt
    },
    onSuccess(made) {
      setReceipt(made)
      for (const queryKey of [['people'], ['access'], ['receipts']]) void queries.invalidateQueries({ queryKey })
    },
    onError: showError,
  })
  if (receipt !== undefined) return <Receipt id={receipt} isNew />
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
