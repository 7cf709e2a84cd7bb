import { EditPace } from '#adapters/discord/edit-pace.ts'
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
let fixture: Fixture
let chat: Chat

beforeEach(async () => {
  fixture = await openFixture({ double: { bucketWindowMs: WINDOW_MS } })
  chat = { id: fixture.double.person('Alice').chatId, kind: 'dm' }
})
afterEach(async () => await fixture[Symbol.asyncDispose]())

const refused = () => fixture.double.calls(EDIT).filter(({ outcome }) => outcome !== '200')

describe('an answer that grows', () => {
  it('is edited as often as Discord takes it, evenly, and meets no limit', async () => {
    const { channel, double } = fixture
    const sent = await channel.send(chat, saying('0', { final: false }), never)
    const untilMs = Date.now() + 5 * WINDOW_MS
    for (let step = 1; Date.now() < untilMs; step += 1) {
      await channel.edit(chat, sent, saying(`${step}`, { final: false }), never)
      await systemClock.sleep(step === 1 ? WINDOW_MS / 4 : channel.capabilities(chat).editIntervalMs)
    }
    expect(channel.capabilities(chat).editIntervalMs).toBeLessThanOrEqual((WINDOW_MS + 150) / 5)
    expect(double.calls(EDIT).length).toBeGreaterThan(15)
    expect(refused()).toEqual([])
  })

  it('is told how long to wait rather than kept waiting, and Discord is not asked in vain', async () => {
    const { channel } = fixture
    const sent = await channel.send(chat, saying('0', { final: false }), never)
    const ends: unknown[] = []
    for (let step = 1; step <= 8; step += 1) {
      const editing = channel.edit(chat, sent, saying(`${step}`, { final: false }), never)
      ends.push(await editing.catch((error: unknown) => error))
    }
    const limited = ends.filter((end) => end instanceof ChannelError)
    expect(limited).toHaveLength(3)
    for (const error of limited) {
      expect(error).toMatchObject({ code: 'rate-limited', isAnticipated: true })
      expect(error.retryAfterMs).toBeLessThanOrEqual(WINDOW_MS + 100)
    }
    expect(refused()).toEqual([])
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
