import { nothing } from '../forms/page.ts'
import { passedBody, welcomeForm } from '../forms/welcome.ts'
import { route } from '../route.ts'
import { PASSED, welcomeNow } from '../welcome/welcome.ts'

/** The first run. */
export const welcomeRoutes = [
  route({
    method: 'GET',
    path: '/api/welcome',
    needs: 'operator',
    shows: 'numbers',
    params: nothing,
    query: nothing,
    body: nothing,
    answer: welcomeForm,
    handle: (_asked, deps) => welcomeNow(deps),
  }),
  route({
    method: 'POST',
    path: '/api/welcome',
    needs: 'operator',
    shows: 'numbers',
    // The row itself is what is kept.
    audit: { action: PASSED, target: ({ body: { step } }) => step },
    params: nothing,
    query: nothing,
    body: passedBody,
    answer: nothing,
    handle: async () => ({}),
  }),
]
