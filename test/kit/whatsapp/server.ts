import { readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Listening, sendBytes } from '../double-server.ts'
import type { Account, PageOp, PageSocket, StoredMedia } from './wire.ts'

const PAGE = new URL('./page/', import.meta.url)
const TLS = new URL('../tls/', import.meta.url)
const MIMES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}

/**
 * What Chromium takes for `https://web.whatsapp.com/`, on 127.0.0.1: the page, the files that people send, and a socket
 * between the page and the account. It keeps nothing itself. Port 0: a free one.
 */
export async function serveWhatsApp(account: Account, port = 0): Promise<Listening> {
  const [key, cert, files] = await Promise.all([
    readFile(new URL('key.pem', TLS)),
    readFile(new URL('cert.pem', TLS)),
    pageFiles(),
  ])
  const server = https.createServer({ key, cert }, (request, response) => {
    response.setHeader('date', new Date(account.now()).toUTCString())
    respond({ account, files }, request, response).catch(() => response.destroy())
  })
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (webSocket) => serve(account, webSocket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const close = () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
    return closed
  }
  const { port: taken } = server.address() as AddressInfo
  return { root: `https://127.0.0.1:${taken}`, port: taken, close }
}

type Files = ReadonlyMap<string, { readonly bytes: Buffer; readonly mime: string }>
type Served = { readonly account: Account; readonly files: Files }

async function pageFiles(): Promise<Files> {
  const named = (await readdir(PAGE, { recursive: true })).flatMap((name) => {
    const mime = MIMES[extname(name)]
    return mime === undefined ? [] : [{ name, mime }]
  })
  const read = named.map(async ({ name, mime }) => {
    const bytes = await readFile(new URL(name, PAGE))
    return [name === 'index.html' ? '/' : `/${name}`, { bytes, mime }] as const
  })
  return new Map(await Promise.all(read))
}

async function respond({ account, files }: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'https://127.0.0.1')
  if (request.method === 'POST' && pathname === '/media') {
    const path = await account.upload(await buffer(request), request.headers['content-type'])
    if (path === undefined) return void response.writeHead(500).end()
    return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ path }))
  }
  if (pathname.startsWith('/media/')) {
    const media = await account.media(decodeURIComponent(pathname.slice('/media/'.length)))
    if (media === undefined) return void response.writeHead(404).end()
    return sendMedia(response, media)
  }
  const file = files.get(pathname)
  if (file === undefined) return void response.writeHead(404).end()
  response.writeHead(200, { 'content-type': file.mime, 'cache-control': 'no-store' }).end(file.bytes)
}

function sendMedia(response: ServerResponse, { bytes, mimetype: mime, fault }: StoredMedia): void {
  if (fault && 'silent' in fault) return
  if (fault && 'drop' in fault) return void response.destroy()
  if (fault && 'status' in fault) return void response.writeHead(fault.status).end()
  sendBytes(response, { bytes, mime, fault })
}

function serve(account: Account, socket: WebSocket): void {
  const say = (told: object) => socket.send(JSON.stringify(told), () => undefined)
  const page: PageSocket = { push: say, close: () => socket.terminate() }
  socket.on('error', () => socket.terminate())
  socket.on('close', () => account.disconnected(page))
  socket.on('message', (bytes) => {
    const op = JSON.parse((bytes as Buffer).toString()) as PageOp
    account.answer(op, page).then(
      (answer) => {
        if (answer === 'drop') socket.terminate()
        else if (answer !== 'silent') say({ re: op.n, ...answer })
      },
      (error: unknown) => say({ re: op.n, error: error instanceof Error ? error.message : 'refused' }),
    )
  })
  account.connected(page)
}
