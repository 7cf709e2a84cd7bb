import { queryOptions } from '@tanstack/react-query'
import type { TokensForm } from '../../../api/forms/tokens.ts'
import { read } from '../../api.ts'

export const tokensAsked = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => read<TokensForm>('/api/tokens', {}, signal),
})
