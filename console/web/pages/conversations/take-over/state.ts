import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { StateForm, WaitingForm } from '../../../../api/forms/take-over.ts'
import { read } from '../../../api.ts'
import { LOOK_AGAIN_MS } from '../../../ui/look-again.ts'

export const pathOf = (id: string) => `/api/conversations/${encodeURIComponent(id)}` as const
export const stateKey = (id: string) => ['conversation', id, 'state'] as const

/**
 * Who answers in the open conversation, anew every few seconds. When something has come or was answered, what is shown of it
 * is read again; only that is a look at content, which is in the audit.
 */
export function useTakeOverState(id: string) {
  const queries = useQueryClient()
  const state = useQuery({
    queryKey: stateKey(id),
    queryFn: ({ signal }) => read<StateForm>(`${pathOf(id)}/state`, {}, signal),
    refetchInterval: ({ state: { data } }) => LOOK_AGAIN_MS[data?.takenOver?.isYours === true ? 'awaited' : 'watched'],
  })
  const version = state.data?.version
  const shown = useRef(version)
  useEffect(() => {
    const before = shown.current
    shown.current = version
    if (before === undefined || version === undefined || before === version) return
    void queries.invalidateQueries({
      queryKey: ['conversation', id],
      predicate: ({ queryKey }) => queryKey[2] !== stateKey(id)[2],
    })
    // Its row in the list says who answers and what came last.
    void queries.invalidateQueries({ queryKey: ['conversations'] })
  }, [queries, id, version])
  return state
}

/** What waits for an answer, while the operator answers here. */
export const useWaiting = (id: string, isEnabled: boolean) =>
  useQuery({
    queryKey: ['conversation', id, 'waiting'],
    queryFn: ({ signal }) => read<WaitingForm>(`${pathOf(id)}/waiting`, {}, signal),
    enabled: isEnabled,
    refetchOnWindowFocus: false,
  })
