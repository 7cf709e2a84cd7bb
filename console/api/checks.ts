import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { hasRole } from '../roles.ts'
import { ConsoleError } from './console-error.ts'
import type { Route, RouteDeps } from './route.ts'
import type { Session } from './sessions.ts'
import { say } from './sentences.ts'

/** How long a proof of who somebody is holds for what needs one. */
export const STEP_UP_MS_MAX = 5 * 60_000
export const CSRF_HEADER = 'x-chasqui-csrf'

type Needs = Pick<Route, 'needs' | 'stepUp' | 'sessionOnly'>

/** Whether a program may ask for it: by its role, and never for what concerns who may sign in. */
export const takesToken = ({ needs, stepUp, sessionOnly }: Needs) =>
  needs !== 'signed-out' && needs !== 'account' && !stepUp && !sessionOnly

/** @throws {ConsoleError} */
export function permit(route: Needs, session: Session | undefined, { clock }: RouteDeps): void {
  const { needs, stepUp } = route
  if (session?.token !== undefined && !takesToken(route)) throw tokenRefused()
  if (needs === 'signed-out') return
  const { account, provedAtMs } = requireSession(session)
  if (needs !== 'account' && !hasRole(account.role, needs)) {
    throw new ConsoleError('role-missing', `This needs the role ${needs}. Ask an owner of this service.`)
  }
  if (stepUp && !isFresh(provedAtMs, clock.now())) throw stepUpNeeded()
}

/** Where only some of what a route does needs a fresh proof. @throws {ConsoleError} */
export function requireFreshProof(session: Session, deps: Pick<RouteDeps, 'clock'>): void {
  if (session.token !== undefined) throw tokenRefused()
  if (!hasFreshProof(session, deps)) throw stepUpNeeded()
}

/** No API token has one. */
export const hasFreshProof = ({ token, provedAtMs }: Session, { clock }: Pick<RouteDeps, 'clock'>) =>
  token === undefined && isFresh(provedAtMs, clock.now())

const tokenRefused = () =>
  new ConsoleError('token-refused', 'An API token is not enough for this. Sign in to the console.')
const stepUpNeeded = () => new ConsoleError('step-up-needed', say('proof.needed'))

/** @throws {ConsoleError} */
export function requireSession(session: Session | undefined): Session {
  if (session !== undefined) return session
  throw new ConsoleError('signed-out', say('session.none'))
}

/** A proof that lies ahead is from before the clock was set back. */
const isFresh = (provedAtMs: number, nowMs: number) => Math.abs(nowMs - provedAtMs) <= STEP_UP_MS_MAX

/** @throws {ConsoleError} */
export function requireCsrf(request: FastifyRequest, session: Session | undefined, { sessions }: RouteDeps): void {
  if (session === undefined || sessions.isCsrfOf(session, request.headers[CSRF_HEADER])) return
  throw new ConsoleError('origin-refused', `Changes are taken from the console's own pages only. Reload the page.`)
}

/** @throws {ConsoleError} that says which field is wrong */
export function read(route: Route, request: FastifyRequest) {
  return {
    params: valid(route.params, request.params),
    query: valid(route.query, request.query),
    body: valid(route.body, request.body ?? {}),
  }
}

function valid(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success && hasNul(parsed.data))
    throw new ConsoleError('bad-request', 'A text cannot contain the character NUL. Remove it and try again.')
  if (parsed.success) return parsed.data
  throw new ConsoleError('bad-request', z.prettifyError(parsed.error).slice(0, MESSAGE_LENGTH_MAX))
}

const MESSAGE_LENGTH_MAX = 500

/** Which the database takes in no text. However deep it is nested. */
function hasNul(value: unknown): boolean {
  const left = [value]
  for (const item of left) {
    if (typeof item === 'string' && item.includes('\0')) return true
    if (item === null || typeof item !== 'object') continue
    for (const [key, inner] of Object.entries(item)) left.push(key, inner)
  }
  return false
}
