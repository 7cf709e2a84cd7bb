import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomBytes } from 'node:crypto'
import type { ConsoleAddress } from '#console/address.ts'
import type { ServiceParts } from '#console/deps.ts'
import type { Route } from '#console/api/route.ts'
import { createConsole } from '#console/api/server.ts'
import { createLinks } from '#console/links.ts'
import { Clients } from '#http/clients.ts'
import { Connections } from '#http/connections.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { asked, type Answered } from './console.ts'
import { openTestDatabase, type TestDatabase } from './database.ts'

/** The console's API alone, on an empty database, with a clock that a test can set. */
export type ConsoleApi = {
  readonly url: string
  readonly database: TestDatabase
  readonly key: Buffer
  readonly clock: Clock & { aheadMs: number }
  /** Of the first owner. */
  setUpToken(): Promise<string>
  browser(from?: BrowserOptions): Browser
  [Symbol.asyncDispose](): Promise<void>
}

type ApiOptions = { readonly routes?: readonly Route[]; readonly address?: Partial<ConsoleAddress> }

export async function openConsoleApi({ routes, address: given }: ApiOptions = {}): Promise<ConsoleApi> {
  const database = await openTestDatabase()
  const clock = { ...systemClock, aheadMs: 0, now: () => Date.now() + clock.aheadMs }
  const log = logFor('test:console')
  const key = randomBytes(32)
  const address = { host: '127.0.0.1', port: 0, trustProxy: 'loopback', ...given }
  const clients = new Clients({ publicUrl: address.url, trustProxy: address.trustProxy, log })
  const connections = new Connections({ clients, connectionsMax: 500 })
  const server = createServer()
  connections.watch(server)
  const deps = {
    connection: database.connection,
    key,
    pages: { missing: 'a test needs none' },
    // The routes of accounts use nothing of the service.
    service: { store: database.store } as ServiceParts,
    clock,
    randomBytes,
    log,
  }
  const api = await createConsole({ address, deps, server, clients, connections, ...(routes && { routes }) })
  server.on('request', api.answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`
  const links = createLinks({ pool: database.store.pool, clock, randomBytes })
  return {
    url,
    database,
    key,
    clock,
    setUpToken: async () => (await links.setUp({ isAsked: false }))?.replace('#setup=', '') ?? '',
    browser: (from) => new Browser(url, from),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await api[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

export type BrowserOptions = { readonly network?: string; readonly userAgent?: string }

/** Keeps the cookie and the CSRF token as a browser with the console's pages does. */
export class Browser {
  cookie: string | undefined
  csrf: string | undefined
  readonly #url: string
  readonly #from: BrowserOptions

  constructor(url: string, from: BrowserOptions = {}) {
    this.#url = url
    this.#from = from
  }

  get<Answer = unknown>(path: string): Promise<Answered<Answer>> {
    return this.ask('GET', path)
  }

  send<Answer = unknown>(method: string, path: string, body: object = {}): Promise<Answered<Answer>> {
    return this.ask(method, path, JSON.stringify(body))
  }

  async ask<Answer>(method: string, path: string, body?: string): Promise<Answered<Answer>> {
    const { network = '198.51.100.1', userAgent } = this.#from
    const answered = await asked<Answer>(this.#url, path, {
      method,
      headers: {
        'x-forwarded-for': network,
        origin: new URL(this.#url).origin,
        ...(userAgent !== undefined && { 'user-agent': userAgent }),
        ...(this.cookie !== undefined && { cookie: this.cookie }),
        ...(this.csrf !== undefined && { 'x-chasqui-csrf': this.csrf }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
    })
    for (const set of answered.headers.getSetCookie()) this.cookie = set.split(';')[0]
    const { csrf, session } = (answered.body ?? {}) as { csrf?: string; session?: { csrf?: string } }
    this.csrf = csrf ?? session?.csrf ?? this.csrf
    return answered
  }
}
