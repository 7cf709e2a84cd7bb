import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChannelSettings } from '#adapters/all.ts'
import { SettingRefused } from '#core/contract/settings.ts'
import type { Platform } from '#core/contract/ids.ts'
import { type DiscordDouble, openDiscordDouble } from '../kit/discord/double.ts'
import { GROWING, WORDS_BEFORE_PAUSE } from '../kit/growing-answer.ts'
import { type GraphDouble, openGraphDouble } from '../kit/graph/double.ts'
import { type ModelHost, startModelHost } from '../kit/model-host.ts'
import { type Running, startRunning } from '../kit/product.ts'
import { openTelegramDouble, type TelegramDouble } from '../kit/telegram/double.ts'
import type { Person } from '../kit/telegram/person.ts'

const LAST_REPLIES_MS = 300

let host: ModelHost
let telegram: TelegramDouble
let discord: DiscordDouble
let graph: GraphDouble
let service: Running

beforeAll(async () => {
  host = await startModelHost({ answer: ({ last }) => (/long/.test(last) ? GROWING : `You said: ${last}`) })
  telegram = await openTelegramDouble({ limits: 'off' })
  discord = await openDiscordDouble()
  graph = await openGraphDouble({ product: 'messenger' })
  const env = {
    TELEGRAM_API_ROOT: telegram.apiRoot,
    DISCORD_API_ROOT: discord.apiRoot,
    META_GRAPH_ROOT: graph.state.root,
    META_APP_SECRET: graph.state.app.secret,
    META_VERIFY_TOKEN: graph.state.app.verifyToken,
  }
  service = await startRunning({ host, env, overrides: { lastRepliesMs: LAST_REPLIES_MS } })
  await service.app.engine.ready(AbortSignal.timeout(20_000))
}, 60_000)

afterAll(async () => {
  await service[Symbol.asyncDispose]()
  for (const double of [telegram, discord, graph]) await double[Symbol.asyncDispose]()
  await host.close()
})

const channels = () => service.app.channels
const named = (name: Platform) =>
  channels()
    .all()
    .find((channel) => channel.name === name)
const stateOf = (name: Platform) => service.app.readiness().parts.find((part) => part.name === name)?.state

/** As the run-time settings do, with other values of one group. */
function apply<Group extends keyof ChannelSettings>(group: Group, values: Partial<ChannelSettings[Group]>) {
  const settings = channels().settings()
  return channels().apply({ ...settings, [group]: { ...settings[group], ...values } })
}

const telegramToken = (token: string | undefined) => apply('telegram', { token })
const toldTo = (person: { transcript(): readonly { fromBot: boolean; text: string }[] }) =>
  person.transcript().flatMap(({ fromBot, text }) => (fromBot ? [text] : []))
const crowd = (names: string, count: number): Person[] =>
  Array.from({ length: count }, (_, index) => telegram.person(`${names}${index}`))

test('Telegram is opened while the service runs, and who wrote before is answered', async () => {
  expect(
    channels()
      .all()
      .map(({ name }) => name),
  ).toEqual(['terminal', 'web'])
  const ana = telegram.person('ana')
  ana.sends('early')
  await telegramToken(telegram.token)
  await ana.hears(/You said: early/)
  expect(
    channels()
      .all()
      .map(({ name }) => name),
  ).toEqual(['terminal', 'web', 'telegram'])
  expect(stateOf('telegram')).toBe('ready')
  await service.settled()
  expect(named('telegram')?.activity()).toEqual({
    lastInAtMs: expect.any(Number),
    lastOutAtMs: expect.any(Number),
    roundTrip: { atMs: expect.any(Number), ms: expect.any(Number) },
    reconnects: 0,
  })
})

test('its token is changed while people chat: each message is answered once, and a growing answer goes on', async () => {
  const gil = telegram.person('gil')
  const go = Promise.withResolvers<void>()
  host.fail('chat', { type: 'pause', afterWords: WORDS_BEFORE_PAUSE, go: go.promise })
  gil.sends('tell me something long')
  await gil.hears(/^The chasquis/)
  const [before, meanwhile, after] = [crowd('before', 5), crowd('meanwhile', 5), crowd('after', 5)]
  for (const person of before) person.sends('hello')
  const token = telegram.rotateToken()
  for (const person of meanwhile) person.sends('hello')
  const changed = telegramToken(token)
  for (const person of after) person.sends('hello')
  await changed
  go.resolve()
  const people = [...before, ...meanwhile, ...after]
  for (const person of people) await person.hears(/You said: hello/)
  await gil.hears(/carried knots\.$/)
  await service.settled()
  expect(people.map(toldTo)).toEqual(people.map(() => ['You said: hello']))
  expect(toldTo(gil)).toEqual([GROWING])
})

test.each([
  ['no token at all', 'nonsense', /TELEGRAM_BOT_TOKEN\) is no bot token/],
  ['one that Telegram does not know', '4242:AAunknown', /Telegram does not know this token/],
])('%s is refused in words, and the old one goes on', async (_what, token, words) => {
  const before = named('telegram')
  const refused = await telegramToken(token).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(SettingRefused)
  expect(refused).toMatchObject({ key: 'telegram.token', message: expect.stringMatching(words) })
  expect((refused as Error).message).not.toContain('AAunknown')
  expect(named('telegram')).toBe(before)
  const hal = telegram.person(`hal ${token}`)
  hal.sends('still there?')
  await hal.hears(/still there/)
})

test('settings of another channel leave it as it is', async () => {
  const before = named('telegram')
  await apply('discord', { shards: 2 })
  await apply('discord', { shards: 1 })
  expect(named('telegram')).toBe(before)
})

test('switched off it sends what is soon said; the rest waits until it is opened again, and is then sent at once', async () => {
  const [ida, jon, kim] = ['ida', 'jon', 'kim'].map((name) => telegram.person(name)) as [Person, Person, Person]
  const soon = Promise.withResolvers<void>()
  const late = Promise.withResolvers<void>()
  host.fail('chat', ...[soon, late].map(({ promise: go }) => ({ type: 'hold', go }) as const))
  for (const person of [ida, jon]) {
    const asked = host.next('chat')
    person.sends(`from ${person.user.first_name}`)
    await asked
  }
  const closing = telegramToken(undefined)
  soon.resolve()
  await closing
  expect(toldTo(ida)).toEqual(['You said: from ida'])
  expect(named('telegram')).toBeUndefined()
  expect(stateOf('telegram')).toBeUndefined()
  kim.sends('is anybody there?')
  const callsThen = telegram.calls().length
  late.resolve()
  const client = await service.database()
  const ready = `select 1 from outbox where state = 'ready'`
  while ((await client.query(ready)).rowCount === 0) await client.query('select pg_sleep(0.02)')
  expect(telegram.calls()).toHaveLength(callsThen)

  await telegramToken(telegram.token)
  await jon.hears(/^You said: from jon/)
  await kim.hears(/You said: is anybody/)
  await service.settled()
  expect([ida, jon, kim].map(toldTo)).toEqual([
    ['You said: from ida'],
    ['You said: from jon'],
    ['You said: is anybody there?'],
  ])
})

test('a reply that waits because its token was refused is sent as soon as the token is right', async () => {
  const lea = telegram.person('lea')
  const go = Promise.withResolvers<void>()
  host.fail('chat', { type: 'hold', go: go.promise })
  const asked = host.next('chat')
  lea.sends('are you there?')
  await asked
  const token = telegram.rotateToken()
  go.resolve()
  const client = await service.database()
  const waits = `select 1 from outbox where state = 'ready' and fault like 'unauthorised:%'`
  while ((await client.query(waits)).rowCount === 0) await client.query('select pg_sleep(0.02)')
  await telegramToken(token)
  await lea.hears(/are you there/, { withinMs: 3_000 })
  expect(service.app.readiness().parts.find(({ name }) => name === 'delivery')?.state).toBe('ready')
})

test('reconnected it is another connection to the same bot', async () => {
  const before = named('telegram')
  await channels().reconnect('telegram')
  expect(named('telegram')).not.toBe(before)
  const mia = telegram.person('mia')
  mia.sends('again')
  await mia.hears(/You said: again/)
})

test('Telegram is told to call this service instead, and to be asked again: each message is answered once', async () => {
  const settings = channels().settings()
  const server = { publicUrl: service.app.url }
  const webhookSecret = 'a-secret-of-sixteen'
  await channels().apply({ ...settings, server, telegram: { ...settings.telegram, webhookSecret } })
  const ned = telegram.person('ned')
  ned.sends('by webhook')
  await ned.hears(/You said: by webhook/)
  expect(telegram.webhookStatuses.at(-1)).toBe(200)
  await channels().apply(settings)
  await telegram.until(() => telegram.isPolled || undefined)
  ned.sends('by polling')
  await ned.hears(/You said: by polling/)
  await service.settled()
  expect(toldTo(ned)).toEqual(['You said: by webhook', 'You said: by polling'])
  const webhook = await fetch(`${service.app.url}/webhooks/telegram/4242`, { method: 'POST' })
  expect(webhook.status).toBe(404)
})

test('Discord is opened, gets another token, is closed and opened again: each message is answered once', async () => {
  const nia = discord.person('Nia')
  await apply('discord', { token: discord.token })
  await discord.connected()
  nia.says('first')
  await nia.hears(/You said: first/)
  await apply('discord', { token: discord.rotateToken() })
  await discord.connected()
  nia.says('second')
  await nia.hears(/You said: second/)
  await apply('discord', { token: undefined })
  expect(discord.gateway.connections).toHaveLength(0)
  nia.says('third')
  await apply('discord', { token: discord.token })
  await nia.hears(/You said: third/)
  await service.settled()
  expect(toldTo(nia)).toEqual(['You said: first', 'You said: second', 'You said: third'])
})

test('Messenger is mounted while it listens, and is gone when it is closed', async () => {
  const webhook = `${service.app.url}/webhooks/meta`
  expect((await fetch(webhook)).status).toBe(404)
  await apply('messenger', { pageToken: graph.state.profile.token })
  await graph.connected({ url: service.app.url ?? '' })
  const oda = graph.person('Oda')
  oda.says('hello')
  await oda.hears(/You said: hello/)
  const forged = await fetch(webhook, { method: 'POST', body: '{}' })
  expect(forged.status).toBe(403)
  expect(forged.headers.get('content-security-policy')).toContain("default-src 'none'")

  await apply('messenger', { pageToken: graph.rotateToken() })
  oda.says('with another token')
  await oda.hears(/with another token/)
  await service.settled()
  expect(toldTo(oda)).toEqual(['You said: hello', 'You said: with another token'])
  await apply('messenger', { pageToken: undefined })
  expect((await fetch(webhook)).status).toBe(404)
})

test('WhatsApp is switched on for a phone to be linked, and off again', async () => {
  await apply('whatsapp', { enabled: true })
  expect(['logged-out', 'off']).toContain(named('whatsapp')?.linking?.state.state)
  await apply('whatsapp', { enabled: false })
  expect(named('whatsapp')).toBeUndefined()
})
