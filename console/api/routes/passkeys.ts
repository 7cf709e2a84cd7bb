import { proved } from '../accounts/own.ts'
import { addPasskey, askForPasskey, draftPasskey, removePasskey, requirePasskey } from '../accounts/passkeys.ts'
import { beginFor, formOf } from '../accounts/sign-in.ts'
import { requireSession } from '../checks.ts'
import { nothing, takesNothing } from '../forms/page.ts'
import { newPasskeyForm, passkeyAnswerForm, passkeyDraft, passkeyParams, passkeyQuestion } from '../forms/passkeys.ts'
import { sessionForm } from '../forms/session.ts'
import { route } from '../route.ts'

const signedOut = { needs: 'signed-out', shows: 'numbers', ...takesNothing } as const
const ofOnesOwn = { ...signedOut, needs: 'account' } as const

/** What failed sign-ins are counted by: until its signature is checked, nobody is named. */
const passkeyOf = (id: string) => `passkey ${id}`

export const passkeyRoutes = [
  route({
    ...signedOut,
    method: 'GET',
    path: '/api/session/passkey',
    answer: passkeyQuestion,
    handle: async (asked, deps) => askForPasskey(asked, deps),
  }),
  route({
    ...signedOut,
    method: 'POST',
    path: '/api/session/passkey',
    audit: { action: 'session.sign-in-by-passkey' },
    attempt: ({ body }) => ({ who: passkeyOf(body.id) }),
    body: passkeyAnswerForm,
    answer: sessionForm,
    // It is something that its holder has, and knows or is: no code is asked for.
    async handle(asked, deps, session) {
      const begun = await beginFor(await requirePasskey(asked.body, asked, deps), asked, deps)
      await deps.attempts.remember({ who: passkeyOf(asked.body.id), network: asked.network })
      if (session !== undefined) await deps.sessions.end(session.id)
      return formOf(begun.session, deps)
    },
  }),
  route({
    ...ofOnesOwn,
    method: 'GET',
    path: '/api/prove/passkey',
    answer: passkeyQuestion,
    handle: async (asked, deps, session) => askForPasskey(asked, deps, requireSession(session)),
  }),
  route({
    ...ofOnesOwn,
    method: 'POST',
    path: '/api/prove/passkey',
    audit: { action: 'session.prove-by-passkey' },
    attempt: (_asked, session) => ({ who: `prove ${session?.id}` }),
    body: passkeyAnswerForm,
    answer: sessionForm,
    async handle(asked, deps, signedIn) {
      const session = requireSession(signedIn)
      await requirePasskey(asked.body, asked, deps, session)
      return formOf((await proved(session, asked, deps, { keepsOld: true })).session, deps)
    },
  }),
  route({
    ...ofOnesOwn,
    method: 'POST',
    path: '/api/me/passkeys/draft',
    stepUp: true,
    audit: { action: 'passkey.draft' },
    answer: passkeyDraft,
    handle: async (asked, deps, session) => draftPasskey(asked, requireSession(session), deps),
  }),
  route({
    ...ofOnesOwn,
    method: 'POST',
    path: '/api/me/passkeys',
    stepUp: true,
    audit: { action: 'passkey.add', target: ({ body }) => body.name },
    body: newPasskeyForm,
    answer: nothing,
    async handle(asked, deps, session) {
      await addPasskey(asked.body, asked, requireSession(session), deps)
      return {}
    },
  }),
  route({
    ...ofOnesOwn,
    method: 'DELETE',
    path: '/api/me/passkeys/:id',
    stepUp: true,
    audit: { action: 'passkey.remove' },
    params: passkeyParams,
    answer: nothing,
    async handle({ params, note }, deps, session) {
      note({ target: await removePasskey(params.id, requireSession(session), deps) })
      return {}
    },
  }),
]
