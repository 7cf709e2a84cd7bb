import { chmod, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { DataFolder } from './data-folder.ts'
import { jsonIn } from './json-in.ts'
import type { Logger } from './log.ts'
import { wholeBody } from './whole-body.ts'

/** In the data folder; doctor uses this name. */
const NAME = 'status.sock'
const CONNECTIONS_MAX = 16
const REQUEST_MS_MAX = 5_000
const BODY_BYTES_MAX = 4_096

export type StatusSocketOptions = {
  readonly dataFolder: Pick<DataFolder, 'shortPath'>
  /** The status, sent as JSON. */
  readonly status: () => unknown
  /** What else is answered, by path: counts that take their time. */
  readonly routes?: Readonly<Record<string, (signal: AbortSignal) => Promise<unknown>>>
  /** What an operator has it do, by path: posted as JSON. */
  readonly actions?: Readonly<Record<string, (body: unknown) => Promise<unknown>>>
  readonly log: Logger
}

/**
 * Serves the status for the operator over HTTP on a unix socket: try
 * `curl --unix-socket data/status.sock http://localhost`. The terminal's socket cannot be used for that: on it the
 * service sends first.
 */
export async function openStatusSocket({
  dataFolder,
  status,
  routes = {},
  actions = {},
  log,
}: StatusSocketOptions): Promise<AsyncDisposable> {
  const path = join(dataFolder.shortPath, NAME)
  const server = createServer({ requestTimeout: REQUEST_MS_MAX }, (request, response) => {
    response.setHeader('content-type', 'application/json').setHeader('connection', 'close')
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const route = request.url ?? ''
    const answer =
      request.method === 'POST' ? done(actions[route], request) : (routes[route]?.(gone.signal) ?? status())
    Promise.resolve(answer).then(
      (value) => response.end(`${JSON.stringify(value)}\n`),
      (error: unknown) => {
        log.warn({ error }, 'status socket failed')
        response.writeHead(500).end('{}\n')
      },
    )
  })
  server.maxConnections = CONNECTIONS_MAX
  // We hold the data folder's lock, so an existing socket was left by a dead service.
  await rm(path, { force: true })
  await new Promise<void>((resolve, reject) => {
    // Later errors (no file descriptors left for one more connection) must not end the service.
    server.on('error', (error) => {
      log.warn({ error }, 'status socket failed')
      reject(error)
    })
    server.listen(path, resolve)
  })
  await chmod(path, 0o600)
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** @throws when there is no such action, or the body is none that it takes */
async function done(action: ((body: unknown) => Promise<unknown>) | undefined, request: IncomingMessage) {
  if (action === undefined) throw new Error('no such action')
  return action(jsonIn((await wholeBody(request, BODY_BYTES_MAX)).toString()))
}
