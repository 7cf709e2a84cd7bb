import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { DiscordApi } from '#adapters/discord/api.ts'
import { EditPace } from '#adapters/discord/edit-pace.ts'
import { InvalidCalls } from '#adapters/discord/invalid-calls.ts'
import { checkedSettings } from '#adapters/discord/options.ts'
import { ChannelError } from '#core/contract/channel.ts'
import type { Chat } from '#core/contract/message.ts'
import { systemClock } from '#machine/clock.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saying } from '../../contract/channel.ts'
import { type Fixture, openFixture } from './fixture.ts'

const never = new AbortController().signal
const EDIT = 'PATCH /channels/:channel/messages/:message'
// Discord's own is 5 s; everything else is as there.
const WINDOW_MS = 500
const LONG_WINDOW_MS = 20_000
let fixture: Fixture
let chat: Chat

beforeEach(async () => {
  fixture = await openFixture({ double: { bucketWindowMs: WINDOW_MS } })
  chat = { id: fixture.double.person('Alice').chatId, kind: 'dm' }
})
afterEach(async () => await fixture[Symbol.asyncDispose]())

const refused = (double = fixture.double) => double.calls(EDIT).filter(({ outcome }) => outcome !== '200')

describe('an answer that grows', () => {
  it('is edited as often as Discord takes it, evenly, and meets no limit', async () => {
    const { channel, double } = fixture
    const sent = await channel.send(chat, saying('0', { final: false }), never)
    // Three windows of five, and one more.
    for (let step = 1; step <= 16; step += 1) {
      await channel.edit(chat, sent, saying(`${step}`, { final: false }), never)
      await systemClock.sleep(step === 1 ? WINDOW_MS / 4 : channel.capabilities(chat).editIntervalMs)
    }
    expect(channel.capabilities(chat).editIntervalMs).toBeLessThanOrEqual((WINDOW_MS + 150) / 5)
    expect(double.calls(EDIT)).toHaveLength(16)
    expect(refused()).toEqual([])
  })

  it('is told how long to wait rather than kept waiting, and Discord is not asked in vain', async () => {
    // All of them in one window, however slow this machine is.
    await using long = await openFixture({ double: { bucketWindowMs: LONG_WINDOW_MS } })
    const { channel, double } = long
    const alice: Chat = { id: double.person('Alice').chatId, kind: 'dm' }
    const sent = await channel.send(alice, saying('0', { final: false }), never)
    const ends: unknown[] = []
    for (let step = 1; step <= 8; step += 1) {
      const editing = channel.edit(alice, sent, saying(`${step}`, { final: false }), never)
      ends.push(await editing.catch((error: unknown) => error))
    }
    const limited = ends.filter((end) => end instanceof ChannelError)
    expect(limited).toHaveLength(3)
    for (const error of limited) {
      expect(error).toMatchObject({ code: 'rate-limited', isAnticipated: true })
      expect(error.retryAfterMs).toBeLessThanOrEqual(LONG_WINDOW_MS + 100)
    }
    expect(refused(double)).toEqual([])
  })

  it('holds up no other chat', async () => {
    const { channel, double } = fixture
    const sent = await channel.send(chat, saying('0', { final: false }), never)
    for (let step = 1; step <= 5; step += 1) await channel.edit(chat, sent, saying(`${step}`), never)
    const other: Chat = { id: double.person('Bo').chatId, kind: 'dm' }
    const there = await channel.send(other, saying('0', { final: false }), never)
    await channel.edit(other, there, saying('1'), never)
  })
})

describe('after a 429', () => {
  const bucket = { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '0' }

  it.each([
    [
      'of a bucket its window is waited for',
      { ...bucket, 'retry-after': '8', 'x-ratelimit-reset-after': '7.5' },
      7_600,
    ],
    ['of another limit that one is', { ...bucket, 'retry-after': '30', 'x-ratelimit-reset-after': '1' }, 30_050],
    ['of one that no bucket tells of what it says is', { 'retry-after': '1' }, 1_050],
    ['without any of these a second is', {}, 1_000],
  ])('%s', async (_name, headers, waitMs) => {
    const server = http.createServer((_, response) => response.writeHead(429, headers).end('{}'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const { botId, roots } = checkedSettings({ token: fixture.double.token, apiRoot: `http://127.0.0.1:${port}/api` })
    const api = new DiscordApi({ token: fixture.double.token, roots })
    const call = api.call({ method: 'GET', route: `/channels/${botId}`, effect: 'again' })
    const error = await call.catch((thrown: unknown) => thrown as ChannelError)
    api.close()
    server.closeAllConnections()
    server.close()
    expect(error).toMatchObject({ code: 'rate-limited', isAnticipated: false })
    const { retryAfterMs = 0 } = error as ChannelError
    // It counts on while this machine is busy with something else.
    expect(retryAfterMs).toBeGreaterThan(waitMs - 900)
    expect(retryAfterMs).toBeLessThanOrEqual(waitMs + 50)
  })
})

describe('calls that Discord refuses as wrong', () => {
  it('are counted, and none is made before so many are that it would ban the address', () => {
    let nowMs = 0
    const calls = new InvalidCalls({ monotonicMs: () => nowMs })
    for (let count = 0; count < 4_999; count += 1) calls.answered(403)
    calls.answered(404)
    expect(calls.waitMs()).toBe(0)
    nowMs = 60_000
    calls.answered(401)
    expect(calls.waitMs()).toBe(540_000)
    nowMs = 600_000
    expect(calls.waitMs()).toBe(0)
    calls.answered(429)
    expect(calls.waitMs()).toBe(0)
  })
})

describe('the interval of edits', () => {
  const headers = (limit: number, remaining: number, after: number) =>
    new Headers({
      'x-ratelimit-limit': `${limit}`,
      'x-ratelimit-remaining': `${remaining}`,
      'x-ratelimit-reset-after': `${after}`,
    })

  it('follows the window that Discord states, channel by channel', () => {
    const pace = new EditPace()
    expect(pace.intervalMs('1')).toBe(1000)
    pace.answered('1', headers(5, 4, 5))
    expect(pace.intervalMs('1')).toBe(1020)
    // Later in a window only the rest of it is told.
    pace.answered('1', headers(5, 1, 1.5))
    expect(pace.intervalMs('1')).toBe(1020)
    pace.answered('1', headers(2, 1, 10))
    expect(pace.intervalMs('1')).toBe(5050)
    expect(pace.intervalMs('2')).toBe(1000)
    pace.answered('2', new Headers())
    expect(pace.intervalMs('2')).toBe(1000)
  })
})
