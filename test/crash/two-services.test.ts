import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { temporaryFolder } from '../kit/product.ts'
import { runService, ServiceProcess, type ServiceOptions } from '../kit/service-process.ts'
import { openTelegramDouble, type TelegramDouble } from '../kit/telegram/double.ts'
import { waitOptions, toldTo } from './stage.ts'

let database: TestDatabase
let host: ModelHost
let telegram: TelegramDouble
let options: ServiceOptions
const services: ServiceProcess[] = []

beforeAll(async () => {
  ;[database, host, telegram] = await Promise.all([
    openTestDatabase(),
    startModelHost(),
    openTelegramDouble({ limits: 'off' }),
  ])
  const { host: socketFolder, user, database: name } = database.connection
  const address = `postgres://${user}@${encodeURIComponent(String(socketFolder))}/${name}`
  options = { host, telegram, env: { DATABASE_URL: address } }
})
afterAll(async () => {
  for (const service of services) await service[Symbol.asyncDispose]()
  await Promise.all(services.map(({ dataFolder }) => rm(dataFolder, { recursive: true, force: true })))
  await host.close()
  await telegram[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

async function newService(): Promise<ServiceProcess> {
  const dataFolder = await temporaryFolder('two')
  const service = new ServiceProcess({ ...options, dataFolder }, dataFolder)
  services.push(service)
  return service
}

test('two services on one database: one works, the other says which, and nothing is lost or doubled', async () => {
  const [one, two] = [await newService(), await newService()]
  await one.startAgain()
  const refused = await runService({ ...options, dataFolder: two.dataFolder })
  expect(refused.code).toBe(1)
  const sentence = refused.stderr.trim().split('\n').at(-1)
  expect(sentence).toMatch(/^Another Chasqui works on this database: \w{16} on .*DATABASE_URL/)
  expect(sentence).toContain(one.dataFolder)

  const alice = telegram.person('alice')
  const go = Promise.withResolvers<void>()
  host.fail('chat', { type: 'hold', go: go.promise })
  const asked = host.next('chat')
  alice.sends('who answers?')
  await asked
  await one.kill9()
  go.resolve()
  await one.startAgain()
  await alice.hears(/who answers/, waitOptions)

  const unsent = `select id from outbox where state <> 'sent'`
  await expect.poll(async () => (await database.store.pool.query(unsent)).rows, { timeout: 10_000 }).toEqual([])
  // It stands still for longer than its lease.
  one.signal('SIGSTOP')
  await database.store.pool.query(`update service_lease set until = clock_timestamp() - interval '1 s'`)
  await two.startAgain()
  one.signal('SIGCONT')
  expect(await one.exited).toEqual({ code: 1, signal: null })
  alice.sends('and now?')
  await alice.hears(/and now/, waitOptions)
  await two.stop()
  await one.startAgain()
  alice.sends('and again?')
  await alice.hears(/and again/, waitOptions)
  const answers = ['who answers?', 'and now?', 'and again?'].map((words) => `You said: ${words}`)
  expect(toldTo(alice)).toEqual(answers)
})
