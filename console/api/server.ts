import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clients } from '#http/clients.ts'
import type { Connections } from '#http/connections.ts'
import { STRICT_HEADERS } from '#http/request-guard.ts'
import { WebError } from '#http/web-error.ts'
import { saidBy } from '#machine/coded-error.ts'
import { englishOf, sentencesOf, type Said } from '#machine/sentence.ts'
import type { ConsoleDeps } from '../deps.ts'
import { prefixOf, type Answer, type ConsoleAddress, type ConsoleServer } from '../address.ts'
import { createChallenges } from './accounts/challenges.ts'
import { createPasswords } from './accounts/passwords.ts'
import { relyingPartyOf } from './accounts/relying-party.ts'
import { createSecondFactors } from './accounts/second-factors.ts'
import { createAttempts } from './attempts.ts'
import { ConsoleError } from './console-error.ts'
import { databaseError } from './database-error.ts'
import { openConsolePool } from './console-pool.ts'
import { documentSession } from './document-session.ts'
import { createChannelChecks } from './channels/check.ts'
import { sentences as sentencesForm } from './forms/sentence.ts'
import { createGuardTrial } from './guard/trial.ts'
import { openLive } from './live/topics.ts'
import { mountRoutes } from './mount.ts'
import { createMetrics } from './metrics/metrics.ts'
import { createOverview } from './overview/overview.ts'
import { servePages } from './pages.ts'
import { createPersonExports } from './people/exports.ts'
import { createPlaygroundRuns } from './playground/runs.ts'
import { createMemoryCounter } from './privacy/memory-counter.ts'
import { guardConsole } from './request-guard.ts'
import type { Route, RouteDeps } from './route.ts'
import { routes as allRoutes } from './routes/all.ts'
import { say } from './sentences.ts'
import { createSessions } from './sessions.ts'
import { withoutPrefix } from './without-prefix.ts'

/** Of a body, where a route does not say otherwise. */
const BODY_BYTES_MAX = 65_536
/** Ids of conversations are long. */
const PARAM_LENGTH_MAX = 1_000

export type ConsoleOptions = {
  readonly address: ConsoleAddress
  readonly deps: ConsoleDeps
  readonly server: Server
  readonly clients: Clients
  readonly connections: Connections
  /** In place of those of the console. */
  readonly routes?: readonly Route[]
}

/** The API and the pages, on a listener that listens already. */
export async function createConsole(options: ConsoleOptions): Promise<ConsoleServer> {
  const { address, deps, server, clients, connections, routes = allRoutes } = options
  const prefix = prefixOf(address)
  const relyingParty = () => relyingPartyOf(address.url, (server.address() as AddressInfo).port)
  const parts = partsFor({ ...deps, relyingParty })
  let answer: Answer | undefined
  const fastify = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    // A download is over once it was sent, a stream would have no reader.
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: PARAM_LENGTH_MAX },
    trustProxy: address.trustProxy === undefined ? false : clients.isProxy,
    rewriteUrl: ({ url = '/' }) => withoutPrefix(url, prefix),
    frameworkErrors(_error, _request, reply) {
      // Of an address that cannot be decoded: no hook has run.
      void send(reply.headers(STRICT_HEADERS), 400, { code: 'bad-request', said: UNREADABLE })
    },
    serverFactory(handler) {
      answer = handler
      return server
    },
  })
  answerErrors(fastify, deps)
  guardConsole(fastify, { address, clients, connections, log: deps.log })
  await mountRoutes(fastify, { routes, address, deps: parts })
  const sessionOf = documentSession(address, parts)
  await servePages(fastify, { prefix, pages: deps.pages, randomBytes: deps.randomBytes, sessionOf })
  await fastify.ready()
  if (answer === undefined) throw new Error('Fastify asked for no server')
  return {
    answer,
    checkEnds: () => parts.sessions.checkEnds(),
    async [Symbol.asyncDispose]() {
      parts.live.close()
      parts.metrics[Symbol.dispose]()
      await parts.sessions[Symbol.asyncDispose]()
      await parts.exports[Symbol.asyncDispose]()
      await parts.memoryCounter[Symbol.asyncDispose]()
      await parts.pool.end()
    },
  }
}

function partsFor(deps: ConsoleDeps & Pick<RouteDeps, 'relyingParty'>): RouteDeps {
  const given = { ...deps, pool: openConsolePool(deps.connection, deps) }
  const sessions = createSessions(given)
  const overview = createOverview(given)
  return {
    ...given,
    sessions,
    overview,
    metrics: createMetrics({ ...given, overview }),
    live: openLive({ ...given, overview, sessions }),
    attempts: createAttempts(given),
    passwords: createPasswords(given),
    secondFactors: createSecondFactors(given),
    challenges: createChallenges(given),
    exports: createPersonExports(given),
    memoryCounter: createMemoryCounter(given),
    channelChecks: createChannelChecks({ service: deps.service, clock: deps.clock }),
    guardTrial: createGuardTrial({ serving: () => deps.service.guard.serving, clock: deps.clock }),
    playgroundRuns: createPlaygroundRuns({ ...deps, sessions }),
  }
}

const UNREADABLE = 'The request could not be read.'

/** Every error is a short JSON; what is inside stays in the log. */
function answerErrors(fastify: FastifyInstance, { log }: Pick<ConsoleDeps, 'log'>): void {
  fastify.setErrorHandler(async (error: FastifyError | ConsoleError | WebError, request, reply) => {
    const route = request.routeOptions.url
    const ofDatabase = databaseError(error)
    if (ofDatabase !== undefined) log.warn({ error, route }, 'the database failed the console')
    const known = ofDatabase ?? error
    if (known instanceof ConsoleError || known instanceof WebError) {
      if (known.retryAfterSeconds !== undefined) reply.header('retry-after', known.retryAfterSeconds)
      return send(reply, known.status, { code: known.code, said: saidBy(known), now: nowIn(known) })
    }
    const status = ('statusCode' in error ? error.statusCode : undefined) ?? 500
    if (status === 413) return send(reply, status, { code: 'too-large', said: say('request.too-large') })
    if (status >= 400 && status < 500) return send(reply, status, { code: 'bad-request', said: UNREADABLE })
    log.error({ error, route }, 'request failed')
    return send(reply, 500, { code: 'internal', said: say('service.failed') })
  })
}

const nowIn = (error: ConsoleError | WebError) => (error instanceof ConsoleError ? error.now : undefined)

type Refusal = {
  readonly code: string
  readonly said: Said
  readonly now?: object | undefined
}

function send(reply: FastifyReply, status: number, { code, said, now }: Refusal): FastifyReply {
  const sentences = sentencesOf(said)
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .send({
      error: code,
      message: englishOf(said),
      ...(sentences && { sentences: sentencesForm.parse(sentences) }),
      ...(now && { now }),
    })
}
