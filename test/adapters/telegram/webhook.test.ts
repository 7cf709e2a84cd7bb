import { openTelegram } from '#adapters/telegram/channel.ts'
import type { Channel } from '#core/contract/channel.ts'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RecordingSink } from '../../contract/recording-sink.ts'
import { openTelegramDouble, type TelegramDouble } from '../../kit/telegram/double.ts'
import { healthOf, recordingLog, settingsFor } from './bench.ts'

const SECRET = 'a-good_secret'
const PUBLIC_URL = 'https://bot.example'
let double: TelegramDouble
let listener: FastifyInstance
let channel: Channel
let sink: RecordingSink
let address: string
let lines: ReturnType<typeof recordingLog>['lines']

beforeEach(async () => {
  double = await openTelegramDouble()
  listener = Fastify()
  // The address is only known when listening, and a route can only be added before.
  const publicUrl = await freeAddress()
  address = `${publicUrl}/webhooks/telegram/4242`
  const { log, ...recorded } = recordingLog()
  lines = recorded.lines
  const settings = { ...settingsFor(double), log, listener }
  channel = openTelegram({ ...settings, webhookSecret: SECRET, publicUrl: `${publicUrl}/` })
  await listener.listen({ host: '127.0.0.1', port: Number(new URL(publicUrl).port) })
  sink = new RecordingSink()
  await channel.start(sink)
  await healthOf(channel, { state: 'ready' })
})

afterEach(async () => {
  await channel[Symbol.asyncDispose]()
  await double[Symbol.asyncDispose]()
  await listener.close()
})

const post = async (body: string, secret?: string) => {
  const known = secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret }
  const headers = { 'content-type': 'application/json', ...known }
  return (await fetch(address, { method: 'POST', body, headers })).status
}
const eve = { chat: { id: 5, type: 'private' }, from: { id: 5, is_bot: false, first_name: 'Eve' } }
const update = (text: string) => JSON.stringify({ update_id: 1, message: { message_id: 1, date: 1, text, ...eve } })

describe('the webhook', () => {
  it('is where Telegram was told to call, with the secret', async () => {
    const [call] = await double.called('setWebhook')
    expect(call?.payload).toMatchObject({ url: address, secret_token: SECRET })
    expect(call?.payload.allowed_updates).toContain('message_reaction')
  })

  it('stores what Telegram sends, with an emoji that came in two packets', async () => {
    double.person('Alice').sends('héllo 😀 мир')
    await sink.count(1)
    expect(sink.texts).toEqual(['héllo 😀 мир'])
    await double.until(() => double.unconfirmed.length === 0 || undefined)
    expect(double.webhookStatuses).toEqual([200])
  })

  it('answers 500 while the store is down, and gets the update again', async () => {
    sink.isDown = true
    double.person('Alice').sends('do not lose me')
    await double.until(() => double.webhookStatuses.length >= 2 || undefined)
    await healthOf(channel, { state: 'failed' })
    sink.isDown = false
    await sink.count(1)
    await double.until(() => double.unconfirmed.length === 0 || undefined)
    expect(double.webhookStatuses.slice(0, 2)).toEqual([500, 500])
    expect(double.webhookStatuses.at(-1)).toBe(200)
    expect(sink.texts).toEqual(['do not lose me'])
  })

  it.each([
    ['no secret', undefined],
    ['a wrong one', 'a-good_secreT'],
    ['a longer one', `${SECRET}x`],
  ])('turns away who comes with %s, and stores nothing', async (_name, secret) => {
    expect(await post(update('forged'), secret)).toBe(401)
    expect(sink.attempts).toBe(0)
  })

  it('takes what means nothing without asking for it again, and refuses what is no JSON', async () => {
    expect(await post('null', SECRET)).toBe(200)
    expect(await post('{"update_id":1,"new_thing":{}}', SECRET)).toBe(200)
    expect(await post('{broken', SECRET)).toBe(400)
    expect(await post(JSON.stringify('x'.repeat(2 << 20)), SECRET)).toBe(413)
    expect(sink.attempts).toBe(0)
  })

  it('takes what cannot be read without asking for it again, and notes it once without its content', async () => {
    const unreadable = { update_id: 1, message: { ...eve, message_id: 'abc', date: 1, text: 'canary-words' } }
    expect(await post(JSON.stringify(unreadable), SECRET)).toBe(200)
    expect(await post(JSON.stringify(unreadable), SECRET)).toBe(200)
    expect(lines.filter(({ msg }) => msg.includes('cannot be read'))).toHaveLength(1)
    expect(JSON.stringify(lines)).not.toContain('canary-words')
    expect(sink.attempts).toBe(0)
  })

  it('leaves out an update that is nested beyond reading, and goes on', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    expect(await post(update('deep').replace('"date":1', `"date":1,"odd":${deep}`), SECRET)).toBe(200)
    expect(sink.attempts).toBe(0)
    expect(await post(update('flat'), SECRET)).toBe(200)
    expect(sink.texts).toEqual(['flat'])
  })

  it('stores an update once that Telegram sends twice', async () => {
    double.faults.add({ op: 'webhook', duplicate: true })
    double.person('Alice').sends('once')
    await double.until(() => double.unconfirmed.length === 0 || undefined)
    expect(double.webhookStatuses).toEqual([200, 200])
    expect(sink.texts).toEqual(['once'])
  })

  it('takes nothing once it was stopped, so that Telegram keeps it', async () => {
    await channel.stop()
    expect(await post(update('too late'), SECRET)).toBe(503)
    expect(sink.attempts).toBe(0)
  })

  it('is taken back from another process that set its own', async () => {
    await fetch(`${double.apiRoot}/bot${double.token}/setWebhook?url=http://127.0.0.1:9/other`)
    const ours = () => double.calls('setWebhook').filter(({ payload }) => payload.url === address)
    await double.until(() => ours().length > 1 || undefined)
    await healthOf(channel, { state: 'ready' })
  })
})

describe('settings that cannot work', () => {
  const open = (settings: object) => () => openTelegram({ ...settingsFor(double), ...settings })

  it.each([
    ['an empty secret', { webhookSecret: '', publicUrl: PUBLIC_URL }, 'bad-webhook-secret'],
    ['a secret that Telegram would refuse', { webhookSecret: 'a b', publicUrl: PUBLIC_URL }, 'bad-webhook-secret'],
    ['a secret without an address', { webhookSecret: SECRET }, 'no-public-url'],
    ['no token', { token: '' }, 'bad-token'],
    ['something else for a token', { token: 'hunter2' }, 'bad-token'],
    ['an address that is none', { apiRoot: 'telegram' }, 'bad-api-root'],
  ])('are refused at start: %s', (_name, settings, code) => {
    expect(open(settings)).toThrow(expect.objectContaining({ name: 'TelegramSetupError', code }) as Error)
  })
})

async function freeAddress(): Promise<string> {
  const probe = Fastify()
  const found = await probe.listen({ host: '127.0.0.1', port: 0 })
  await probe.close()
  return found
}
