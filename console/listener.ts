import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Clients } from '#http/clients.ts'
import { Connections } from '#http/connections.ts'
import { listenError } from '#http/listen-error.ts'
import type { Logger } from '#machine/log.ts'
import { prefixOf, type ConsoleAddress, type ConsoleServer } from './address.ts'
import type { Route } from './api/route.ts'
import type { ConsoleDeps } from './deps.ts'
import type { Sentence } from '#machine/sentence.ts'

const LIMITS = {
  headersMs: 10_000,
  requestMs: 60_000,
  /** Without a byte in either direction; streams send a heartbeat more often. */
  silenceMs: 60_000,
  keepAliveMs: 20_000,
  /** How often the first two are looked at. */
  checkMs: 2_000,
  headerBytesMax: 16_384,
  connectionsMax: 500,
}
const NAMES = { settings: { host: 'CHASQUI_CONSOLE_HOST', port: 'CHASQUI_CONSOLE_PORT' }, usualPort: 3001 }

export type ConsoleOptions = {
  readonly address: ConsoleAddress
  readonly deps: ConsoleDeps
  readonly log: Logger
  /** In place of those of the service. */
  readonly limits?: Partial<typeof LIMITS>
  readonly routes?: readonly Route[]
}

export type ConsoleListener = {
  /** What the operator should set, where browsers come through a proxy that does not say whom it speaks for. */
  readonly advice: readonly Sentence[] | undefined
  /** Resolves with the address that operators open, with a slash at its end. @throws {ListenError} */
  listen(): Promise<{ url: string; port: number }>
  /** Sessions have ended in the database: what is open for them ends at once. */
  checkEnds(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * The admin listener. All else of the console is loaded at its first request: who never opens it pays for nothing.
 * Not yet listening.
 */
export function openConsole({ address, deps, log, ...options }: ConsoleOptions): ConsoleListener {
  const limits = { ...LIMITS, ...options.limits }
  const { url: publicUrl, trustProxy } = address
  const clients = new Clients({ publicUrl, trustProxy, trustSetting: 'console.trustProxy', log })
  const connections = new Connections({ clients, connectionsMax: limits.connectionsMax })
  let loaded: Promise<ConsoleServer> | undefined
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAliveTimeout: limits.keepAliveMs,
    maxHeaderSize: limits.headerBytesMax,
  })
  server.setTimeout(limits.silenceMs)
  connections.watch(server)
  const load = async () => {
    const { createConsole } = await import('./api/server.ts')
    const { routes } = options
    return createConsole({ address, deps, server, clients, connections, ...(routes && { routes }) })
  }
  server.on('request', (request, response) => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined
      throw error
    })
    loaded.then(
      ({ answer }) => answer(request, response),
      (error: unknown) => {
        log.error({ error }, 'the console could not be loaded')
        response.writeHead(500, { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' })
        response.end('The console could not be loaded: the log says why.\n')
      },
    )
  })
  return {
    get advice() {
      return clients.advice
    },
    async listen() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', (error) => reject(listenError(error, { ...address, ...NAMES })))
        server.listen({ host: boundTo(address.host), port: address.port }, () => resolve())
      })
      server.on('error', (error) => log.warn({ error }, 'the console listener failed'))
      const { port } = server.address() as AddressInfo
      return { url: openedAs(address, port), port }
    },
    async checkEnds() {
      await loaded?.then(
        (api) => api.checkEnds(),
        () => undefined,
      )
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
      await loaded?.then(
        (api) => api[Symbol.asyncDispose](),
        () => undefined,
      )
    },
  }
}

/** Browsers try 127.0.0.1 as well as ::1. */
const boundTo = (host: string) => (host === 'localhost' ? '127.0.0.1' : host)

const OF_THIS_COMPUTER = ['localhost', '127.0.0.1', '::1', '0.0.0.0', '::']

/** Where it can be, by the name localhost: browsers refuse passkeys for addresses in numbers. */
function openedAs({ url, host }: ConsoleAddress, port: number): string {
  if (url !== undefined) return new URL(prefixOf({ url }), url).href
  if (OF_THIS_COMPUTER.includes(host)) return `http://localhost:${port}/`
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`
}
