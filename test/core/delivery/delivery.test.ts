import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { ChannelError, type Capabilities, type ChannelErrorCode } from '#core/contract/channel.ts'
import type { TestDatabase } from '../../kit/database.ts'
import { World } from './fixture.ts'

let database: TestDatabase
let world: World

beforeAll(async () => {
  database = await World.database()
})
afterEach(() => world[Symbol.asyncDispose]())
afterAll(() => database[Symbol.asyncDispose]())

async function open(capabilities: Partial<Capabilities> = {}): Promise<World> {
  world = await World.open(database, capabilities)
  return world
}

const limited = (retryAfterMs: number) => new ChannelError('rate-limited', 'Too Many Requests', { retryAfterMs })
const FIRST = 'first '.repeat(15).trim()
const SECOND = 'second '.repeat(13).trim()
const LONG = `${FIRST}\n\n${SECOND}`
const failing = (code: ChannelErrorCode) => new ChannelError(code, `it is ${code}`)

describe('a final text', () => {
  test('is sent, and its receipt stored', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('a'), 1)
    await world.answer(turn, 'Hello.')
    expect(platform.seenIn('a')).toEqual(['Hello.'])
    const [shown] = platform.messages
    expect(shown?.final).toBe(true)
    const sends = [{ state: 'sent', receipt: { messageId: shown?.id } }]
    expect(await world.row(turn)).toMatchObject({ state: 'sent', sends })
  })

  test('that is too long becomes several messages', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('a'), 1)
    await world.answer(turn, LONG)
    expect(platform.seenIn('a')).toEqual([FIRST, SECOND])
  })

  test('is found when the bell is lost', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('a'), 1)
    await world.finish(turn, 'Hello.', { rings: false })
    await world.advance(1000)
    expect(platform.seenIn('a')).toEqual(['Hello.'])
  })

  test('waits as long as the platform says, and nothing of its conversation overtakes it', async () => {
    const { platform } = await open()
    const chat = await world.chat('a')
    const [first, second] = [await world.turn(chat, 1), await world.turn(chat, 2)]
    platform.failNext('send', 'a', limited(7000))
    await world.answer(first, 'One.')
    await world.draft(second, 'Tw')
    await world.answer(second, 'Two.')
    await world.advance(6900)
    expect(platform.seenIn('a')).toEqual([])
    expect(platform.callsOf('send')).toHaveLength(1)
    await world.advance(200)
    expect(platform.seenIn('a')).toEqual(['One.', 'Two.'])
  })

  test('survives a storm of 429', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('a'), 1)
    platform.failNext('send', 'a', ...Array.from({ length: 20 }, (_, index) => limited(500 * index)), limited(600_000))
    await world.answer(turn, 'At last.')
    await world.advance(720_000)
    expect(platform.seenIn('a')).toEqual(['At last.'])
    expect(await world.row(turn)).toMatchObject({ state: 'sent', attempts: 0, fault: null })
  })

  test('is tried again, slower and slower, while the platform cannot be reached', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('a'), 1)
    platform.failNext('send', 'a', ...Array.from({ length: 4 }, () => failing('unreachable')))
    await world.answer(turn, 'Hello.')
    const fault = 'unreachable: it is unreachable'
    expect(await world.row(turn)).toMatchObject({ state: 'ready', sends: [], attempts: 1, fault })
    await world.advance(20_000)
    expect(platform.callsOf('send').map((call) => call.atMs)).toEqual([0, 1000, 3000, 7000, 15_000])
    expect(platform.seenIn('a')).toEqual(['Hello.'])
  })

  test('goes on from where it was when its second message failed', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('a'), 1)
    await world.finish(turn, LONG, { rings: false })
    const [first, second] = [platform.holdNext('a'), platform.holdNext('a')]
    world.ring(turn)
    first.open()
    await second.reached
    platform.failNext('send', 'a', failing('unreachable'))
    second.open()
    await world.settled()
    expect(await world.row(turn)).toMatchObject({ state: 'ready', sends: [{ state: 'sent', index: 0 }] })
    await world.advance(1000)
    expect(platform.seenIn('a')).toEqual([FIRST, SECOND])
  })

  test('is given up when it is a day old', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('a'), 1)
    platform.failNext('send', 'a', failing('unreachable'), failing('unreachable'))
    await world.answer(turn, 'Hello.')
    await database.store.pool.query(`update outbox set created_at = created_at - interval '25 hours'`)
    await world.advance(1000)
    expect(await world.row(turn)).toMatchObject({ state: 'failed', fault: 'unreachable: it is unreachable' })
  })

  test('costs one look, one mark before the send and one receipt after it', async () => {
    await open()
    const turn = await world.turn(await world.chat('a'), 1)
    await world.finish(turn, 'Hello.', { rings: false })
    const query = vi.spyOn(database.store.pool, 'query')
    world.ring(turn)
    await world.settled()
    expect(query).toHaveBeenCalledTimes(3)
  })

  test.each(['chat-gone', 'refused'] as const)('that is answered with %s is given up with the reason', async (code) => {
    const { platform } = await open()
    const chat = await world.chat('a')
    const [first, second] = [await world.turn(chat, 1), await world.turn(chat, 2)]
    platform.failNext('send', 'a', failing(code))
    await world.answer(first, 'One.')
    expect(await world.row(first)).toMatchObject({ state: 'failed', sends: [], fault: `${code}: it is ${code}` })
    await world.answer(second, 'Two.')
    expect(platform.seenIn('a')).toEqual(['Two.'])
    expect(world.delivery.health()).toMatchObject({ failed: 1, sent: 1 })
  })

  test('waits for the operator when the token is refused', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('a'), 1)
    platform.failNext('send', 'a', ...Array.from({ length: 5 }, () => failing('unauthorised')))
    await world.answer(turn, 'Hello.')
    await world.advance(280_000)
    expect(await world.row(turn)).toMatchObject({ state: 'ready', attempts: 0 })
    await world.advance(30_000)
    expect(platform.seenIn('a')).toEqual(['Hello.'])
  })

  test('of one chat is not held up by another chat that hangs', async () => {
    const { platform } = await open()
    const [slow, quick] = [
      await world.turn(await world.chat('slow'), 1),
      await world.turn(await world.chat('quick'), 1),
    ]
    const held = platform.holdNext('slow')
    await world.finish(slow, 'Slow.')
    await held.reached
    await world.finish(quick, 'Quick.')
    while (platform.seenIn('quick').length === 0) await world.breathe()
    expect(platform.seenIn('slow')).toEqual([])
    held.open()
    await world.settled()
    expect(platform.seenIn('slow')).toEqual(['Slow.'])
  })

  test('quotes what it answers in a group', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('g', 'group'), 1)
    await world.finish(turn, 'Hello.', { rings: false })
    await database.store.pool.query(`update outbox set reply_to = '77'`)
    await world.advance(1000)
    expect(platform.messages[0]?.replyTo).toBe('77')
  })

  test('of a person who was forgotten meanwhile is not sent', async () => {
    const { platform } = await open()
    const chat = await world.chat('a')
    const [first, second] = [await world.turn(chat, 1), await world.turn(chat, 2)]
    const held = platform.holdNext('a')
    await world.finish(first, 'One.', { rings: false })
    await world.finish(second, 'Two.')
    await held.reached
    await database.store.pool.query('delete from outbox where id = $1', [second.reply])
    held.open()
    await world.settled()
    expect(platform.seenIn('a')).toEqual(['One.'])
  })
})

describe('an answer that may be out there already', () => {
  test('is sent again with a sentence that says so, where the platform cannot tell', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('a'), 1)
    platform.failNext('send', 'a', 'answer lost', 'answer lost')
    await world.answer(turn, 'Hello.')
    await world.advance(60_000)
    const labelled = '(may be a repetition)\n\nHello.'
    expect(platform.seenIn('a')).toEqual(['Hello.', labelled, labelled])
    expect(await world.row(turn)).toMatchObject({ state: 'sent', sends: [{ labelled: true }] })
    expect(world.delivery.health()).toMatchObject({ sent: 1, labelled: 1 })
  })

  test('is one to a platform that never answered', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('a'), 1)
    const held = platform.holdNext('a')
    await world.finish(turn, 'Hello.')
    await held.reached
    await world.clock.advance(31_000, () => world.breathe())
    await world.settled()
    expect(await world.row(turn)).toMatchObject({ state: 'ready', sends: [{ state: 'sending' }] })
    held.open()
    await world.advance(1000)
    expect(platform.seenIn('a')).toEqual(['Hello.', '(may be a repetition)\n\nHello.'])
  })

  test('is none when the channel knows that the time went by without a connection', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('a'), 1)
    const { reached } = platform.neverConnects('a')
    await world.finish(turn, 'Hello.')
    await reached
    await world.clock.advance(30_000, () => world.breathe())
    await world.settled()
    expect(await world.row(turn)).toMatchObject({ state: 'ready', sends: [] })
    await world.advance(1000)
    expect(platform.seenIn('a')).toEqual(['Hello.'])
  })

  test('is none when the service was stopped before there was a connection', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('a'), 1)
    const { reached } = platform.neverConnects('a')
    await world.finish(turn, 'Hello.')
    await reached
    await world.crashAndRestart()
    await world.advance(1000)
    expect(platform.seenIn('a')).toEqual(['Hello.'])
  })

  test('says so in the language of the person', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('a'), 1)
    await database.store.pool.query(
      `insert into identity (id, person_id, display_name, locale, created_at)
       values ('telegram:1:9', $1, 'X', 'de', now())`,
      [turn.person],
    )
    platform.failNext('send', 'a', 'answer lost')
    await world.answer(turn, 'Hallo.')
    await world.advance(2000)
    expect(platform.seenIn('a')).toEqual(['Hallo.', '(vielleicht wiederholt)\n\nHallo.'])
  })

  test('still says so when the repetition was first refused', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('a'), 1)
    platform.failNext('send', 'a', 'answer lost', limited(5000), failing('unreachable'))
    await world.answer(turn, 'Hello.')
    await world.advance(60_000)
    expect(platform.seenIn('a')).toEqual(['Hello.', '(may be a repetition)\n\nHello.'])
  })

  test('is repeated under its key where the platform knows keys, and seen once', async () => {
    const { platform } = await open({ repeatedSend: 'key' })
    const turn = await world.turn(await world.chat('a'), 1)
    platform.failNext('send', 'a', 'answer lost')
    await world.answer(turn, 'Hello.')
    await world.advance(2000)
    expect(platform.seenIn('a')).toEqual(['Hello.'])
    expect(await world.row(turn)).toMatchObject({ state: 'sent', sends: [{ labelled: false, final: true }] })
  })

  test('labels only the message in doubt, and cuts it to fit', async () => {
    const { platform } = await open()
    const turn = await world.turn(await world.chat('a'), 1)
    const [first, second] = [platform.holdNext('a'), platform.holdNext('a')]
    await world.finish(turn, LONG)
    first.open()
    await second.reached
    platform.failNext('send', 'a', 'answer lost')
    second.open()
    await world.settled()
    await world.advance(1000)
    const [above, once, ...again] = platform.seenIn('a')
    expect([above, once]).toEqual([FIRST, SECOND])
    expect(again[0]).toMatch(/^\(may be a repetition\)\n\nsecond /)
    expect(again.every((text) => text.length <= 100)).toBe(true)
    expect(again.join(' ').match(/second/g)).toHaveLength(13)
  })
})
