import { queryOptions } from '@tanstack/react-query'
import type { AccountsForm } from '../../../api/forms/accounts.ts'
import { read } from '../../api.ts'

export const accountsAsked = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => read<AccountsForm>('/api/accounts', {}, signal),
})
