import { changeRole, listAccounts, removeAccount } from '../accounts/colleagues.ts'
import { invite, takeBack } from '../accounts/links.ts'
import { requireSession } from '../checks.ts'
import { accountsForm, idParams, invitationParams, invitedForm, inviteForm, roleForm } from '../forms/accounts.ts'
import { nothing, takesNothing } from '../forms/page.ts'
import { route } from '../route.ts'

/** Who else may sign in. */
const ofOwners = { needs: 'owner', sessionOnly: true, shows: 'numbers', ...takesNothing } as const

export const accountRoutes = [
  route({
    ...ofOwners,
    method: 'GET',
    path: '/api/accounts',
    answer: accountsForm,
    handle: async (_asked, deps, session) => listAccounts(requireSession(session), deps),
  }),
  route({
    ...ofOwners,
    method: 'PUT',
    path: '/api/accounts/:id/role',
    stepUp: true,
    audit: { action: 'account.role', target: ({ params }) => params.id },
    params: idParams,
    body: roleForm,
    answer: nothing,
    async handle({ params: { id }, body, note }, deps, session) {
      const name = await changeRole({ id, ...body }, requireSession(session), deps)
      note({ target: `${name}: ${body.from} → ${body.to}` })
      return {}
    },
  }),
  route({
    ...ofOwners,
    method: 'DELETE',
    path: '/api/accounts/:id',
    stepUp: true,
    audit: { action: 'account.remove', target: ({ params }) => params.id },
    params: idParams,
    answer: nothing,
    async handle({ params, note }, deps, session) {
      note({ target: await removeAccount(params.id, requireSession(session), deps) })
      return {}
    },
  }),
  route({
    ...ofOwners,
    method: 'POST',
    path: '/api/invitations',
    stepUp: true,
    audit: { action: 'account.invite', target: ({ body }) => body.role },
    body: inviteForm,
    answer: invitedForm,
    handle: async ({ body }, deps, session) => invite(body.role, requireSession(session), deps),
  }),
  route({
    ...ofOwners,
    method: 'DELETE',
    path: '/api/invitations/:id',
    stepUp: true,
    audit: { action: 'invitation.take-back' },
    params: invitationParams,
    answer: nothing,
    async handle({ params }, deps) {
      await takeBack(params.id, deps)
      return {}
    },
  }),
]
