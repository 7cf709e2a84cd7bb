import type pg from 'pg'
import { startModelHost, type ModelHost, type ModelHostOptions } from '../kit/model-host.ts'
import { startService, type ServiceProcess } from '../kit/service-process.ts'
import { untilNone, untilSettled } from '../kit/settled.ts'
import type { PlatformDouble, PlatformPerson } from '../kit/platform.ts'
import type { Person } from '../kit/telegram/person.ts'
import { openTelegramDouble, type TelegramDouble } from '../kit/telegram/double.ts'
import { telegramPlatform } from '../kit/telegram/platform.ts'

/** Of a busy computer: what is not there by then does not come. */
const HEARS_WITHIN_MS = 20_000
export const waitOptions = { withinMs: HEARS_WITHIN_MS }

/** A service in a process of its own, between a model host and a Telegram that outlive it. */
export type Stage = PlatformStage & { readonly telegram: TelegramDouble }

/** The same on any platform. */
export type PlatformStage = {
  readonly host: ModelHost
  readonly platform: PlatformDouble
  readonly service: ServiceProcess
  /** `kill -9`, and a new start on the same data; resolves when it takes messages and its host serves. */
  killAndStartAgain(): Promise<void>
  startAgain(): Promise<void>
  /** Resolves when every event is done and every reply is with the platform. */
  settled(): Promise<void>
  /** Resolves when the database has the receipt of every message that is shown. */
  receiptsStored(): Promise<void>
  query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>
  /** Notes how long the present start took until now. */
  recovered(what: string): void
  [Symbol.asyncDispose](): Promise<void>
}

type StageOptions = { readonly host?: ModelHostOptions }

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const telegram = await openTelegramDouble({ limits: 'off' })
  const stage = await openStageOn(telegramPlatform(telegram), options)
  return { ...stage, telegram }
}

/** It ends the platform, too. */
export async function openStageOn(
  platform: PlatformDouble,
  options: StageOptions & { readonly dataFolder?: string } = {},
): Promise<PlatformStage> {
  const host = await startModelHost(options.host)
  const { dataFolder } = options
  const service = await startService({ host, platform, ...(dataFolder !== undefined && { dataFolder }) })
  const serves = async () => {
    await service.says('host is reachable', 2)
    await platform.connected({ url: service.url })
  }
  const close = async () => {
    await service[Symbol.asyncDispose]()
    await host.close()
    await platform[Symbol.asyncDispose]()
  }
  try {
    await serves()
  } catch (error) {
    await close()
    throw error
  }
  let startedMs = 0
  let readyMs = 0
  const times: string[] = []
  const query = async <Row extends object>(text: string, values: unknown[] = []) => {
    const database = await service.database()
    return (await database.query<Row>(text, values).finally(() => database.end())).rows
  }
  const startAgain = async () => {
    startedMs = performance.now()
    await service.startAgain()
    readyMs = performance.now() - startedMs
    await serves()
  }
  const watched = async (until: (database: pg.Client) => Promise<void>) => {
    const database = await service.database()
    await until(database).finally(() => database.end())
  }
  return {
    host,
    platform,
    service,
    query,
    startAgain,
    async killAndStartAgain() {
      await service.kill9()
      await startAgain()
    },
    settled: () => watched(untilSettled),
    receiptsStored: () => watched((database) => untilNone(database, RECEIPTS_MISSING)),
    recovered(what) {
      const tookMs = performance.now() - startedMs
      times.push(`${what} ${Math.round(tookMs)} ms (of which start ${Math.round(readyMs)})`)
    },
    async [Symbol.asyncDispose]() {
      if (times.length > 0) process.stdout.write(`from the new start to the answer: ${times.join(', ')}\n`)
      await close()
    },
  }
}

/** What the bot said to this person, as it reads now. */
export function toldTo(person: Pick<PlatformPerson | Person, 'transcript'>): string[] {
  return person
    .transcript()
    .filter(({ fromBot }) => fromBot)
    .map(({ text }) => text)
}

/** Makes the service wait at its next statement on a table, until `release` or until Postgres dies. */
export async function holdTable(service: ServiceProcess, table: Table): Promise<Held> {
  const [holder, watcher] = [await service.database(), await service.database()]
  await holder.query(`begin; lock table ${table} in access exclusive mode`)
  const waiting = `select 1 from pg_locks where not granted and relation = '${table}'::regclass`
  return {
    reached: () => untilNone(watcher, `select 1 where not exists (${waiting})`),
    async release() {
      await Promise.all([holder.end(), watcher.end()].map((end) => end.catch(() => undefined)))
    },
  }
}

const RECEIPTS_MISSING = `select 1 from outbox where sends @> '[{"state":"sending"}]'`

type Table = 'event' | 'turn' | 'verdict' | 'limit_bucket'

type Held = {
  /** Resolves when the service waits there. */
  reached(): Promise<void>
  release(): Promise<void>
}
