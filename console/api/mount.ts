import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ConsoleAddress } from '../address.ts'
import { hasRole } from '../roles.ts'
import { sendAnswer } from './bytes.ts'
import { ConsoleError } from './console-error.ts'
import type { Asked, Route, RouteDeps } from './route.ts'
import type { Session } from './sessions.ts'

/** How long a proof of who somebody is holds for what needs one. */
export const STEP_UP_MS_MAX = 5 * 60_000
const BODY_BYTES_MAX = 65_536
export const CSRF_HEADER = 'x-chasqui-csrf'

type Mounting = { readonly routes: readonly Route[]; readonly address: ConsoleAddress; readonly deps: RouteDeps }

/** Puts each route on Fastify, with everything that is checked before it runs. */
export async function mountRoutes(fastify: FastifyInstance, { routes, address, deps }: Mounting): Promise<void> {
  await fastify.register(cookie)
  const cookieOf = cookieFor(address)
  for (const route of routes) {
    const { method, path: url, bodyBytesMax: bodyLimit = BODY_BYTES_MAX } = route
    fastify.route({
      method,
      url,
      bodyLimit,
      async handler(request, reply) {
        reply.header('cache-control', 'no-store')
        const token = request.cookies[cookieOf.name]
        const session = await deps.sessions.of(token)
        permit(route, session, deps)
        if (method !== 'GET') requireCsrf(request, session, deps)
        const asked = { ...read(route, request), ...around(request, reply, cookieOf) }
        const answer = await route.handle(asked, deps, session)
        return sendAnswer(reply, route.answer.parse(answer))
      },
    })
  }
}

/** @throws {ConsoleError} */
function permit({ needs, stepUp }: Route, session: Session | undefined, { clock }: RouteDeps): void {
  if (needs === 'signed-out') return
  if (session === undefined) throw new ConsoleError('signed-out', 'Nobody is signed in in this browser. Sign in first.')
  if (needs !== 'account' && !hasRole(session.account.role, needs)) {
    throw new ConsoleError('role-missing', `This is for accounts with the role ${needs}. Ask an owner of this service.`)
  }
  if (stepUp && clock.now() - session.provedAtMs > STEP_UP_MS_MAX) {
    throw new ConsoleError('step-up-needed', 'Type your password once more: this needs a proof of who you are.')
  }
}

function requireCsrf(request: FastifyRequest, session: Session | undefined, { sessions }: RouteDeps): void {
  if (session === undefined || request.headers[CSRF_HEADER] === sessions.csrfOf(session)) return
  throw new ConsoleError('origin-refused', `Changes are taken from the console's own pages. Load the page anew.`)
}

function read(route: Route, request: FastifyRequest) {
  return {
    params: valid(route.params, request.params),
    query: valid(route.query, request.query),
    body: valid(route.body, request.body ?? {}),
  }
}

function valid(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new ConsoleError('bad-request', z.prettifyError(parsed.error))
}

type Cookie = ReturnType<typeof cookieFor>

function around(
  request: FastifyRequest,
  reply: FastifyReply,
  cookie: Cookie,
): Omit<Asked<0, 0, 0>, 'params' | 'query' | 'body'> {
  const gone = new AbortController()
  request.raw.on('close', () => request.raw.complete || gone.abort())
  return {
    signal: gone.signal,
    network: request.ip,
    userAgent: request.headers['user-agent'] ?? '',
    cookie: {
      set: (token) => void reply.setCookie(cookie.name, token, cookie.options),
      clear: () => void reply.clearCookie(cookie.name, cookie.options),
    },
  }
}

function cookieFor({ url }: ConsoleAddress) {
  const isHttps = url?.startsWith('https:') === true
  const options = { httpOnly: true, sameSite: 'strict', secure: isHttps, path: '/' } as const
  return { name: isHttps ? '__Host-chasqui-console' : 'chasqui-console', options }
}
