import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { Download } from './download.ts'

/** What a route answers in place of JSON: a picture or a text, as `mime` says. */
export class Bytes {
  readonly mime: 'image/jpeg' | 'image/png' | 'text/plain; version=0.0.4; charset=utf-8'
  readonly bytes: Buffer
  constructor({ mime, bytes }: Pick<Bytes, 'mime' | 'bytes'>) {
    this.mime = mime
    this.bytes = bytes
  }
}

/** The `answer` of such a route. */
export const bytesAnswer = z.instanceof(Bytes)

/** JSON, a file to save, or bytes that a browser takes for nothing else, and that run nothing. */
export function sendAnswer(reply: FastifyReply, answer: unknown): FastifyReply {
  if (answer instanceof Bytes) {
    return reply
      .headers({ ...INERT, 'content-disposition': 'inline' })
      .type(answer.mime)
      .send(answer.bytes)
  }
  return answer instanceof Download ? sendDownload(reply, answer) : reply.send(answer)
}

function sendDownload(reply: FastifyReply, { name, mime, content, bytes, onSent }: Download): FastifyReply {
  if (onSent !== undefined) reply.raw.once('finish', onSent)
  reply.headers({ ...INERT, 'content-disposition': `attachment; filename="${name}"` })
  if (bytes !== undefined) reply.header('content-length', bytes)
  return reply.type(mime).send(content)
}

const INERT = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
}
