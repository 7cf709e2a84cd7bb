import { GatewayIntentBits } from 'discord-api-types/v10'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '#machine/clock.ts'
import { saying } from '../../contract/channel.ts'
import { RecordingSink } from '../../contract/recording-sink.ts'
import { hastyClock as hasty, healthOf } from '../telegram/fixture.ts'
import { type Fixture, openFixture, openOn } from './fixture.ts'

const never = new AbortController().signal
let fixture: Fixture
afterEach(async () => await fixture[Symbol.asyncDispose]())

const resumed = () => fixture.double.until(() => (fixture.double.gateway.resumed > 0 ? true : undefined))
const identified = (times: number) =>
  fixture.double.until(() => (fixture.double.gateway.identified >= times ? true : undefined))

describe('a connection', () => {
  it('that is cut is resumed, and nothing said meanwhile is lost', async () => {
    fixture = await openFixture()
    const alice = fixture.double.person('Alice')
    alice.says('before')
    await fixture.sink.count(1)
    fixture.double.gateway.dropSockets()
    alice.says('meanwhile')
    await resumed()
    await fixture.sink.count(2)
    expect(fixture.sink.texts).toEqual(['before', 'meanwhile'])
    expect(fixture.double.gateway.identified).toBe(1)
  })

  it('that Discord asks to renew is resumed', async () => {
    fixture = await openFixture()
    const alice = fixture.double.person('Alice')
    alice.says('before')
    await fixture.sink.count(1)
    for (const connection of fixture.double.gateway.connections) connection.asksToReconnect()
    await resumed()
    alice.says('after')
    await fixture.sink.count(2)
  })

  it('that is not resumed begins anew, and what was missed is read back in order', async () => {
    fixture = await openFixture()
    const { double, sink, channel } = fixture
    const alice = double.person('Alice')
    const group = double.group('Huts')
    const thread = group.thread('Routes')
    const first = alice.says('first')
    alice.in(group).mentions('in the server')
    await sink.count(2)
    sink.known = [{ chat: { id: alice.chatId, kind: 'dm' }, messageId: first }]
    sink.cursors.set(channel.account, first)
    double.gateway.behaviour.refusesResumes = 1
    double.gateway.dropSockets()
    for (let index = 0; index < 5; index += 1) alice.says(`missed ${index}`)
    alice.in(group, thread).mentions('missed in a thread')
    await identified(2)
    await sink.count(8)
    expect(sink.texts.filter((text) => /^first|^missed \d/.test(text))).toEqual([
      'first',
      ...Array.from({ length: 5 }, (_, index) => `missed ${index}`),
    ])
    const inThread = sink.events.find(({ chat }) => chat.threadId === thread)
    expect(inThread).toMatchObject({ chat: { id: group.id }, addressed: 'mention' })
  })

  it('is not opened once the channel has ended, at whatever moment that was', async () => {
    fixture = await openFixture()
    const { double, folder } = fixture
    await fixture.channel[Symbol.asyncDispose]()
    for (let delayMs = 0; delayMs < 100; delayMs += 5) {
      // The first connection is lost, and the next one waits for its turn.
      double.gateway.behaviour.closesNext = { code: 4000, left: delayMs % 2 }
      const channel = await openOn(double, { clock: systemClock, folder })
      await channel.start(new RecordingSink())
      await systemClock.sleep(delayMs)
      await channel[Symbol.asyncDispose]()
    }
    await systemClock.sleep(200)
    await double.until(() => (double.gateway.connections.size === 0 ? true : undefined), { withinMs: 1_000 })
  })

  it('that is closed again and again is tried less and less often, and health says so', async () => {
    fixture = await openFixture()
    const { behaviour, connections } = fixture.double.gateway
    Object.assign(behaviour.closesNext, { code: 4002, left: 9 })
    for (const connection of connections) connection.invalidates({ resumable: false })
    await healthOf(fixture.channel, {
      state: 'failed',
      detail: expect.stringContaining('again and again (4002)') as string,
    })
    // Between half and all of 1 s, then of 2 s, 4 s …
    await expect.poll(() => fixture.waits, { timeout: 8_000 }).toEqual(expect.arrayContaining([750, 1500]))
    const sent = await fixture.channel.send(
      { id: fixture.double.person('Alice').chatId, kind: 'dm' },
      saying('still here'),
      never,
    )
    expect(sent.messageId).not.toBe('')
  }, 12_000)
})

describe('at the start', () => {
  it('a missing intent is named with the switch to flip', async () => {
    const allowedIntents = [GatewayIntentBits.GuildMembers] as const
    fixture = await openFixture({ double: { allowedIntents }, isRefused: true })
    const detail = expect.stringContaining('MESSAGE CONTENT INTENT') as string
    await healthOf(fixture.channel, { state: 'failed', detail })
    expect(fixture.waits).toContain(60_000)
  })

  it('a wrong token is named, tried again slowly, and taken once it is good', async () => {
    fixture = await openFixture({ isRefused: true, before: (double) => double.revokeToken() })
    await healthOf(fixture.channel, { state: 'failed', detail: expect.stringContaining('DISCORD_BOT_TOKEN') as string })
    fixture.double.restoreToken()
    await healthOf(fixture.channel, { state: 'ready' })
  })

  it('a token that is revoked later is named too', async () => {
    fixture = await openFixture()
    fixture.double.revokeToken()
    await healthOf(fixture.channel, { state: 'failed', detail: expect.stringContaining('revoked') as string })
    fixture.double.restoreToken()
    await healthOf(fixture.channel, { state: 'ready' })
  })

  it('no Discord at all is a failure that ends when there is one', async () => {
    fixture = await openFixture()
    const apiRoot = 'http://127.0.0.1:9/api'
    const { clock } = hasty()
    const apart = await openOn(fixture.double, { clock, folder: fixture.folder, apiRoot })
    await apart.start(new RecordingSink())
    await healthOf(apart, { state: 'failed', detail: expect.stringContaining('ECONNREFUSED') as string })
    await apart[Symbol.asyncDispose]()
  })

  it('as many connections are opened as Discord advises, when asked', async () => {
    fixture = await openFixture({ double: { shards: 2 }, channel: { shards: 'auto' } })
    await identified(2)
    fixture.double.person('Alice').says('to the first')
    const group = fixture.double.group('Huts')
    fixture.double.person('Bo').in(group).mentions('to any')
    await fixture.sink.count(2)
  })

  it('nothing that was written before the first start is read', async () => {
    const before = (double: Fixture['double']) => {
      double.person('Alice').in(double.group('Huts')).mentions('long ago')
    }
    fixture = await openFixture({ before })
    fixture.double.person('Alice').in(fixture.double.group('Huts')).mentions('now')
    await fixture.sink.count(1)
    expect(fixture.sink.texts).toEqual(['@chasqui now'])
    expect(fixture.double.calls('GET /channels/:channel/messages')).toEqual([])
  })

  it('a setting that cannot work is refused with what to do', async () => {
    fixture = await openFixture()
    const { double, folder } = fixture
    const { clock } = hasty()
    await expect(openOn(double, { clock, folder, token: 'no token' })).rejects.toMatchObject({ code: 'bad-token' })
    await expect(openOn(double, { clock, folder, apiRoot: 'ftp://x' })).rejects.toMatchObject({ code: 'bad-api-root' })
  })
})

describe('while the store is down', () => {
  it('messages wait in order, and health says so', async () => {
    fixture = await openFixture()
    const { double, sink, channel } = fixture
    const alice = double.person('Alice')
    alice.says('first')
    await sink.count(1)
    sink.isDown = true
    for (let index = 0; index < 60; index += 1) alice.says(`line ${index}`)
    await sink.until(({ attempts }) => attempts > 2)
    await healthOf(channel, { state: 'failed', detail: expect.stringContaining('store') as string })
    sink.isDown = false
    await sink.count(61)
    expect(sink.texts.slice(1)).toEqual(Array.from({ length: 60 }, (_, index) => `line ${index}`))
    await healthOf(channel, { state: 'ready' })
  })

  it('what finds no room is read back from its channel', async () => {
    fixture = await openFixture()
    const { double, sink } = fixture
    const alice = double.person('Alice')
    const bo = double.person('Bo')
    bo.says('first')
    await sink.count(1)
    sink.isDown = true
    for (let index = 0; index < 1_010; index += 1) alice.says(`${index}`)
    bo.says('late')
    // Answered at once, so all that came before it has been received.
    await double.until(() => double.state.commands.at(-1))
    const last = bo.choosesFor(bo.transcript().at(-1)?.id ?? '', 'Ask about this picture')
    await double.until(() => (double.state.interactions.get(last)?.isAcknowledged ? true : undefined))
    sink.isDown = false
    await sink.count(1_012)
    expect(sink.texts.filter((text) => /^\d+$/.test(text))).toEqual(
      Array.from({ length: 1_010 }, (_, index) => `${index}`),
    )
  })
})

it('a thread that nobody announced is asked for, and is of its channel', async () => {
  fixture = await openFixture()
  const { double, sink } = fixture
  const group = double.group('Huts')
  const { id: thread } = double.state.addChannel('quiet', { guild: group.guild, parent: group.channel })
  const alice = double.person('Alice').in(group, thread)
  alice.mentions('one')
  alice.mentions('two')
  const events = await sink.count(2)
  expect(events.map(({ chat }) => [chat.id, chat.threadId])).toEqual([
    [group.id, thread],
    [group.id, thread],
  ])
  expect(sink.texts).toEqual(['@chasqui one', '@chasqui two'])
  expect(double.calls('GET /channels/:channel')).toHaveLength(1)
})

it('two that come twice, or the wrong way round, are there once each', async () => {
  fixture = await openFixture()
  const { double, sink } = fixture
  const alice = double.person('Alice')
  double.faults.add({ op: 'receive', duplicate: true }, { op: 'receive', reorder: true })
  for (const text of ['one', 'two', 'three']) alice.says(text)
  await sink.count(3)
  expect(sink.texts.toSorted()).toEqual(['one', 'three', 'two'])
})

it('packets that are nonsense stop nobody', async () => {
  fixture = await openFixture()
  const { double, sink } = fixture
  const bad = [
    null,
    7,
    [],
    { id: {}, channel_id: {} },
    { id: '1', channel_id: '2', author: 7 },
    { id: '1', channel_id: '2', author: null },
    { deep: nested(2_000) },
  ]
  for (const t of [
    'MESSAGE_CREATE',
    'GUILD_CREATE',
    'INTERACTION_CREATE',
    'MESSAGE_DELETE',
    'NEW_KIND',
    'THREAD_CREATE',
  ]) {
    for (const d of bad) double.gateway.bring({ t, d: () => d, intents: 0, guildId: undefined })
  }
  double.person('Alice').says('still there?')
  expect(await sink.until(({ texts }) => texts.length > 0 && texts)).toEqual(['still there?'])
})

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level += 1) value = [value]
  return value
}
