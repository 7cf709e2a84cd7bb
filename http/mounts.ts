import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from '#machine/log.ts'
import { answerErrors, notFound } from './answer-errors.ts'
import { STRICT_HEADERS } from './request-guard.ts'

/** Everything that is mounted lies below it. */
const BELOW = '/webhooks/*'

/** Routes of one part, on a small Fastify of their own that never listens itself. */
export type Mount = {
  readonly fastify: FastifyInstance
  /** From now on they answer; in place of another mount's with the same path. Its routes are all there. */
  put(): Promise<void>
  /** From now on 404. What is being answered is answered. */
  [Symbol.asyncDispose](): Promise<void>
}

type MountsOptions = { readonly bodyBytesMax: number; readonly log: Logger }

/**
 * Routes that come and go while the listener listens, which takes no new ones then: one route of the listener hands
 * each request on. By then it was counted and refused as any other; its body is not read.
 */
export class Mounts {
  readonly #options: MountsOptions
  readonly #byPath = new Map<string, FastifyInstance>()

  constructor(listener: FastifyInstance, options: MountsOptions) {
    this.#options = options
    listener.all(BELOW, {
      // Here and not in the handler: after this the body would be read.
      async onRequest(request, reply) {
        const mounted = mountedAt(request.url)
        if (mounted === undefined) return notFound(reply)
        reply.hijack()
        mounted.routing(request.raw, reply.raw)
        return reply
      },
      handler: (_request, reply) => notFound(reply),
    })
    const mountedAt = (url: string) => this.#byPath.get(url.replace(/\?.*$/s, ''))
  }

  open(): Mount {
    const { bodyBytesMax, log } = this.#options
    const fastify = Fastify({ logger: false, bodyLimit: bodyBytesMax })
    const paths = new Set<string>()
    fastify.addHook('onRoute', ({ url }) => void paths.add(url))
    fastify.addHook('onRequest', async (_request, reply) => void reply.headers(STRICT_HEADERS))
    answerErrors(fastify, log)
    return {
      fastify,
      put: async () => {
        await fastify.ready()
        for (const path of paths) this.#byPath.set(path, fastify)
      },
      [Symbol.asyncDispose]: async () => {
        for (const path of paths) if (this.#byPath.get(path) === fastify) this.#byPath.delete(path)
        await fastify.close()
      },
    }
  }
}
