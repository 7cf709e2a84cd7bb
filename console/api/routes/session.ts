import { proved } from '../accounts/own.ts'
import { formOf, requireProof, sessionShown, signIn, signInOf } from '../accounts/sign-in.ts'
import { requireSession } from '../checks.ts'
import { nothing, takesNothing } from '../forms/page.ts'
import { proofForm, sessionForm, signInForm } from '../forms/session.ts'
import { route } from '../route.ts'

export const sessionRoutes = [
  route({
    method: 'GET',
    path: '/api/session',
    needs: 'signed-out',
    shows: 'numbers',
    ...takesNothing,
    answer: sessionForm,
    handle: async (_asked, deps, session) => sessionShown(session, deps),
  }),
  route({
    method: 'POST',
    path: '/api/session',
    needs: 'signed-out',
    shows: 'numbers',
    audit: { action: 'session.sign-in' },
    attempt: ({ body }) => ({ who: signInOf(body.name) }),
    ...takesNothing,
    body: signInForm,
    answer: sessionForm,
    async handle(asked, deps, session) {
      const begun = await signIn(asked.body, asked, deps)
      if (session !== undefined) await deps.sessions.end(session.id)
      return formOf(begun.session, deps)
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/session',
    needs: 'account',
    shows: 'numbers',
    audit: { action: 'session.sign-out' },
    ...takesNothing,
    answer: nothing,
    async handle({ cookie }, { sessions }, session) {
      await sessions.end(requireSession(session).id)
      cookie.clear()
      return {}
    },
  }),
  route({
    method: 'POST',
    path: '/api/prove',
    needs: 'account',
    shows: 'numbers',
    audit: { action: 'session.prove' },
    attempt: (_asked, session) => ({ who: `prove ${session?.id}` }),
    ...takesNothing,
    body: proofForm,
    answer: sessionForm,
    async handle(asked, deps, signedIn) {
      const session = requireSession(signedIn)
      await requireProof(session, asked.body, asked, deps)
      return formOf((await proved(session, asked, deps, { keepsOld: true })).session, deps)
    },
  }),
]
