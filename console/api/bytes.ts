import { createReadStream } from 'node:fs'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'

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

/** What a route answers in place of JSON: a file that the browser saves. It is a zip. */
export class Download {
  readonly path: string
  readonly name: string
  readonly bytes: number
  /** All of it has left. */
  readonly onSent: () => void
  constructor({ path, name, bytes, onSent }: Pick<Download, 'path' | 'name' | 'bytes' | 'onSent'>) {
    this.path = path
    this.name = name
    this.bytes = bytes
    this.onSent = onSent
  }
}

/** The `answer` of such a route. */
export const downloadAnswer = z.instanceof(Download)

/** JSON, or bytes that a browser takes for nothing else, and that run nothing. */
export function sendAnswer(reply: FastifyReply, answer: unknown): FastifyReply {
  if (answer instanceof Bytes) {
    return reply
      .headers({ ...INERT, 'content-disposition': 'inline' })
      .type(answer.mime)
      .send(answer.bytes)
  }
  if (!(answer instanceof Download)) return reply.send(answer)
  const { path, name, bytes, onSent } = answer
  reply.raw.once('finish', onSent)
  reply.headers({ ...INERT, 'content-disposition': `attachment; filename="${name}"`, 'content-length': bytes })
  return reply.type('application/zip').send(createReadStream(path))
}

const INERT = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
}
