import { describe, expect, test, vi } from 'vitest'
import { ChannelError, type ChannelErrorCode } from '#core/contract/channel.ts'
import { deliveryTest, type DeliveryFixture } from './fixture.ts'

let fixture: DeliveryFixture
const { open, database } = deliveryTest((opened) => {
  fixture = opened
})

const limited = (retryAfterMs: number) => new ChannelError('rate-limited', 'Too Many Requests', { retryAfterMs })
const FIRST = 'first '.repeat(15).trim()
const SECOND = 'second '.repeat(13).trim()
const LONG = `${FIRST}\n\n${SECOND}`
const failing = (code: ChannelErrorCode) => new ChannelError(code, `it is ${code}`)

describe('a final text', () => {
  test('is sent, and its receipt stored', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.answer(turn, 'Hello.')
    expect(platform.seenIn('a')).toEqual(['Hello.'])
    const [shown] = platform.messages
    expect(shown?.final).toBe(true)
    const sends = [{ state: 'sent', receipt: { messageId: shown?.id } }]
    expect(await fixture.row(turn)).toMatchObject({ state: 'sent', sends })
  })

  test('that is too long becomes several messages', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.answer(turn, LONG)
    expect(platform.seenIn('a')).toEqual([FIRST, SECOND])
  })

  test('is found when its wake-up is lost', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.finish(turn, 'Hello.', { wakes: false })
    await fixture.advance(1000)
    expect(platform.seenIn('a')).toEqual(['Hello.'])
  })

  test('waits as long as the platform says, and nothing of its conversation overtakes it', async () => {
    const { platform } = await open()
    const chat = await fixture.chat('a')
    const [first, second] = [await fixture.turn(chat, 1), await fixture.turn(chat, 2)]
    platform.failNext('send', 'a', limited(7000))
    await fixture.answer(first, 'One.')
    await fixture.draft(second, 'Tw')
    await fixture.answer(second, 'Two.')
    await fixture.advance(6900)
    expect(platform.seenIn('a')).toEqual([])
    expect(platform.callsOf('send')).toHaveLength(1)
    await fixture.advance(200)
    expect(platform.seenIn('a')).toEqual(['One.', 'Two.'])
  })

  test('survives a storm of 429', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', ...Array.from({ length: 20 }, (_, index) => limited(500 * index)), limited(600_000))
    await fixture.answer(turn, 'At last.')
    await fixture.advance(720_000)
    expect(platform.seenIn('a')).toEqual(['At last.'])
    expect(await fixture.row(turn)).toMatchObject({ state: 'sent', attempts: 0, fault: null })
  })

  test('is tried again, slower and slower, while the platform cannot be reached', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', ...Array.from({ length: 4 }, () => failing('unreachable')))
    await fixture.answer(turn, 'Hello.')
    const fault = 'unreachable: it is unreachable'
    expect(await fixture.row(turn)).toMatchObject({ state: 'ready', sends: [], attempts: 1, fault })
    await fixture.advance(20_000)
    expect(platform.callsOf('send').map((call) => call.atMs)).toEqual([0, 1000, 3000, 7000, 15_000])
    expect(platform.seenIn('a')).toEqual(['Hello.'])
  })

  test('goes on from where it was when its second message failed', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.finish(turn, LONG, { wakes: false })
    const [first, second] = [platform.holdNext('a'), platform.holdNext('a')]
    fixture.wake(turn)
    first.open()
    await second.reached
    platform.failNext('send', 'a', failing('unreachable'))
    second.open()
    await fixture.settled()
    expect(await fixture.row(turn)).toMatchObject({ state: 'ready', sends: [{ state: 'sent', index: 0 }] })
    await fixture.advance(1000)
    expect(platform.seenIn('a')).toEqual([FIRST, SECOND])
  })

  test('is given up when it is a day old', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', failing('unreachable'), failing('unreachable'))
    await fixture.answer(turn, 'Hello.')
    await database().store.pool.query(`update outbox set created_at = created_at - interval '25 hours'`)
    await fixture.advance(1000)
    expect(await fixture.row(turn)).toMatchObject({ state: 'failed', fault: 'unreachable: it is unreachable' })
  })

  test('costs one read, one mark before the send and one receipt after it', async () => {
    await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.finish(turn, 'Hello.', { wakes: false })
    const query = vi.spyOn(database().store.pool, 'query')
    fixture.wake(turn)
    await fixture.settled()
    expect(query).toHaveBeenCalledTimes(3)
  })

  test.each(['chat-gone', 'refused'] as const)('that is answered with %s is given up with the reason', async (code) => {
    const { platform } = await open()
    const chat = await fixture.chat('a')
    const [first, second] = [await fixture.turn(chat, 1), await fixture.turn(chat, 2)]
    platform.failNext('send', 'a', failing(code))
    await fixture.answer(first, 'One.')
    expect(await fixture.row(first)).toMatchObject({ state: 'failed', sends: [], fault: `${code}: it is ${code}` })
    await fixture.answer(second, 'Two.')
    expect(platform.seenIn('a')).toEqual(['Two.'])
    expect(fixture.delivery.health()).toMatchObject({ failed: 1, sent: 1 })
  })

  test('that the channel withholds on purpose is ended, and not counted as given up', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', new ChannelError('refused', 'somebody else answers', { isIntended: true }))
    await fixture.answer(turn, 'One.')
    expect(await fixture.row(turn)).toMatchObject({ state: 'failed', fault: 'refused: somebody else answers' })
    await fixture.advance(3_600_000)
    expect(platform.callsOf('send')).toHaveLength(1)
    expect(fixture.delivery.health()).toMatchObject({ failed: 0, sent: 0 })
  })

  test('waits for the operator when the token is refused', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', ...Array.from({ length: 5 }, () => failing('unauthorised')))
    await fixture.answer(turn, 'Hello.')
    await fixture.advance(280_000)
    expect(await fixture.row(turn)).toMatchObject({ state: 'ready', attempts: 0 })
    await fixture.advance(30_000)
    expect(platform.seenIn('a')).toEqual(['Hello.'])
  })

  test('of one chat is not held up by another chat that hangs', async () => {
    const { platform } = await open()
    const [slow, quick] = [
      await fixture.turn(await fixture.chat('slow'), 1),
      await fixture.turn(await fixture.chat('quick'), 1),
    ]
    const held = platform.holdNext('slow')
    await fixture.finish(slow, 'Slow.')
    await held.reached
    await fixture.finish(quick, 'Quick.')
    while (platform.seenIn('quick').length === 0) await fixture.breathe()
    expect(platform.seenIn('slow')).toEqual([])
    held.open()
    await fixture.settled()
    expect(platform.seenIn('slow')).toEqual(['Slow.'])
  })

  test('quotes what it answers in a group', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('g', 'group'), 1)
    await fixture.finish(turn, 'Hello.', { wakes: false })
    await database().store.pool.query(`update outbox set reply_to = '77'`)
    await fixture.advance(1000)
    expect(platform.messages[0]?.replyTo).toBe('77')
  })

  test('of a person who was forgotten meanwhile is not sent', async () => {
    const { platform } = await open()
    const chat = await fixture.chat('a')
    const [first, second] = [await fixture.turn(chat, 1), await fixture.turn(chat, 2)]
    const held = platform.holdNext('a')
    await fixture.finish(first, 'One.', { wakes: false })
    await fixture.finish(second, 'Two.')
    await held.reached
    await database().store.pool.query('delete from outbox where id = $1', [second.reply])
    held.open()
    await fixture.settled()
    expect(platform.seenIn('a')).toEqual(['One.'])
  })
})

describe('an answer that may be out there already', () => {
  test('is sent again with a sentence that says so, where the platform cannot tell', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', 'answer lost', 'answer lost')
    await fixture.answer(turn, 'Hello.')
    await fixture.advance(60_000)
    const labelled = '(may be a repetition)\n\nHello.'
    expect(platform.seenIn('a')).toEqual(['Hello.', labelled, labelled])
    expect(await fixture.row(turn)).toMatchObject({ state: 'sent', sends: [{ labelled: true }] })
    expect(fixture.delivery.health()).toMatchObject({ sent: 1, labelled: 1 })
  })

  test('is one to a platform that never answered', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    const held = platform.holdNext('a')
    await fixture.finish(turn, 'Hello.')
    await held.reached
    await fixture.clock.advance(31_000, () => fixture.breathe())
    await fixture.settled()
    expect(await fixture.row(turn)).toMatchObject({ state: 'ready', sends: [{ state: 'sending' }] })
    held.open()
    await fixture.advance(1000)
    expect(platform.seenIn('a')).toEqual(['Hello.', '(may be a repetition)\n\nHello.'])
  })

  test('is none when the channel knows that the time went by without a connection', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    const { reached } = platform.neverConnects('a')
    await fixture.finish(turn, 'Hello.')
    await reached
    await fixture.clock.advance(30_000, () => fixture.breathe())
    await fixture.settled()
    expect(await fixture.row(turn)).toMatchObject({ state: 'ready', sends: [] })
    await fixture.advance(1000)
    expect(platform.seenIn('a')).toEqual(['Hello.'])
  })

  test('is none when the service was stopped before there was a connection', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    const { reached } = platform.neverConnects('a')
    await fixture.finish(turn, 'Hello.')
    await reached
    await fixture.crashAndRestart()
    await fixture.advance(1000)
    expect(platform.seenIn('a')).toEqual(['Hello.'])
  })

  test('says so in the language of the person', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await database().store.pool.query(
      `insert into identity (id, person_id, display_name, locale, created_at)
       values ('telegram:1:9', $1, 'X', 'de', now())`,
      [turn.person],
    )
    platform.failNext('send', 'a', 'answer lost')
    await fixture.answer(turn, 'Hallo.')
    await fixture.advance(2000)
    expect(platform.seenIn('a')).toEqual(['Hallo.', '(vielleicht wiederholt)\n\nHallo.'])
  })

  test('still says so when the repetition was first refused', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', 'answer lost', limited(5000), failing('unreachable'))
    await fixture.answer(turn, 'Hello.')
    await fixture.advance(60_000)
    expect(platform.seenIn('a')).toEqual(['Hello.', '(may be a repetition)\n\nHello.'])
  })

  test('is repeated under its key where the platform knows keys, and seen once', async () => {
    const { platform } = await open({ repeatedSend: 'key' })
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', 'answer lost')
    await fixture.answer(turn, 'Hello.')
    await fixture.advance(2000)
    expect(platform.seenIn('a')).toEqual(['Hello.'])
    expect(await fixture.row(turn)).toMatchObject({ state: 'sent', sends: [{ labelled: false, final: true }] })
  })

  test('labels only the message in doubt, and cuts it to fit', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    const [first, second] = [platform.holdNext('a'), platform.holdNext('a')]
    await fixture.finish(turn, LONG)
    first.open()
    await second.reached
    platform.failNext('send', 'a', 'answer lost')
    second.open()
    await fixture.settled()
    await fixture.advance(1000)
    const [above, once, ...again] = platform.seenIn('a')
    expect([above, once]).toEqual([FIRST, SECOND])
    expect(again[0]).toMatch(/^\(may be a repetition\)\n\nsecond /)
    expect(again.every((text) => text.length <= 100)).toBe(true)
    expect(again.join(' ').match(/second/g)).toHaveLength(13)
  })
})
