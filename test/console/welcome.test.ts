import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WelcomeForm } from '#console/api/forms/welcome.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'
import type { Person } from '../kit/telegram/person.ts'

let host: ModelHost
let product: Product
let operator: Operator
let alice: Person
beforeAll(async () => {
  host = await startModelHost()
  product = await startProduct({ host })
  alice = product.person('Alice')
})
afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await host.close()
})
const now = async () => (await operator.get<WelcomeForm>('/api/welcome')).body

test('the first message is followed from its arrival to its answer; what came before the console had accounts is none', async () => {
  alice.sends('hello from before')
  await alice.hears(/hello from before/)
  await product.settled()
  operator = await signedIn({ url: product.app.consoleUrl ?? '', database: await product.database() }, 'operator')
  expect((await now()).first).toBeUndefined()

  alice.sends('where is the bomb')
  await alice.hears(/./)
  await product.settled()
  expect((await now()).first).toMatchObject({ platform: 'telegram', state: 'blocked' })

  const { promise: go, resolve } = Promise.withResolvers<void>()
  host.fail('chat', { type: 'hold', go })
  const asked = host.next('chat')
  alice.sends('hello')
  await asked
  expect((await now()).first).toEqual({
    platform: 'telegram',
    state: 'arrived',
    arrivedAtMs: expect.any(Number) as number,
  })
  resolve()
  await alice.hears(/You said: hello/)
  await product.settled()
  const { first } = await now()
  expect(first).toMatchObject({ platform: 'telegram', state: 'answered' })
  // Each is rounded for itself.
  expect(first?.firstWordsMs).toBeLessThanOrEqual((first?.tookMs ?? 0) + 1)

  alice.sends('again')
  await alice.hears(/again/)
  await product.settled()
  expect((await now()).first).toEqual(first)
})

test('a channel that is on ends it, and has its address; each step that is passed is kept for everybody', async () => {
  const { channels, ...before } = await now()
  expect(before).toMatchObject({ isOpen: false, step: 'model' })
  expect(channels.map(({ platform }) => platform).toSorted()).toEqual(['telegram', 'web'])
  expect(channels.find(({ platform }) => platform === 'telegram')?.url).toMatch(/^https:\/\/t\.me\/\w+$/)
  await operator.send('POST', '/api/welcome', { step: 'model' })
  const other = await signedIn({ url: product.app.consoleUrl ?? '', database: await product.database() }, 'owner')
  expect((await other.get<WelcomeForm>('/api/welcome')).body.step).toBe('channel')
  expect((await operator.send('POST', '/api/welcome', { step: 'all of it' })).status).toBe(400)
  expect((await now()).step).toBe('channel')
})
