import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { Download } from './download.ts'

/** What a route answers in place of JSON: a picture, as `mime` says. */
export class Bytes {
  readonly mime: 'image/jpeg' | 'image/png'
  readonly bytes: Buffer
  constructor({ mime, bytes }: Pick<Bytes, 'mime' | 'bytes'>) {
    this.mime = mime
    this.bytes = bytes
  }
}

/** The `answer` of such a route. */
export const bytesAnswer = z.instanceof(Bytes)

/** JSON, a file to keep, or bytes that a browser takes for nothing else, and that run nothing. */
export function sendAnswer(reply: FastifyReply, answer: unknown): FastifyReply {
  if (answer instanceof Download) {
    reply.headers({
      'content-disposition': `attachment; filename="${answer.name}"`,
      'x-content-type-options': 'nosniff',
    })
    return reply.type(`${answer.mime}; charset=utf-8`).send(Readable.from(answer.pieces))
  }
  if (!(answer instanceof Bytes)) return reply.send(answer)
  reply.headers({
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'content-disposition': 'inline',
    'cross-origin-resource-policy': 'same-origin',
  })
  return reply.type(answer.mime).send(answer.bytes)
}
