import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
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

test('a command that gets no answer in its place leaves nobody waiting', async () => {
  const [fay, gus] = [discord.person('Fay'), discord.person('Gus')]
  const group = discord.group('Huts')
  const target = gus.photo(await jpegOf(), 'my hut')
  await gus.hears(/my hut/)
  await product.settled()
  // Answered with the message that follows it.
  const go = Promise.withResolvers<void>()
  host.fail('guard', { type: 'hold', go: go.promise })
  const judging = host.next('guard')
  gus.says('first?')
  await judging
  const asked = gus.choosesFor(target, 'Ask about this picture')
  gus.says('and last?')
  const deferred = await discord.until(() => discord.state.interactions.get(asked)?.original)
  go.resolve()
  await gus.hears(/and last/)
  await discord.until(() => (deferred.isDeleted ? true : undefined))
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, CHASQUI_DATA: product.dataFolder }
  await promisify(execFile)(process.execPath, ['cli/access.ts', 'block', fay.identity], { env })
  fay.in(group).commands('help')
  const ofFay = () => [...discord.state.interactions.values()].find(({ user }) => user.id === fay.id)?.original
  await discord.until(() => (ofFay()?.isDeleted ? true : undefined))
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
