import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import type { Logger } from '#machine/log.ts'
import { refusalPage } from './refusal-page.ts'
import { WebError } from './web-error.ts'

/** Every error is a short JSON, or a sentence for who opened the page; internal causes stay in the log. */
export function answerErrors(fastify: FastifyInstance, log: Logger): void {
  fastify.setNotFoundHandler(async (_request, reply) => notFound(reply))
  fastify.setErrorHandler(async (error: FastifyError | WebError, request, reply) => {
    if (error instanceof WebError) {
      if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds)
      return refusalPage(error, request, reply) ?? answer(reply, error.status, error.code, error.message)
    }
    const status = error.statusCode ?? 500
    if (status >= 400 && status < 500) {
      return answer(reply, status, 'bad-request', 'The request could not be read.')
    }
    log.error({ error, route: request.routeOptions.url }, 'request failed')
    return answer(reply, 500, 'internal', 'Something went wrong here. Please try again later.')
  })
}

export const notFound = (reply: FastifyReply) => answer(reply, 404, 'not-found', 'There is nothing at this address.')

function answer(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').send({ error: code, message })
}
