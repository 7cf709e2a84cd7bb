import { openTelegram } from '#adapters/telegram/channel.ts'
import type { CommandMenu } from '#core/contract/channel.ts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { saying } from '../../contract/channel.ts'
import { RecordingSink } from '../../contract/recording-sink.ts'
import type { TelegramDouble } from '../../kit/telegram/double.ts'
import type { Group } from '../../kit/telegram/group.ts'
import type { Fault } from '../../kit/telegram/faults.ts'
import { type Fixture, type FixtureOptions, healthOf, openFixture, recordingLog, settingsFor } from './fixture.ts'

let fixture: Fixture

async function start(options: FixtureOptions = {}, sink = new RecordingSink()): Promise<Fixture> {
  fixture = await openFixture(options, sink)
  return fixture
}

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

describe('taking updates', () => {
  it('confirms nothing before it is stored', async () => {
    const sink = new RecordingSink()
    const { double } = await start({}, sink)
    const alice = double.person('Alice')
    alice.sends('first')
    await sink.count(1)
    await double.until(() => double.unconfirmed.length === 0 || undefined)
    sink.isDown = true
    alice.sends('second')
    await sink.until(({ attempts }) => attempts >= 4)
    expect(double.unconfirmed).toHaveLength(1)
    await healthOf(fixture.channel, { state: 'failed' })
    sink.isDown = false
    await sink.count(2)
    await double.until(() => double.unconfirmed.length === 0 || undefined)
    expect(sink.texts).toEqual(['first', 'second'])
    await healthOf(fixture.channel, { state: 'ready' })
  })

  it('waits with the first question while the store is down', async () => {
    const sink = new RecordingSink()
    sink.isDown = true
    const { double } = await start({}, sink)
    double.person('Alice').sends('hello')
    await double.called('deleteWebhook')
    sink.isDown = false
    await sink.count(1)
    expect(sink.texts).toEqual(['hello'])
  })

  it('acknowledges a press of a button once it is stored', async () => {
    const { double, sink, channel } = await start()
    const alice = double.person('Alice')
    alice.sends('hello')
    const [event] = await sink.count(1)
    const buttons = [{ name: 'good', label: '👍', data: 'good:r1' }] as const
    const sent = await channel.send(event!.chat, saying('hi', { buttons }), new AbortController().signal)
    sink.isDown = true
    const press = alice.pressesButton(Number(sent.messageId), '👍')
    await sink.until(({ attempts }) => attempts >= 3)
    expect(double.calls('answerCallbackQuery')).toEqual([])
    sink.isDown = false
    const [call] = await double.called('answerCallbackQuery')
    expect(call?.payload).toEqual({ callback_query_id: press })
    expect(sink.events.at(-1)).toMatchObject({ type: 'callback', data: 'good:r1', messageId: sent.messageId })
  })

  it('moves a group that became a supergroup, after what was said in it before', async () => {
    let group: Group | undefined
    let from = ''
    const before = (double: TelegramDouble) => {
      const alice = double.person('Alice')
      group = double.group('Family')
      from = String(group.chatId)
      alice.in(group).sends('@chasqui_double_bot one')
      group.moves(alice)
      alice.in(group).sends('@chasqui_double_bot two')
    }
    const { sink, double } = await start({ before })
    await sink.until(({ moves }) => moves.length > 0)
    expect(sink.moves).toEqual([[from, String(group?.chatId)]])
    expect(sink.events.map(({ chat }) => chat.id)).toEqual([from, String(group?.chatId)])
    await double.until(() => double.unconfirmed.length === 0 || undefined)
  })

  it('sets the menu of commands in every language once, and again only when it has changed', async () => {
    const sink = new RecordingSink()
    const menuOf = (description: string): CommandMenu => ({
      languages: ['de', 'en'],
      in: (language) => [
        { name: 'help', description: `${description} ${language}`, takesText: false, isPersonal: false },
      ],
    })
    const { double } = await start({ channel: { menu: menuOf('what I can do') } }, sink)
    await double.called('setMyCommands', { times: 3 })
    await vi.waitFor(() => expect(sink.noted.has('menu')).toBe(true), { interval: 2 })
    expect([...double.state.commands]).toEqual([
      ['', [{ command: 'help', description: 'what I can do en' }]],
      ['de', [{ command: 'help', description: 'what I can do de' }]],
      ['en', [{ command: 'help', description: 'what I can do en' }]],
    ])
    const restarted = async (menu: CommandMenu) => {
      const channel = openTelegram({ ...settingsFor(double), menu })
      await channel.start(sink)
      await healthOf(channel, { state: 'ready' })
      return channel
    }
    await using _same = await restarted(menuOf('what I can do'))
    await using _other = await restarted(menuOf('what I do'))
    await double.called('setMyCommands', { times: 6 })
    expect(double.calls('setMyCommands')).toHaveLength(6)
  })

  it('ignores updates of business accounts and of kinds that are newer than this, and goes on', async () => {
    const { double, sink } = await start()
    const chat = { id: 1, type: 'private' }
    for (const kind of ['business_message', 'edited_business_message', 'business_connection', 'guest_message']) {
      double.sendsRaw({
        update_id: 700_000_900 + kind.length,
        [kind]: { message_id: 1, date: 1, chat, text: 'not ours' },
      })
    }
    double.renumberUpdates(700_001_000)
    double.person('Alice').sends('ours')
    await sink.count(1)
    expect(sink.texts).toEqual(['ours'])
  })

  it('stores a batch as one, with the number that follows it', async () => {
    const { double, sink, channel } = await start()
    await double.called('getUpdates')
    const alice = double.person('Alice')
    for (const text of ['a', 'b', 'c']) alice.sends(text)
    await sink.count(3)
    expect(sink.texts).toEqual(['a', 'b', 'c'])
    await sink.until(({ cursors }) => cursors.get(channel.account) === '700000004')
  })

  it('goes on where it was killed between storing and confirming, and stores nothing twice', async () => {
    const { double, sink, channel } = await start()
    double.person('Alice').sends('once')
    // Looked at while it is being stored, which is before the next question goes out.
    await sink.until(({ events }) => {
      if (events.length > 0) double.faults.add({ op: 'getUpdates', drop: true, times: 1000 })
      return events.length > 0
    })
    await channel[Symbol.asyncDispose]()
    expect(double.unconfirmed).toHaveLength(1)
    double.faults.clear()
    const attempts = sink.attempts
    const again = openTelegram(settingsFor(double))
    await again.start(sink)
    await double.until(() => double.unconfirmed.length === 0 || undefined)
    await again[Symbol.asyncDispose]()
    expect(sink.attempts).toBe(attempts)
    expect(sink.texts).toEqual(['once'])
  })

  it('loses nothing when numbers start anew below what was stored', async () => {
    const sink = new RecordingSink()
    sink.cursors.set('telegram:4242' as never, '700000001')
    const quietWeek = (double: TelegramDouble) => {
      double.renumberUpdates(31_000)
      double.person('Alice').sends('after a quiet week')
    }
    const { double } = await start({ before: quietWeek }, sink)
    await sink.count(1)
    await double.until(() => double.unconfirmed.length === 0 || undefined)
    double.renumberUpdates(8_000)
    double.person('Alice').sends('and another')
    await sink.count(2)
    expect(sink.texts).toEqual(['after a quiet week', 'and another'])
  })

  it('takes what comes twice or in the wrong order without losing any', async () => {
    const { double, sink } = await start()
    const alice = double.person('Alice')
    double.faults.add({ op: 'getUpdates', duplicate: true }, { op: 'getUpdates', reorder: true })
    for (const text of ['a', 'b', 'c', 'd']) alice.sends(text)
    await sink.count(4)
    await double.until(() => double.unconfirmed.length === 0 || undefined)
    expect(sink.texts.toSorted()).toEqual(['a', 'b', 'c', 'd'])
  })

  const M = { message_id: 11, date: 1_790_000_000, chat: { id: 9001, type: 'private' }, text: 'canary-words' }
  const from = { id: 9001, is_bot: false, first_name: 'A' }
  const good = { update_id: 700_000_102, message: { ...M, from, chat: { id: 9002, type: 'private' }, text: 'hello' } }

  it.each<[string, unknown, where: string]>([
    ['a text for a message', { update_id: 700_000_101, message: 'hello' }, 'message'],
    ['no id', { update_id: 700_000_101, message: { ...M, from, message_id: 'abc' } }, 'message.message_id'],
    ['no chat', { update_id: 700_000_101, message: { ...M, from, chat: undefined } }, 'message.chat'],
    ['no number', { update_id: 'abc', message: { ...M, from } }, 'update_id'],
    ['a number alone', 7, 'the update itself'],
    ['nothing', null, 'the update itself'],
  ])('passes over an update that it cannot read, and notes it once, not its words: %s', async (_name, bad, where) => {
    const { log, lines } = recordingLog()
    const { double, sink } = await start({ channel: { log } })
    await double.called('getUpdates')
    double.sendsRaw(bad, good)
    await sink.count(1)
    await double.until(() => double.unconfirmed.length === 0 || undefined)
    expect(sink.texts).toEqual(['hello'])
    double.sendsRaw(bad, { ...good, update_id: 700_000_104, message: { ...good.message, message_id: 12 } })
    await sink.count(2)
    expect(lines.filter(({ msg }) => msg === 'unreadable update skipped')).toMatchObject([{ fields: { where } }])
    expect(JSON.stringify(lines)).not.toContain('canary-words')
  })

  it('asks no more than once a second while an answer confirms nothing', async () => {
    const { double, waits } = await start()
    await double.called('getUpdates')
    double.sendsRaw({ update_id: 'abc', message: { ...M, from } })
    await double.called('getUpdates', { times: 6 })
    expect(waits.filter((waitMs) => waitMs === 1000).length).toBeGreaterThanOrEqual(3)
  })

  it('hands on album, reply, edit, reaction, topic and button as events', async () => {
    const { double, sink } = await start()
    // Telegram keeps reactions for who has asked for them.
    await double.called('getUpdates')
    const alice = double.person('Alice')
    const album = alice.sendsAlbum([new Uint8Array(8), new Uint8Array(9)], 'which is nicer?')
    alice.replies(album[0] ?? 0, 'this one')
    alice.edits(album[0] ?? 0, 'which is the nicest?')
    alice.reacts(album[1] ?? 0, '👍')
    const group = double.group('Huts', { topics: true })
    alice.in(group, group.topic('Routes', alice)).sends('@chasqui_double_bot which way?')
    alice.presses(album[0] ?? 0, 'stop')
    const events = await sink.count(7)
    const types = ['message', 'message', 'message', 'edit', 'reaction', 'message', 'callback']
    expect(events.map(({ type }) => type)).toEqual(types)
    expect(events[0]).toMatchObject({ parts: [{ type: 'image', caption: 'which is nicer?', bytes: 8 }] })
    expect(events[2]).toMatchObject({ replyTo: { text: 'which is nicer?', media: [{ type: 'image' }] } })
    expect(events[5]).toMatchObject({ addressed: 'mention', chat: { kind: 'group', threadId: '1' } })
  })

  it('in a group with privacy mode gets only what is meant for the bot', async () => {
    const { double, sink } = await start()
    const alice = double.person('Alice').in(double.group('Huts'))
    alice.sends('lunch?')
    alice.sends('/help@someone_else_bot')
    alice.sends('hey @CHASQUI_double_bot')
    alice.sends('/help')
    const events = await sink.count(2)
    expect(events.map((event) => 'addressed' in event && event.addressed)).toEqual(['mention', 'command'])
  })
})

describe('the supervisor', () => {
  it('says that the token was revoked, and goes on when there is a good one', async () => {
    const { double, channel, sink, waits } = await start()
    double.person('Alice').sends('before')
    await sink.count(1)
    await double.until(() => double.unconfirmed.length === 0 || undefined)
    double.revokeToken()
    await healthOf(channel, { state: 'failed', detail: expect.stringMatching(/revoked.*@BotFather/) })
    await double.until(() => double.calls('getMe').some(({ outcome }) => outcome === '401') || undefined)
    expect(waits).toContain(60_000)
    double.person('Alice').sends('meanwhile')
    double.restoreToken()
    await sink.count(2)
    await healthOf(channel, { state: 'ready' })
  })

  it('says that another process uses the token, and waits longer each time', async () => {
    const { double, channel, waits } = await start()
    await double.called('getUpdates')
    double.faults.add({ op: 'getUpdates', status: 409, description: 'Conflict: terminated', times: 4 })
    double.person('Alice').sends('wakes the poll')
    await healthOf(channel, { state: 'failed', detail: expect.stringContaining('Another process') })
    await healthOf(channel, { state: 'ready' })
    expect(waits.filter((waitMs) => waitMs >= 750)).toEqual([750, 1500, 3000, 6000])
  })

  it('is thrown out by a second process with the same token, as at Telegram', async () => {
    const { double, channel, sink } = await start()
    await double.called('getUpdates')
    const other = openTelegram(settingsFor(double))
    await other.start(sink)
    await double.until(() => double.calls('getUpdates').some(({ outcome }) => outcome === '409') || undefined)
    await other[Symbol.asyncDispose]()
    double.person('Alice').sends('back to normal')
    await sink.count(1)
    await healthOf(channel, { state: 'ready' })
  })

  it('outlives broken gateways, lost connections, and answers that are none', async () => {
    const { double, sink, channel } = await start()
    const lost: Fault[] = [{ drop: true }, { dropAfterAccept: true }]
    const faults: Fault[] = [{ html: true }, { status: 500 }, { retryAfter: 3 }, ...lost]
    double.faults.add(...faults.map((fault) => ({ op: 'getUpdates', ...fault })))
    double.person('Alice').sends('through it all')
    await sink.count(1)
    await healthOf(channel, { state: 'ready' })
    expect(fixture.waits).toContain(3000)
  })

  it('does not wait for ever for an answer that never comes', async () => {
    const { double, sink } = await start({ channel: { callTimeoutMs: 100 } })
    double.faults.add({ op: 'getMe', silent: true, times: 2 })
    double.person('Alice').sends('hello')
    await sink.count(1)
  })

  it('reports a Telegram that cannot be reached, and holds on', async () => {
    const { channel } = await start({ channel: { apiRoot: 'http://127.0.0.1:9' } })
    await healthOf(channel, { state: 'failed', detail: expect.stringContaining('ECONNREFUSED') })
  })
})
