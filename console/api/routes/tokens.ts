import { listTokens, makeToken, revokeToken } from '../accounts/tokens.ts'
import { requireSession } from '../checks.ts'
import { idParams } from '../forms/accounts.ts'
import { nothing, takesNothing } from '../forms/page.ts'
import { madeTokenForm, newTokenForm, tokensForm } from '../forms/tokens.ts'
import { route } from '../route.ts'

/** By which programs use the API; none of them makes another. */
const ofOwners = { needs: 'owner', sessionOnly: true, shows: 'numbers', ...takesNothing } as const

export const tokenRoutes = [
  route({
    ...ofOwners,
    method: 'GET',
    path: '/api/tokens',
    answer: tokensForm,
    handle: async (_asked, deps) => listTokens(deps),
  }),
  route({
    ...ofOwners,
    method: 'POST',
    path: '/api/tokens',
    stepUp: true,
    audit: { action: 'token.make', target: ({ body: { name, role } }) => `${name}: ${role}` },
    body: newTokenForm,
    answer: madeTokenForm,
    handle: async ({ body }, deps, session) => makeToken(body, requireSession(session), deps),
  }),
  route({
    ...ofOwners,
    method: 'DELETE',
    path: '/api/tokens/:id',
    stepUp: true,
    audit: { action: 'token.revoke', target: ({ params }) => params.id },
    params: idParams,
    answer: nothing,
    async handle({ params, note }, deps) {
      note({ target: await revokeToken(params.id, deps) })
      return {}
    },
  }),
]
