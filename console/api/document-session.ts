import type { FastifyRequest } from 'fastify'
import type { ConsoleAddress } from '../address.ts'
import { sessionShown } from './accounts/sign-in.ts'
import { cookieFor } from './cookie.ts'
import { sessionForm, type SessionForm } from './forms/session.ts'
import type { RouteDeps } from './route.ts'

export type DocumentSession = (request: FastifyRequest) => Promise<SessionForm | undefined>

/**
 * Who opens a document, as `GET /api/session` would say it, so that its page need not ask. Undefined where that cannot be
 * told: a link of another site is followed without the cookie, and while the database is away nobody knows.
 */
export function documentSession(
  address: ConsoleAddress,
  deps: Pick<RouteDeps, 'sessions' | 'relyingParty' | 'pool'>,
): DocumentSession {
  const { name } = cookieFor(address)
  return async ({ cookies, headers }) => {
    try {
      const session = await deps.sessions.of(cookies[name])
      const site = headers['sec-fetch-site']
      if (session === undefined && site !== 'none' && site !== 'same-origin') return undefined
      return sessionForm.parse(await sessionShown(session, deps))
    } catch {
      // The page asks, and tells what the API answers.
      return undefined
    }
  }
}
