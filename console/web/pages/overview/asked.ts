import type { OverviewForm } from '../../../api/forms/overview.ts'
import { read } from '../../api.ts'

export const overviewAsked = {
  queryKey: ['overview'] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => read<OverviewForm>('/api/overview', {}, signal),
}
