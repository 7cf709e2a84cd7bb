import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DiscordDouble, openDiscordDouble } from '../kit/discord/double.ts'
import { type ModelHost, startModelHost } from '../kit/model-host.ts'
import { type Product, startProduct } from '../kit/product.ts'
import { jpegOf } from '../core/media/hostile.ts'

let host: ModelHost
let discord: DiscordDouble
let product: Product

beforeAll(async () => {
  host = await startModelHost({ hasEyes: true, answer: ({ last }) => `**Answer** to: ${last}` })
  discord = await openDiscordDouble()
  product = await startProduct({ host, env: discord.env })
  await product.app.engine.ready(AbortSignal.timeout(20_000))
  await discord.connected()
}, 60_000)

afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await discord[Symbol.asyncDispose]()
  await host.close()
})

const ofBot = (person: ReturnType<DiscordDouble['person']>) => person.transcript().filter(({ fromBot }) => fromBot)

test('a private message is answered once, in words that Discord renders', async () => {
  const ana = discord.person('Ana')
  ana.says('what_is *this*?')
  const { marks } = await ana.hears(/Answer to: .*what_is/)
  expect(marks).toContainEqual({ type: 'bold', text: 'Answer' })
  await product.settled()
  expect(ofBot(ana)).toHaveLength(1)
})

test('a photo with its caption is asked as one question', async () => {
  const bo = discord.person('Bo')
  bo.photo(await jpegOf(), 'what colour?')
  await bo.hears(/what colour/)
  expect(host.prompts.findLast(({ kind }) => kind === 'chat')).toMatchObject({ pictures: 1 })
})

test('a server hears from it where it is named, and in threads apart', async () => {
  const cleo = discord.person('Cleo')
  const group = discord.group('Huts')
  const thread = group.thread('Routes')
  cleo.in(group).says('nobody is meant')
  cleo.in(group).mentions('in the channel?')
  const { replyTo } = await cleo.in(group).hears(/in the channel/)
  expect(replyTo).toBeDefined()
  cleo.in(group, thread).mentions('in the thread?')
  await cleo.in(group, thread).hears(/in the thread/)
  expect(ofBot(cleo.in(group))).toHaveLength(1)
})

test('a slash command is answered in its place', async () => {
  const dan = discord.person('Dan')
  const group = discord.group('Huts')
  dan.in(group).commands('help')
  await dan.in(group).hears(/./)
  expect(discord.unanswered).toEqual([])
})

test('what came while the service was down is answered after the start, in order', async () => {
  const eve = discord.person('Eve')
  eve.says('one?')
  await eve.hears(/one\?/)
  await product.settled()
  const restarting = product.restart()
  eve.says('two?')
  await restarting
  await discord.connected()
  eve.says('three?')
  await eve.hears(/three\?/)
  const all = ofBot(eve)
    .map(({ text }) => text)
    .join('\n')
  expect(all).toMatch(/one\?[\s\S]*two\?[\s\S]*three\?/)
})
