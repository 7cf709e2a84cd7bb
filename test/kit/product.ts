import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { connectTerminal, type ReplyLine, type TerminalClient } from '#adapters/terminal/client.ts'
import { createApp, type App, type Overrides } from '#app/app.ts'
import { readLayers } from '#app/config.ts'
import { placeMadeCluster } from './made-cluster.ts'
import type { ModelHost } from './model-host.ts'
import { untilSettled } from './settled.ts'
import type { Person } from './telegram/person.ts'
import { openTelegramDouble, type TelegramDouble } from './telegram/double.ts'

/** The whole service in this process, on real parts, with a Telegram of our own around it. */
export type Product = {
  readonly app: App
  readonly telegram: TelegramDouble
  readonly dataFolder: string
  /** Someone on Telegram. */
  person(name: string, options?: { language?: string }): Person
  /** Someone at a terminal of this computer. */
  terminal(person: string): Promise<Typist>
  /** Ends the service in order and starts it again on the same data. */
  restart(): Promise<void>
  /** A connection to its database. It ends with the product, and without an error when Postgres goes away before. */
  database(): Promise<pg.Client>
  /** Resolves when all that was sent is taken, every event is done and every reply is with the platform. */
  settled(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export type ProductOptions = {
  /** Answers and judges in place of the embedded engine with tiny-scout. */
  readonly host?: ModelHost
  /** As in the environment: `CHASQUI_ACCESS`, … */
  readonly env?: Readonly<Record<string, string>>
  /** Telegram's own limits are off unless asked for: a test then does not wait for them. */
  readonly limits?: 'strict' | 'off'
  /** Telegram's privacy mode is off: the bot reads everything in its groups. */
  readonly readsWholeGroups?: boolean
  readonly overrides?: Overrides
}

export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const { limits = 'off', readsWholeGroups = false } = options
  const telegram = await openTelegramDouble({ limits, readsWholeGroups })
  const service = await startRunning({ ...options, env: { ...telegramEnv(telegram), ...options.env } })
  return {
    get app() {
      return service.app
    },
    telegram,
    dataFolder: service.dataFolder,
    person: (name, about) => telegram.person(name, about),
    terminal: (person) => service.terminal(person),
    async restart() {
      await service.stop()
      await service.start()
    },
    database: () => service.database(),
    async settled() {
      await telegram.until(() => telegram.unconfirmed.length === 0 || undefined)
      await service.settled()
    },
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]()
      await telegram[Symbol.asyncDispose]()
    },
  }
}

/** The whole service in this process, on real parts; what people use it with is elsewhere. */
export type Running = {
  /** Of its present run. */
  readonly app: App
  readonly dataFolder: string
  /** Someone at a terminal of this computer. */
  terminal(person: string): Promise<Typist>
  /** Ends the service in order. */
  stop(): Promise<void>
  /** Starts it again on the same data. */
  start(): Promise<void>
  /** A connection to its database. It ends with the service, and without an error when Postgres goes away before. */
  database(): Promise<pg.Client>
  /** Resolves when every event is done and every reply is with the platform. */
  settled(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export type RunningOptions = Pick<ProductOptions, 'host' | 'env' | 'overrides'> & { readonly dataFolder?: string }

export async function startRunning(options: RunningOptions): Promise<Running> {
  const dataFolder = options.dataFolder ?? (await temporaryFolder('product'))
  await placeMadeCluster(path.join(dataFolder, 'postgres'))
  const env = environmentOf({ ...options, dataFolder })
  let app: App | undefined
  const typists: TerminalClient[] = []
  const clients: pg.Client[] = []
  const present = () => {
    if (app === undefined) throw new Error('the service is stopped')
    return app
  }
  const start = async () => {
    app = await createApp(await readLayers({ env }), options.overrides)
    await app.start()
  }
  const stop = async () => {
    const ending = app
    app = undefined
    await ending?.[Symbol.asyncDispose]()
  }
  const database = async () => {
    const client = new pg.Client({ host: present().socketFolder, user: 'chasqui', database: 'chasqui', password: '' })
    client.on('error', () => undefined)
    clients.push(client)
    await client.connect()
    return client
  }
  await start()
  return {
    get app() {
      return present()
    },
    dataFolder,
    async terminal(person) {
      const typist = new Typist()
      const client = await connectTerminal({
        socketFolder: present().socketFolder,
        person,
        onReply: typist.read,
        onLost: () => undefined,
      })
      typists.push(client)
      typist.client = client
      return typist
    },
    start,
    stop,
    database,
    async settled() {
      const client = await database()
      await untilSettled(client).finally(() => client.end())
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client.end()))
      for (const client of typists) client.close()
      await stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

export const temporaryFolder = (name: string) => mkdtemp(path.join(os.tmpdir(), `chasqui-${name}-`))

export const telegramEnv = ({ token, apiRoot }: TelegramDouble) => ({
  TELEGRAM_BOT_TOKEN: token,
  TELEGRAM_API_ROOT: apiRoot,
})

type Around = Pick<ProductOptions, 'host' | 'env'> & { readonly dataFolder: string }

/** The settings of a service on a model host; also for one in a process of its own. */
export function environmentOf({ host, dataFolder, env }: Around): Record<string, string> {
  return {
    CHASQUI_DATA: dataFolder,
    CHASQUI_PORT: '0',
    CHASQUI_CONSOLE_PORT: '0',
    ...(process.env.CHASQUI_CACHE && { CHASQUI_CACHE: process.env.CHASQUI_CACHE }),
    ...(host && {
      CHASQUI_ENGINE_URL: host.url,
      CHASQUI_ENGINE_MODEL: host.model,
      CHASQUI_GUARD_URL: host.url,
      CHASQUI_GUARD_MODEL: host.model,
    }),
    ...env,
  }
}

const HEARS_WITHIN_MS = 20_000

/** A person at a terminal, who sends messages and waits for whole replies. */
export class Typist {
  client: TerminalClient | undefined
  readonly #finals: ReplyLine[] = []
  readonly #waiting: ((reply: ReplyLine) => void)[] = []

  readonly read = (reply: ReplyLine): void => {
    if (!reply.final) return
    const waiter = this.#waiting.shift()
    if (waiter === undefined) this.#finals.push(reply)
    else waiter(reply)
  }

  says(text: string, images: readonly string[] = []): Promise<void> {
    return this.client?.say(text, images) ?? Promise.reject(new Error('not connected'))
  }

  /** The next whole reply. */
  hears(): Promise<ReplyLine> {
    const early = this.#finals.shift()
    if (early !== undefined) return Promise.resolve(early)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no reply within ${HEARS_WITHIN_MS} ms`)), HEARS_WITHIN_MS)
      this.#waiting.push((reply) => {
        clearTimeout(timer)
        resolve(reply)
      })
    })
  }
}
