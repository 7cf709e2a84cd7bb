import type { StateForm } from '../../api/forms/state.ts'
import { read } from '../api.ts'

/** Whether the service is well, on every page. */
export const stateAsked = {
  queryKey: ['state'] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => read<StateForm>('/api/state', {}, signal),
}
