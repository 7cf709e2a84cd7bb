import { QueryClient } from '@tanstack/react-query'
import { hasCode, setHooks } from './api.ts'
import { watchConnection } from './connection.ts'
import { endSession } from './session.ts'
import { prove } from './ui/step-up-question.ts'

/** The service may be on this computer: whether the browser is online says nothing. */
const networkMode = 'always'

/** Once, and only what may go well the next time: a refusal stays one. */
const retry = (failures: number, error: Error) =>
  failures < 1 && ['unreachable', 'unavailable', 'internal'].some((code) => hasCode(error, code))

export const queries = new QueryClient({
  defaultOptions: { queries: { retry, staleTime: 5_000, networkMode }, mutations: { networkMode } },
})

setHooks({ prove, signedOut: () => endSession(queries) })
watchConnection((connection) => {
  if (connection === 'open') void queries.invalidateQueries()
})
