import type { Readiness } from '#http/listener.ts'
import { nothing } from '../forms/page.ts'
import { stateForm, type StateForm } from '../forms/state.ts'
import { route } from '../route.ts'

/** For the badge that is on every page. */
export const stateRoutes = [
  route({
    method: 'GET',
    path: '/api/state',
    needs: 'viewer',
    shows: 'numbers',
    params: nothing,
    query: nothing,
    body: nothing,
    answer: stateForm,
    handle: async (_asked, { service }) => ({ state: stateOf(service.readiness()), isDemo: service.isDemo }),
  }),
]

export function stateOf({ ready, parts }: Readiness): StateForm['state'] {
  const isAnyFailed = parts.some(({ state }) => state === 'failed')
  if (ready) return isAnyFailed ? 'attention' : 'ready'
  return isAnyFailed ? 'failed' : 'starting'
}
