import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify'
import type { Server } from 'node:http'
import type { ConsoleDeps } from '../deps.ts'
import type { Answer, ConsoleAddress, ConsoleServer } from '../address.ts'
import { createPasswords } from './accounts/passwords.ts'
import { createSecondFactors } from './accounts/second-factors.ts'
import { createAttempts } from './attempts.ts'
import { ConsoleError } from './console-error.ts'
import { openConsolePool } from './console-pool.ts'
import { mountRoutes } from './mount.ts'
import { servePages } from './pages.ts'
import { routes } from './routes/all.ts'
import { createSessions } from './sessions.ts'

const PARAM_CHARACTERS_MAX = 1_000

export type ConsoleOptions = { readonly address: ConsoleAddress; readonly deps: ConsoleDeps; readonly server: Server }

/** The API and the pages, on a listener that listens already. */
export async function createConsole({ address, deps, server }: ConsoleOptions): Promise<ConsoleServer> {
  const pool = openConsolePool(deps.connection)
  const stateful = { ...deps, pool }
  const sessions = createSessions(stateful)
  const routeDeps = {
    ...stateful,
    sessions,
    attempts: createAttempts(stateful),
    passwords: createPasswords(stateful),
    secondFactors: createSecondFactors(stateful),
  }
  let answer: Answer | undefined
  const fastify = Fastify({
    logger: false,
    // Ids of conversations are long.
    routerOptions: { maxParamLength: PARAM_CHARACTERS_MAX },
    serverFactory(handler) {
      answer = handler
      return server
    },
  })
  answerErrors(fastify, deps)
  await mountRoutes(fastify, { routes, address, deps: routeDeps })
  await servePages(fastify, { address, pages: deps.pages, randomBytes: deps.randomBytes })
  await fastify.ready()
  if (answer === undefined) throw new Error('Fastify asked for no server')
  return {
    answer,
    async [Symbol.asyncDispose]() {
      await sessions[Symbol.asyncDispose]()
      await pool.end()
    },
  }
}

function answerErrors(fastify: FastifyInstance, { log }: Pick<ConsoleDeps, 'log'>): void {
  fastify.setErrorHandler(async (error: FastifyError | ConsoleError, request, reply) => {
    if (error instanceof ConsoleError) {
      if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds)
      return send(reply, error.status, error.code, error.message)
    }
    const status = error.statusCode ?? 500
    if (status >= 400 && status < 500) return send(reply, status, 'bad-request', 'The request could not be read.')
    log.error({ error, route: request.routeOptions.url }, 'request failed')
    return send(reply, 500, 'internal', 'Something went wrong here. The log of the service says more.')
  })
}

const send = (reply: FastifyReply, status: number, code: string, message: string) =>
  reply.code(status).header('cache-control', 'no-store').send({ error: code, message })
