import { QueryClient } from '@tanstack/react-query'
import { setHooks } from './api.ts'
import { watchConnection } from './connection.ts'
import { endSession } from './session.ts'
import { prove } from './ui/step-up-question.ts'

/** The service may be on this computer: whether the browser is online says nothing. */
const networkMode = 'always'

export const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 5_000, networkMode }, mutations: { networkMode } },
})

setHooks({ prove, signedOut: () => endSession(queries) })
watchConnection((connection) => {
  if (connection === 'open') void queries.invalidateQueries()
})
