import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { BlockForm, Decision } from '../../../api/forms/guard.ts'
import { change, hasCode, read } from '../../api.ts'
import { showError } from '../../ui/fail.ts'

const keyOf = (turn: string | undefined) => ['guard', 'block', turn] as const
const pathOf = (turn: string) => `/api/guard/blocks/${encodeURIComponent(turn)}` as const

/** One block with its text. Each look at it is in the audit: it is read once. */
export const useBlock = (turn: string | undefined) =>
  useQuery({
    queryKey: keyOf(turn),
    queryFn: ({ signal }) => read<BlockForm>(pathOf(turn ?? ''), {}, signal),
    enabled: turn !== undefined,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })

type Label = BlockForm['label']
type Done = { readonly turn: string; readonly before: Label }
type Changing = { readonly block: BlockForm; readonly label: { decision: Decision; note: string } | undefined }

/** Labels, and takes labels back; the list keeps its rows, so that they can be gone back to. */
export function useLabels() {
  const queries = useQueryClient()
  const [done, setDone] = useState<readonly Done[]>([])
  const [changed, setChanged] = useState<ReadonlyMap<string, Decision | undefined>>(new Map())
  const keep = (block: BlockForm) => {
    queries.setQueryData(keyOf(block.turn), block)
    setChanged((before) => new Map(before).set(block.turn, block.label?.decision))
  }
  const labelling = useMutation({
    mutationFn: ({ block: { turn, label: seen }, label }: Changing) =>
      label === undefined
        ? change<BlockForm>('DELETE', `${pathOf(turn)}/label`, { seen: seen?.revision ?? '' })
        : change<BlockForm>('PUT', `${pathOf(turn)}/label`, { ...label, ...(seen && { seen: seen.revision }) }),
    onSuccess: keep,
    async onError(error, { block: { turn } }) {
      showError(error)
      // What somebody else has decided is shown at once.
      if (hasCode(error, 'conflict')) keep(await read<BlockForm>(pathOf(turn)))
    },
  })
  return {
    changed,
    isPending: labelling.isPending,
    canUndo: done.length > 0,
    async put(block: BlockForm, label: { decision: Decision; note: string }) {
      await labelling.mutateAsync({ block, label })
      setDone((before) => [...before, { turn: block.turn, before: block.label }])
    },
    /** Resolves with the turn whose label is as it was before. */
    async undo(): Promise<string | undefined> {
      const last = done.at(-1)
      const block = last && queries.getQueryData<BlockForm>(keyOf(last.turn))
      if (last === undefined || block === undefined) return undefined
      setDone((before) => before.slice(0, -1))
      await labelling.mutateAsync({ block, label: last.before })
      return last.turn
    },
  }
}
