import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from '#machine/log.ts'
import type { ConsoleAddress, ConsoleServer } from './address.ts'
import type { ConsoleDeps } from './deps.ts'

const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 60_000
const HEADER_BYTES_MAX = 16_384
const CONNECTIONS_MAX = 500

export type ConsoleListener = {
  /** With a slash at its end. */
  listen(): Promise<{ url: string; port: number }>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * The admin listener. All else of the console is loaded at its first request: who never opens it pays for nothing.
 * Not yet listening.
 */
export function openConsole(options: { address: ConsoleAddress; deps: ConsoleDeps; log: Logger }): ConsoleListener {
  const { address, deps, log } = options
  let loaded: Promise<ConsoleServer> | undefined
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    maxHeaderSize: HEADER_BYTES_MAX,
  })
  server.maxConnections = CONNECTIONS_MAX
  const load = async () => {
    const { createConsole } = await import('./api/server.ts')
    return createConsole({ address, deps, server })
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
        response.writeHead(500).end('The console could not be loaded: the log says why.\n')
      },
    )
  })
  return {
    async listen() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen({ host: address.host, port: address.port }, () => resolve())
      })
      server.on('error', (error) => log.warn({ error }, 'the console listener failed'))
      const { port } = server.address() as AddressInfo
      return { url: address.url ?? `http://localhost:${port}/`, port }
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
