import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ModelHost, startModelHost } from '../kit/model-host.ts'
import { type ServiceProcess, startService } from '../kit/service-process.ts'
import { untilSettled } from '../kit/settled.ts'
import { openTelegramDouble, type TelegramDouble } from '../kit/telegram/double.ts'

let host: ModelHost
let telegram: TelegramDouble
let service: ServiceProcess
const waitOptions = { withinMs: 20_000 }

beforeAll(async () => {
  host = await startModelHost()
  telegram = await openTelegramDouble({ limits: 'off' })
  const program = path.join(import.meta.dirname, 'programs/changing-service.ts')
  service = await startService({ host, telegram, program, env: { NEXT_TOKEN: `${telegram.token}r` } })
  await telegram.until(() => telegram.isPolled || undefined, waitOptions)
}, 60_000)

afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await telegram[Symbol.asyncDispose]()
  await host.close()
})

test('killed while its token is changed: after the start each message is answered once', async () => {
  const [ana, ben] = [telegram.person('ana'), telegram.person('ben')]
  const go = Promise.withResolvers<void>()
  host.fail('chat', { type: 'hold', go: go.promise })
  const asked = host.next('chat')
  ana.sends('taken before')
  await asked
  telegram.rotateToken()
  ben.sends('waits at Telegram')
  // The first question about the new token: the old connection is still there, or just closed.
  const times = telegram.calls('getMe').length + 1
  service.signal('SIGUSR2')
  await telegram.called('getMe', { times, ...waitOptions })
  await service.kill9()
  go.resolve()

  await service.startAgain()
  await ana.hears(/You said: taken before/, waitOptions)
  await ben.hears(/You said: waits/, waitOptions)
  const database = await service.database()
  await untilSettled(database).finally(() => database.end())
  const told = [ana, ben].map((person) => person.transcript().filter(({ fromBot }) => fromBot))
  expect(told.map((messages) => messages.map(({ text }) => text))).toEqual([
    ['You said: taken before'],
    ['You said: waits at Telegram'],
  ])
})
