import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { ConsoleDeps } from '../deps.ts'
import type { ConsoleAddress } from '../address.ts'

/** In what Vite builds, in place of the nonce of one response. */
const NONCE_PLACE = '__NONCE__'
const BASE_PLACE = '__BASE__'
const ASSET = /^[\w.-]{1,128}$/
const MIMES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

type Pages = {
  readonly address: ConsoleAddress
  readonly pages: ConsoleDeps['pages']
  readonly randomBytes: ConsoleDeps['randomBytes']
}

/** The one HTML document for every page, and the files it loads. */
export async function servePages(fastify: FastifyInstance, { address, pages, randomBytes }: Pages): Promise<void> {
  if ('missing' in pages) {
    fastify.setNotFoundHandler(async (_request, reply) => reply.code(503).type('text/plain').send(`${pages.missing}\n`))
    return
  }
  const { folder } = pages
  const document = await readFile(path.join(folder, 'index.html'), 'utf8')
  const base = address.url === undefined ? '/' : new URL(address.url).pathname
  fastify.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    const { name } = request.params
    const mime = MIMES[path.extname(name)]
    if (!ASSET.test(name) || mime === undefined) return reply.callNotFound()
    const bytes = await readFile(path.join(folder, 'assets', name)).catch(() => undefined)
    if (bytes === undefined) return reply.code(404).send()
    return reply.header('cache-control', 'public, max-age=31536000, immutable').type(mime).send(bytes)
  })
  fastify.setNotFoundHandler(async (request, reply) => {
    if (request.method !== 'GET' || request.url.startsWith('/api/')) {
      return reply.code(404).send({ error: 'not-found', message: 'There is nothing at this address.' })
    }
    const nonce = randomBytes(16).toString('base64')
    reply.headers({ 'content-security-policy': policyWith(nonce), 'cache-control': 'no-store' })
    return reply
      .type('text/html; charset=utf-8')
      .send(document.replaceAll(NONCE_PLACE, nonce).replaceAll(BASE_PLACE, base))
  })
}

const policyWith = (nonce: string) =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
