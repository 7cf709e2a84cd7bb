import { randomBytes } from 'node:crypto'
import type { ConsoleAddress } from '#console/address.ts'
import type { PasswordCost } from '#console/api/accounts/passwords.ts'
import type { ConsoleDeps } from '#console/deps.ts'
import { openConsole, type ConsoleOptions } from '#console/listener.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { logFor, type Logger } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from './database.ts'

export type HostOptions = {
  readonly address?: Partial<ConsoleAddress>
  readonly pages?: ConsoleDeps['pages']
  readonly limits?: ConsoleOptions['limits']
  readonly routes?: ConsoleOptions['routes']
  readonly clock?: Clock
  readonly log?: Logger
  /** In place of the service's role. */
  readonly user?: string
  /** In place of one of its own; whoever opened it closes it. */
  readonly database?: TestDatabase
  /** In place of one that takes no time. */
  readonly passwordCost?: PasswordCost
}

const CHEAP: PasswordCost = { memoryCost: 8, timeCost: 1, parallelism: 1 }

export type ConsoleHost = AsyncDisposable & {
  readonly database: TestDatabase
  readonly port: number
  /** Where it listens, whatever its address is called. */
  readonly url: string
  /** What is printed for operators. */
  readonly opened: string
}

/** The admin listener alone on a database of its own, for what does not ask the service behind it. */
export async function hostConsole({ address, limits, routes, ...options }: HostOptions = {}): Promise<ConsoleHost> {
  const database = options.database ?? (await openTestDatabase())
  const { user, clock = systemClock, log = logFor('console'), passwordCost = CHEAP } = options
  const { pages = { missing: 'this test has none' } } = options
  const deps: ConsoleDeps = {
    connection: { ...database.connection, ...(user && { user }) },
    key: randomBytes(32),
    pages,
    service: { store: database.store } as unknown as ConsoleDeps['service'],
    clock,
    randomBytes,
    log,
    passwordCost,
  }
  const listening = {
    address: { host: '127.0.0.1', port: 0, ...address },
    deps,
    log,
    ...(limits && { limits }),
    ...(routes && { routes }),
  }
  const listener = openConsole(listening)
  const { url: opened, port } = await listener.listen()
  return {
    database,
    port,
    opened,
    url: `http://localhost:${port}/`,
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      if (options.database === undefined) await database[Symbol.asyncDispose]()
    },
  }
}
