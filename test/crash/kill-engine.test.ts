import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { allGone, startService, type ServiceProcess } from '../kit/service-process.ts'
import { untilSettled } from '../kit/settled.ts'
import { openTelegramDouble, type TelegramDouble } from '../kit/telegram/double.ts'
import { waitOptions, toldTo } from './stage.ts'

let telegram: TelegramDouble
let service: ServiceProcess

beforeAll(async () => {
  telegram = await openTelegramDouble({ limits: 'off' })
  service = await startService({ telegram })
  await service.says('llama-server (tiny-scout) is ready')
})
afterAll(async () => {
  await service?.[Symbol.asyncDispose]()
  await telegram?.[Symbol.asyncDispose]()
})

test('llama-server killed while it works on a message: it is started again, and answers once', async () => {
  const alice = telegram.person('alice')
  const engine = service.child('llama-server')
  process.kill(engine, 'SIGSTOP')
  alice.sends('hi marzipan')
  await telegram.called('sendChatAction', waitOptions)
  await service.killChild('llama-server')
  await alice.hears(/\w/, waitOptions)
  await settled()
  expect(toldTo(alice)).toHaveLength(1)
  expect(service.child('llama-server')).not.toBe(engine)
})

test('kill -9 of the service takes everything along that it had started, and the next start answers', async () => {
  const bob = telegram.person('bob')
  const children = (['redis', 'postgres', 'llama-server'] as const).map((name) => service.child(name))
  await service.kill9()
  await allGone(children)
  bob.sends('hello marzipan')
  await service.startAgain()
  await bob.hears(/\w/, waitOptions)
  await settled()
  expect(toldTo(bob)).toHaveLength(1)
})

test('what llama-server and the others say holds nothing that a person said, and no token', async () => {
  const carol = telegram.person('carol')
  carol.sends('hello marzipan')
  await carol.hears(/\w/, waitOptions)
  expect(service.stderr).toMatch(/engine:embedded.*debug|debug.*engine:embedded/)
})

/** Before and after every death, too. */
afterEach(() => {
  for (const secret of [telegram.token, 'marzipan']) expect(service.stderr).not.toContain(secret)
})

async function settled(): Promise<void> {
  const database = await service.database()
  await untilSettled(database).finally(() => database.end())
}
