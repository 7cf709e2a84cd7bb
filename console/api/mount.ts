import cookies from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { onEnd } from '#http/response-end.ts'
import type { ConsoleAddress } from '../address.ts'
import type { Attempt } from './attempts.ts'
import { programOf } from './accounts/tokens.ts'
import { createAuditRows, outcomeOf, type AuditRows } from './audit.ts'
import { bearerOf } from './bearer.ts'
import { permit, read, requireCsrf, requireSession } from './checks.ts'
import { sendAnswer } from './bytes.ts'
import { ConsoleError } from './console-error.ts'
import { challengeCookieFor, cookieFor, type SessionCookie } from './cookie.ts'
import { createReadTurns } from './read-turns.ts'
import type { Asked, Noted, OpenStream, Route, RouteDeps } from './route.ts'
import type { Session } from './sessions.ts'
import { createTrialLimit } from './trial-limit.ts'

type Mounting = { readonly routes: readonly Route[]; readonly address: ConsoleAddress; readonly deps: RouteDeps }

/** Puts each route on Fastify, with everything that is checked before it runs. */
export async function mountRoutes(fastify: FastifyInstance, { routes, address, deps }: Mounting): Promise<void> {
  await fastify.register(cookies)
  const cookie = cookieFor(address)
  const challenge = challengeCookieFor(address)
  const audit = createAuditRows(deps)
  const [readsHere, readsOfOthers] = [createReadTurns(), createReadTurns()]
  const sessionOf = ({ cookies, headers, client }: FastifyRequest) => {
    const token = bearerOf(headers)
    if (token !== undefined) return programOf({ token, network: client.network?.name }, deps)
    return deps.sessions.of(cookies[cookie.name])
  }
  for (const route of routes) {
    const { method, path: url, bodyBytesMax: bodyLimit, limited, asksOthers } = route
    const inTurn = asksOthers ? readsOfOthers : readsHere
    const trials = limited ? createTrialLimit({ clock: deps.clock }) : undefined
    const check = async (request: FastifyRequest) => permit(route, await sessionOf(request), deps)
    fastify.route({
      method,
      url,
      // Of strangers no large body is read. It is checked again when all of it is there: that may take a minute.
      ...(bodyLimit !== undefined && { bodyLimit, onRequest: check }),
      async handler(request, reply) {
        reply.header('cache-control', 'no-store')
        const session = await sessionOf(request)
        permit(route, session, deps)
        // No page of another site can send a token along.
        if (method !== 'GET' && session?.token === undefined) requireCsrf(request, session, deps)
        const noted: Noted = {}
        const checkAgain = () => check(request)
        const asked = { ...read(route, request), ...around({ request, reply, cookie, challenge, noted, checkAgain }) }
        const tried = route.attempt?.(asked, session)
        const attempt = tried && (await deps.attempts.begin({ ...tried, network: asked.network }))
        const answered = () => answerTo(route, { asked, session, deps, audit, attempt, noted })
        const isRead = method === 'GET' && session !== undefined
        const end = trials?.begin(requireSession(session).account.id)
        const answer = await (
          isRead ? inTurn({ session, signal: asked.signal, checkAgain, read: answered }) : answered()
        ).finally(end)
        return route.kind === 'stream' ? openStream(reply, answer as OpenStream) : sendAnswer(reply, answer)
      },
    })
  }
}

type Running = {
  readonly asked: Asked<unknown, unknown, unknown>
  readonly session: Session | undefined
  readonly deps: RouteDeps
  readonly audit: AuditRows
  readonly attempt: Attempt | undefined
  readonly noted: Noted
}

/**
 * Nothing is shown or changed without a row of the audit: a change begins when its row is there, and what is only read
 * is read meanwhile and sent after it.
 */
async function answerTo(route: Route, { asked, session, deps, audit, attempt, noted }: Running): Promise<unknown> {
  const stored = audit.begin({ route, session, asked })
  // Awaited below in any case.
  stored.catch(() => undefined)
  if (route.method !== 'GET') await stored
  try {
    const answer = route.answer.parse(await route.handle(asked, deps, session))
    await attempt?.succeeded()
    await audit.end(await stored, 'done', noted)
    return answer
  } catch (error) {
    if (error instanceof ConsoleError && !isWrongGuess(error)) await attempt?.undone()
    await audit.end(await stored, outcomeOf(error), noted)
    throw error
  }
}

const isWrongGuess = ({ code }: ConsoleError) => code === 'credentials-wrong' || code === 'link-unknown'

type Around = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly cookie: SessionCookie
  readonly challenge: SessionCookie
  readonly noted: Noted
  readonly checkAgain: () => Promise<void>
}

function openStream(reply: FastifyReply, open: OpenStream): void {
  reply.hijack()
  reply.raw.writeHead(200, {
    ...Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)])),
    'content-type': 'text/event-stream; charset=utf-8',
    // For proxies that would otherwise collect the answer before they pass it on.
    'x-accel-buffering': 'no',
  })
  open(reply.raw)
}

function around({
  request,
  reply,
  cookie,
  challenge,
  noted,
  checkAgain,
}: Around): Omit<Asked<0, 0, 0>, 'params' | 'query' | 'body'> {
  const gone = new AbortController()
  onEnd(reply.raw, () => reply.raw.writableEnded || gone.abort())
  return {
    signal: gone.signal,
    network: request.client.network?.name,
    userAgent: request.headers['user-agent'] ?? '',
    cookie: cookie.of(reply),
    challenge: { ...challenge.of(reply), given: request.cookies[challenge.name] },
    checkAgain,
    note: (about) => void Object.assign(noted, about),
  }
}
