import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { WelcomeForm, WelcomeStep } from '../../../api/forms/welcome.ts'
import { change, read } from '../../api.ts'
import { showError } from '../../ui/fail.ts'

export const welcomeAsked = {
  queryKey: ['welcome'],
  queryFn: ({ signal }: { signal: AbortSignal }) => read<WelcomeForm>('/api/welcome', {}, signal),
}

export const useWelcome = (everyMs?: number) => useQuery({ ...welcomeAsked, refetchInterval: everyMs ?? false })

/** The step is done or skipped, for everybody; `all` ends the first run. */
export function usePass() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (step: WelcomeStep | 'all') => change('POST', '/api/welcome', { step }),
    onError: showError,
    onSettled: () => queries.invalidateQueries({ queryKey: welcomeAsked.queryKey }),
  })
}
