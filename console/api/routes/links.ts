import { join, lookAt, recover } from '../accounts/links.ts'
import { formOf } from '../accounts/sign-in.ts'
import { takesNothing } from '../forms/page.ts'
import { joinForm, linkForm, linkQuestion, recoveredForm, recoverForm, sessionForm } from '../forms/session.ts'
import { route } from '../route.ts'

/** What links do for people who cannot sign in: a wrong token counts as a failed try of its network. */
const byLink = {
  method: 'POST',
  needs: 'signed-out',
  shows: 'numbers',
  attempt: () => ({}),
  ...takesNothing,
} as const

export const linkRoutes = [
  route({
    ...byLink,
    path: '/api/link',
    audit: { action: 'link.look' },
    body: linkQuestion,
    answer: linkForm,
    handle: async ({ body }, deps) => lookAt(body.token, deps),
  }),
  route({
    ...byLink,
    path: '/api/setup',
    audit: { action: 'account.setup' },
    body: joinForm,
    answer: sessionForm,
    handle: async (asked, deps) => formOf((await join('setup', asked.body, asked, deps)).session, deps),
  }),
  route({
    ...byLink,
    path: '/api/join',
    audit: { action: 'account.join' },
    body: joinForm,
    answer: sessionForm,
    handle: async (asked, deps) => formOf((await join('invitation', asked.body, asked, deps)).session, deps),
  }),
  route({
    ...byLink,
    path: '/api/recover',
    audit: { action: 'account.recover' },
    body: recoverForm,
    answer: recoveredForm,
    async handle(asked, deps) {
      const { session, totpTurnedOff, passkeysRemoved } = await recover(asked.body, asked, deps)
      return { session: formOf(session, deps), totpTurnedOff, passkeysRemoved }
    },
  }),
]
