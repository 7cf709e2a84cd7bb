import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { ConsoleDeps } from '../deps.ts'
import { ConsoleError } from './console-error.ts'
import type { DocumentSession } from './document-session.ts'
import { documentFor, type Documents } from './document.ts'
import { encodingFor } from './encoding.ts'

const MIMES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

type Pages = {
  readonly prefix: string
  readonly pages: ConsoleDeps['pages']
  readonly randomBytes: ConsoleDeps['randomBytes']
  readonly sessionOf: DocumentSession
}

type Built = { readonly documents: Documents; readonly names: ReadonlySet<string>; readonly folder: string }

/** The HTML document of every page, and the files it loads; without them, why there are none. */
export async function servePages(
  fastify: FastifyInstance,
  { prefix: base, pages, randomBytes, sessionOf }: Pages,
): Promise<void> {
  const built = 'missing' in pages ? pages : await builtIn(pages.folder)
  if (!('missing' in built)) serveAssets(fastify, built)
  fastify.setNotFoundHandler(async (request, reply) => {
    const { method, url } = request
    const isPage = (method === 'GET' || method === 'HEAD') && !/^\/(?:api|assets)(?:[/?]|$)/.test(url)
    if (!isPage) throw new ConsoleError('not-found', 'There is nothing at this address.')
    reply.header('cache-control', 'no-store')
    if ('missing' in built) return reply.code(503).type('text/plain; charset=utf-8').send(sentenceFor(built.missing))
    const nonce = randomBytes(16).toString('base64')
    const session = await sessionOf(request)
    return reply
      .header('content-security-policy', policyWith(nonce))
      .type('text/html; charset=utf-8')
      .send(documentFor(built.documents, { nonce, base, session }))
  })
}

async function builtIn(folder: string): Promise<Built | { readonly missing: string }> {
  try {
    const [outside, inside] = await Promise.all([
      readFile(path.join(folder, 'index.html'), 'utf8'),
      readFile(path.join(folder, 'inside.html'), 'utf8'),
    ])
    return {
      documents: { outside, inside },
      names: new Set(await readdir(path.join(folder, 'assets'))),
      folder: path.join(folder, 'assets'),
    }
  } catch {
    return { missing: 'the folder that set-up has built them in is gone' }
  }
}

const sentenceFor = (reason: string) =>
  `The console has no pages: ${reason.replace(/[\s.]+$/, '')}.\n` +
  'Start the service again with npm start, which builds them; npm run doctor says more. People are answered meanwhile.\n'

/** Files whose names change with what is in them; a name that is not in the folder leads nowhere. */
function serveAssets(fastify: FastifyInstance, { names, folder }: Built): void {
  fastify.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    const { name } = request.params
    const mime = MIMES[path.extname(name)]
    if (mime === undefined || !names.has(name)) return reply.callNotFound()
    const encoding = encodingFor(request.headers['accept-encoding'], (ending) => names.has(`${name}.${ending}`))
    const bytes = await readFile(path.join(folder, encoding ? `${name}.${encoding.ending}` : name)).catch(
      () => undefined,
    )
    if (bytes === undefined) return reply.callNotFound()
    if (encoding) reply.header('content-encoding', encoding.name)
    return reply
      .headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' })
      .type(mime)
      .send(bytes)
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
