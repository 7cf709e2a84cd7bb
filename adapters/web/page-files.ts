import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** What is served, by the path it is served at; the page reads Markdown as the other channels do. */
const FOLDERS = {
  '/': new URL('./page/', import.meta.url),
  '/markdown/': new URL('.', import.meta.resolve('#core/contract/markdown/markdown.mjs')),
}
const MIMES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Only from this service, nothing inline: a script that got into a text would still not run. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Answers `/` and each file of the page by name, from memory. `onVisit` runs before the page itself is sent. */
export async function servePage(
  app: FastifyInstance,
  onVisit: (request: FastifyRequest, reply: FastifyReply) => void,
): Promise<void> {
  for (const { path, url, mime } of await pageFiles()) {
    const bytes = await readFile(url)
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
    const isPage = path === '/index.html'
    app.get(isPage ? '/' : path, async (request, reply) => {
      if (isPage) onVisit(request, reply)
      reply.headers({ 'content-security-policy': POLICY, 'cache-control': 'private, no-cache', etag })
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      return reply.type(mime).send(bytes)
    })
  }
  app.get('/favicon.ico', async (_request, reply) => reply.redirect('/icon.svg'))
}

async function pageFiles() {
  const listed = Object.entries(FOLDERS).map(async ([folder, url]) => {
    const names = (await readdir(url)).map((name) => ({ name, mime: MIMES[extname(name)] }))
    return names.flatMap(({ name, mime }) =>
      mime === undefined ? [] : [{ path: folder + name, url: new URL(name, url), mime }],
    )
  })
  return (await Promise.all(listed)).flat()
}
