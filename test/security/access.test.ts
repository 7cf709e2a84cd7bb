import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { languages } from '#core/texts/all.ts'
import { systemClock } from '#machine/clock.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'

let host: ModelHost
let product: Product
/** While it is set, the service's clock stands. */
let heldAtMs: number | undefined

beforeAll(async () => {
  host = await startModelHost()
  const clock = { ...systemClock, now: () => heldAtMs ?? systemClock.now() }
  product = await startProduct({ host, env: { CHASQUI_ACCESS: 'pairing' }, overrides: { clock } })
  await product.app.engine.ready(AbortSignal.timeout(20_000))
}, 60_000)

afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await host.close()
})

const botTexts = (person: ReturnType<Product['person']>) => person.transcript().filter(({ fromBot }) => fromBot)
const promptsOfPeople = () => host.prompts.filter(({ text }) => text.includes('canary'))

test('who is not let in is told so in private, whatever they send, and nothing of it reaches a model', async () => {
  const stranger = product.person('stranger')
  for (const words of ['canary one', '/status', '/start canary']) {
    const before = botTexts(stranger).length
    stranger.sends(words)
    await product.telegram.until(() => (botTexts(stranger).length > before ? true : undefined))
  }
  expect(new Set(botTexts(stranger).map(({ text }) => text)).size).toBe(1)
  expect(promptsOfPeople()).toEqual([])
})

test('in a group they hear nothing', async () => {
  const group = product.telegram.group('open door')
  const stranger = product.person('another').in(group)
  stranger.sends('@chasqui_double_bot canary two')
  stranger.sends('/help@chasqui_double_bot')
  await product.telegram.until(() => (product.telegram.unconfirmed.length === 0 ? true : undefined))
  const later = product.person('later')
  later.sends('hello?')
  await later.hears(/./)
  expect(botTexts(stranger)).toEqual([])
  expect(promptsOfPeople()).toEqual([])
})

test('they cannot make the bot write without end', async () => {
  const flood = product.person('flood')
  // What is granted grows with time, and a slow computer takes seconds for this.
  heldAtMs = systemClock.now()
  onTestFinished(() => void (heldAtMs = undefined))
  for (let count = 1; count <= 31; count += 1) {
    flood.sends(`canary ${count}`)
    await product.telegram.until(() => (botTexts(flood).length >= count ? true : undefined))
  }
  const said = botTexts(flood).length
  for (const name of ['later', 'even later', 'last']) {
    flood.sends('canary, again')
    const other = product.person(name)
    const before = botTexts(other).length
    other.sends('hello?')
    await product.telegram.until(() => (botTexts(other).length > before ? true : undefined))
  }
  expect(botTexts(flood)).toHaveLength(said)
  expect(promptsOfPeople()).toEqual([])
})

test('three of them have a code at a time, each the same one again, and further ones a kind sentence', async () => {
  const crowd = ['mallory', 'trudy', 'oscar', 'craig', 'eve'].map((name) => product.person(name))
  for (const person of crowd) person.sends('let me in')
  await product.settled()
  const codes = await codesInStore()
  expect(codes).toHaveLength(3)
  const texts = crowd.map((person) => botTexts(person).map(({ text }) => text))
  const without = texts.filter(([text]) => text === languages.en.access.tooManyWait)
  // Others have asked before them in this file.
  expect(without.length).toBeGreaterThanOrEqual(crowd.length - 3)
  for (const [text = '', ...more] of texts.filter((each) => !without.includes(each))) {
    expect(codes).toContain(/^\w{8}$/m.exec(text)?.[0])
    expect(more).toEqual([])
  }
})

test('nobody is let in by a name, nor by saying a code, their own or that of somebody else', async () => {
  const codes = await codesInStore()
  const imposter = product.person('operator')
  for (const words of [...codes, `/approve ${codes[0]}`, `npm run access -- approve ${codes[0]}`])
    imposter.sends(`canary ${words}`)
  await product.settled()
  expect(promptsOfPeople()).toEqual([])
  expect(await codesInStore()).toEqual(codes)
})

async function codesInStore(): Promise<string[]> {
  const client = await product.database()
  const { rows } = await client.query<{ code: string }>('select code from pairing order by code')
  return rows.map(({ code }) => code)
}
