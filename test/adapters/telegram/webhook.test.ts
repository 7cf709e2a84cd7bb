import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { openTelegram } from '#adapters/telegram/channel.ts'
import { openListener } from '#http/listener.ts'
import type { Channel } from '#core/contract/channel.ts'
import type { Logger } from '#machine/log.ts'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RecordingSink } from '../../contract/recording-sink.ts'
import { openTelegramDouble, type TelegramDouble } from '../../kit/telegram/double.ts'
import { healthOf, recordingLog, settingsFor } from './fixture.ts'

const SECRET = 'a-good_secret'
const PUBLIC_URL = 'https://bot.example'
let double: TelegramDouble
let listener: FastifyInstance
let channel: Channel
let sink: RecordingSink
let address: string
let log: Logger
let lines: ReturnType<typeof recordingLog>['lines']

const settings = () => ({ ...settingsFor(double), log, webhookSecret: SECRET })
const notAsked = () => ({ ready: true, parts: [] })

beforeEach(async () => {
  double = await openTelegramDouble()
  listener = Fastify()
  // The address is only known when listening, and a route can only be added before.
  const publicUrl = await freeAddress()
  address = `${publicUrl}/webhooks/telegram/4242`
  ;({ log, lines } = recordingLog())
  channel = openTelegram({ ...settings(), listener, publicUrl: `${publicUrl}/` })
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

  it('takes a message with a field that is nested beyond reading, and goes on', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    expect(await post(update('deep').replace('"date":1', `"date":1,"odd":${deep}`), SECRET)).toBe(200)
    expect(await post(update('flat').replace('"message_id":1', '"message_id":2'), SECRET)).toBe(200)
    expect(sink.texts).toEqual(['deep', 'flat'])
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

describe('a webhook that Telegram does not get through to', () => {
  const failures = () => lines.filter(({ msg }) => msg.includes('Telegram cannot deliver'))

  it('because nobody listens there is told in health and once in the log, in the words of Telegram', async () => {
    await listener.close()
    double.person('Alice').sends('hello?')
    const detail = expect.stringMatching(/Connection refused\. Check that CHASQUI_PUBLIC_URL/) as string
    await healthOf(channel, { state: 'failed', detail })
    const { length } = double.calls('getWebhookInfo')
    await double.called('getWebhookInfo', { times: length + 3 })
    expect(failures()).toHaveLength(1)
  })

  it('because a proxy names another host is told until it passes the right one on', async () => {
    await channel[Symbol.asyncDispose]()
    const proxy = await openFront('chasqui:3000')
    const behind = await openListener({ host: '127.0.0.1', port: 0, publicUrl: proxy.url, log, readiness: notAsked })
    const through = openTelegram({ ...settings(), listener: behind.fastify, publicUrl: proxy.url })
    proxy.port = (await behind.listen()).port
    await through.start(sink)
    double.person('Alice').sends('is anybody there?')
    await healthOf(through, { state: 'failed', detail: expect.stringContaining('403 Forbidden') as string })
    proxy.host = undefined
    await sink.count(1)
    await healthOf(through, { state: 'ready' })
    await through[Symbol.asyncDispose]()
    await behind[Symbol.asyncDispose]()
    await proxy.close()
  })

  it('is no news once it is over, although Telegram goes on to tell of it', async () => {
    sink.isDown = true
    double.person('Alice').sends('hello')
    await double.until(() => double.webhookStatuses.length >= 1 || undefined)
    sink.isDown = false
    await sink.count(1)
    const { length } = double.calls('getWebhookInfo')
    await double.called('getWebhookInfo', { times: length + 3 })
    expect(channel.health()).toMatchObject({ state: 'ready' })
    expect(failures()).toEqual([])
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

type Front = { readonly url: string; host: string | undefined; port: number; close(): Promise<void> }

/** A proxy in front of the service; it passes on the host that it was asked for, or names its upstream. */
async function openFront(upstreamName: string): Promise<Front> {
  const server = http.createServer((request, response) => {
    const { method, url: path, headers } = request
    const onward = { host: '127.0.0.1', port: front.port, method, path, agent: false }
    const named = { ...headers, host: front.host ?? headers.host }
    const sent = http.request({ ...onward, headers: named }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    sent.on('error', () => response.destroy())
    request.pipe(sent)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const front: Front = { url, host: upstreamName, port: 0, close }
  return front
}

async function freeAddress(): Promise<string> {
  const probe = Fastify()
  const found = await probe.listen({ host: '127.0.0.1', port: 0 })
  await probe.close()
  return found
}
