import { useQuery, type QueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { SessionForm } from '../api/forms/session.ts'
import { change, read, setCsrf } from './api.ts'
import { arePasskeysHere } from './passkeys.ts'

const SESSION = ['session'] as const

export type Account = NonNullable<SessionForm['account']>

/** Who is signed in here: known before the first page is shown. */
export function useSession() {
  return useQuery({
    queryKey: SESSION,
    queryFn: async ({ client, signal }) => {
      const session = await read<SessionForm>('/api/session', {}, signal)
      // Another tab may have signed somebody else in.
      becomes(client, session)
      return session
    },
  })
}

export const usePasskeysHere = () => arePasskeysHere(useSession().data ?? {})

/** What a sign-in, a sign-out or a proof answers. */
export function keepSession(queries: QueryClient, session: SessionForm): void {
  void queries.cancelQueries({ queryKey: SESSION })
  becomes(queries, session)
  queries.setQueryData(SESSION, session)
}

/** What was read for somebody else is dropped. */
function becomes(queries: QueryClient, session: SessionForm): void {
  const before = queries.getQueryData<SessionForm>(SESSION)
  setCsrf(session.csrf)
  if (before?.account?.id !== session.account?.id) {
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] })
  }
}

export function endSession(queries: QueryClient): void {
  const { passkeyOrigin } = queries.getQueryData<SessionForm>(SESSION) ?? {}
  keepSession(queries, { hasOwner: true, ...(passkeyOrigin !== undefined && { passkeyOrigin }) })
}

export async function signOut(queries: QueryClient): Promise<void> {
  await change('DELETE', '/api/session')
  endSession(queries)
}

const AccountContext = createContext<Account | undefined>(undefined)
export const AccountProvider = AccountContext.Provider

/** Of whoever is signed in: on every page behind sign-in. */
export function useAccount(): Account {
  const account = useContext(AccountContext)
  if (account === undefined) throw new Error('this page is shown to nobody who is signed in')
  return account
}
