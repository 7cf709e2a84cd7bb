import { snowflakeAt } from '#adapters/discord/snowflake.ts'
import type { Channel } from '#core/contract/channel.ts'
import type { Chat } from '#core/contract/message.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { RecordingSink } from '../../contract/recording-sink.ts'
import { hastyClock } from '../telegram/fixture.ts'
import { type Fixture, type FixtureOptions, openFixture, openOn } from './fixture.ts'

const HOUR_MS = 3_600_000
const PAGE = 'GET /channels/:channel/messages'
let fixture: Fixture
let again: Channel | undefined
afterEach(async () => {
  await again?.[Symbol.asyncDispose]()
  again = undefined
  await fixture[Symbol.asyncDispose]()
})

/** A store that knows a private chat up to a message, and everything up to then. */
function storeAfter(chat: Chat, messageId: string): RecordingSink {
  const sink = new RecordingSink()
  sink.known = [{ chat, messageId }]
  return sink
}

async function goesDown(): Promise<void> {
  const { double, channel } = fixture
  await channel[Symbol.asyncDispose]()
  await double.until(() => (double.gateway.isConnected ? undefined : true))
}

/** The service went down when it had stored a private message. */
async function downAfterFirst(options: FixtureOptions = {}) {
  fixture = await openFixture(options)
  const { double, sink } = fixture
  const alice = double.person('Alice')
  const first = alice.says('first')
  await sink.count(1)
  await goesDown()
  return { double, alice, first }
}

async function comesBack(sink: RecordingSink): Promise<void> {
  again = await openOn(fixture.double, { clock: hastyClock().clock, folder: fixture.folder })
  await again.start(sink)
}

describe('after the service was down', () => {
  it('private messages are read back in order, before what comes now', async () => {
    const { double, alice, first } = await downAfterFirst()
    for (let index = 0; index < 250; index += 1) alice.says(`${index}`)
    const sink = storeAfter({ id: alice.chatId, kind: 'dm' }, first)
    await comesBack(sink)
    await double.connected()
    alice.says('now')
    await sink.count(251)
    expect(sink.texts).toEqual([...Array.from({ length: 250 }, (_, index) => `${index}`), 'now'])
    expect(double.calls(PAGE)).toHaveLength(3)
  })

  it('channels of servers are read where something is new, and no others', async () => {
    fixture = await openFixture()
    const { double, channel } = fixture
    const group = double.group('Huts')
    const quiet = group.another('quiet')
    const alice = double.person('Alice')
    alice.in(quiet).mentions('nothing since')
    const last = alice.in(group).mentions('before')
    await fixture.sink.count(2)
    await goesDown()
    const thread = group.thread('Routes')
    alice.in(group).mentions('missed')
    alice.in(group, thread).mentions('missed in a thread')
    const sink = storeAfter({ id: group.id, kind: 'group' }, last)
    // All that came in the last minute is looked at again: channels are stored in the gateway's order.
    sink.cursors.set(channel.account, snowflakeAt(Date.now() + 55_000))
    await comesBack(sink)
    await sink.count(2)
    expect(sink.texts.toSorted()).toEqual(['@chasqui missed', '@chasqui missed in a thread'])
    expect(sink.events.map(({ chat }) => [chat.id, chat.threadId]).toSorted()).toEqual(
      [
        [group.id, undefined],
        [group.id, thread],
      ].toSorted(),
    )
  })

  it('private messages are read from where everything is stored, though something newer was stored before the end', async () => {
    const { alice, first } = await downAfterFirst()
    alice.says('missed')
    // A command is taken before what is read back; then the service was killed.
    const sink = storeAfter({ id: alice.chatId, kind: 'dm' }, snowflakeAt(Date.now() + 1))
    sink.cursors.set(fixture.channel.account, first)
    await comesBack(sink)
    await sink.until(({ texts }) => texts.includes('missed'))
  })

  it('messages older than a day are not read', async () => {
    let nowMs = Date.now() - 30 * HOUR_MS
    const { alice, first } = await downAfterFirst({ double: { now: () => nowMs } })
    alice.says('too old')
    nowMs = Date.now()
    alice.says('new')
    const sink = storeAfter({ id: alice.chatId, kind: 'dm' }, first)
    await comesBack(sink)
    await sink.count(1)
    expect(sink.texts).toEqual(['new'])
  })

  it('a chat that cannot be read holds up nobody', async () => {
    const { double, alice, first } = await downAfterFirst()
    alice.says('missed')
    const sink = storeAfter({ id: alice.chatId, kind: 'dm' }, first)
    sink.known = [{ chat: { id: '1234567890123456789', kind: 'dm' }, messageId: first }, ...sink.known]
    double.faults.add({ op: 'any', status: 500, times: 2 })
    await comesBack(sink)
    await sink.count(1)
    expect(sink.texts).toEqual(['missed'])
  })
})
