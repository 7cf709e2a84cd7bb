import { describe, expect, test } from 'vitest'
import { ChannelError } from '#core/contract/channel.ts'
import { deliveryTest, type DeliveryFixture } from './fixture.ts'

let fixture: DeliveryFixture
const { open } = deliveryTest((opened) => {
  fixture = opened
})

const limited = (retryAfterMs: number) => new ChannelError('rate-limited', 'Too Many Requests', { retryAfterMs })
const LONG = `${'first '.repeat(15)}\n\n${'second '.repeat(13)}`.trim()

describe('a growing answer', () => {
  test('is sent once and then edited, and its last edit is final', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, 'Hel')
    expect(platform.seenIn('a')).toEqual(['Hel'])
    await fixture.advance(1000)
    await fixture.draft(turn, 'Hello')
    await fixture.answer(turn, 'Hello there.')
    expect(platform.callsOf('send')).toHaveLength(1)
    expect(platform.messages[0]).toMatchObject({ texts: ['Hel', 'Hello', 'Hello there.'], final: true })
    expect(await fixture.row(turn)).toMatchObject({ state: 'sent', kind: 'answer' })
  })

  test('is in the outbox before anything is sent', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    const held = platform.holdNext('a')
    void fixture.draft(turn, 'Hel')
    await held.reached
    expect(await fixture.row(turn)).toMatchObject({ state: 'live', sends: [{ state: 'sending', index: 0 }] })
    held.open()
    await fixture.settled()
    expect(await fixture.row(turn)).toMatchObject({ state: 'live', sends: [{ state: 'sent', index: 0, final: false }] })
  })

  test('keeps the interval between edits, and the newest text wins', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    for (const text of ['a', 'ab', 'abc', 'abcd']) await fixture.draft(turn, text)
    await fixture.advance(1000)
    for (const text of ['abcde', 'abcdef']) await fixture.draft(turn, text)
    await fixture.advance(1000)
    expect(platform.messages[0]?.texts).toEqual(['a', 'abcd', 'abcdef'])
    expect(platform.callsOf('edit').map((call) => call.atMs)).toEqual([1000, 2000])
    expect(fixture.delivery.health()).toMatchObject({ draftsShown: 3, draftsSkipped: 3 })
  })

  test('is finished at once, whatever the interval', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, 'a')
    await fixture.draft(turn, 'ab')
    await fixture.answer(turn, 'abc')
    expect(platform.messages[0]?.texts).toEqual(['a', 'abc'])
  })

  test('that is already whole is not edited again where nothing marks the end', async () => {
    const { platform } = await open({ marksFinal: false })
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, 'Hello there.')
    await fixture.answer(turn, 'Hello there.')
    expect(platform.callsOf('send')).toHaveLength(1)
    expect(platform.callsOf('edit')).toHaveLength(0)
    expect(await fixture.row(turn)).toMatchObject({ state: 'sent', sends: [{ state: 'sent', final: true }] })
  })

  test('grows slower after a 429, which is obeyed for the final text, too', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, 'a')
    await fixture.advance(1000)
    platform.failNext('edit', 'a', limited(3000))
    await fixture.draft(turn, 'ab')
    await fixture.advance(3000)
    expect(platform.callsOf('edit').map((call) => call.atMs)).toEqual([1000, 4000])
    await fixture.draft(turn, 'abc')
    await fixture.advance(1500)
    expect(platform.callsOf('edit')).toHaveLength(2)
    platform.failNext('edit', 'a', limited(2000))
    await fixture.advance(500)
    await fixture.answer(turn, 'abcd')
    expect(platform.callsOf('edit').map((call) => call.atMs)).toEqual([1000, 4000, 6000])
    await fixture.advance(2000)
    expect(platform.messages[0]?.texts).toEqual(['a', 'ab', 'abcd'])
  })

  test('goes on in further messages when it is too long for one', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, LONG.slice(0, 60))
    await fixture.advance(1000)
    await fixture.draft(turn, LONG.slice(0, 130))
    await fixture.advance(1000)
    await fixture.answer(turn, LONG)
    expect(platform.seenIn('a')).toEqual(['first '.repeat(15).trim(), 'second '.repeat(13).trim()])
    expect(platform.messages.every((message) => message.final)).toBe(true)
  })

  test('is not shown on a channel that cannot edit', async () => {
    const { platform } = await open({ streaming: 'none' })
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, 'Hel')
    expect(platform.calls).toEqual([])
    await fixture.answer(turn, 'Hello.')
    expect(platform.messages[0]?.texts).toEqual(['Hello.'])
  })

  test('waits for the earlier answer of its conversation', async () => {
    const { platform } = await open()
    const chat = await fixture.chat('a')
    const [first, second] = [await fixture.turn(chat, 1), await fixture.turn(chat, 2)]
    await fixture.finish(first, 'One.', { wakes: false })
    await fixture.draft(second, 'Tw')
    await fixture.advance(1000)
    expect(platform.seenIn('a')).toEqual(['One.', 'Tw'])
  })

  test('comes too late when its turn is over', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.answer(turn, 'Hello.')
    await fixture.draft(turn, 'Hel')
    await fixture.advance(5000)
    expect(platform.messages[0]?.texts).toEqual(['Hello.'])
  })

  test('that the person deleted is sent anew, without a label', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, 'Hel')
    platform.deleteMessage('Hel')
    await fixture.answer(turn, 'Hello.')
    expect(platform.seenIn('a')).toEqual(['Hello.'])
    expect(await fixture.row(turn)).toMatchObject({ state: 'sent', sends: [{ labelled: false }] })
  })

  test('whose first words may be out there says so from then on', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', 'answer lost')
    await fixture.draft(turn, 'Hel')
    await fixture.advance(1000)
    await fixture.draft(turn, 'Hello')
    await fixture.answer(turn, 'Hello.')
    expect(platform.seenIn('a')).toEqual(['Hel', '(may be a repetition)\n\nHello.'])
  })

  test('that nobody may see does not keep the final text from being tried', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', new ChannelError('refused', 'no'))
    await fixture.draft(turn, 'Hel')
    await fixture.draft(turn, 'Hello')
    expect(platform.seenIn('a')).toEqual([])
    expect(await fixture.row(turn)).toMatchObject({ state: 'live', sends: [] })
    await fixture.answer(turn, 'Hello.')
    expect(platform.seenIn('a')).toEqual(['Hello.'])
  })
})

describe('typing', () => {
  const start = (target: Awaited<ReturnType<DeliveryFixture['turn']>>) =>
    fixture.bus.publish({ op: 'typing-start', target })

  test('is renewed until something is visible', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    start(turn)
    while (platform.calls.length === 0) await fixture.breathe()
    await fixture.advance(9000)
    expect(platform.callsOf('typing').map((call) => call.atMs)).toEqual([0, 4000, 8000])
    await fixture.draft(turn, 'Hel')
    await fixture.advance(20_000)
    expect(platform.callsOf('typing')).toHaveLength(3)
  })

  test('ends with the work, and in any case after two minutes', async () => {
    const { platform } = await open()
    const first = await fixture.turn(await fixture.chat('a'), 1)
    const second = await fixture.turn(await fixture.chat('b'), 1)
    start(first)
    start(second)
    while (platform.calls.length < 2) await fixture.breathe()
    fixture.bus.publish({ op: 'typing-end', reply: first.reply })
    await fixture.advance(300_000)
    expect(platform.callsOf('typing', 'a')).toHaveLength(1)
    expect(platform.callsOf('typing', 'b')).toHaveLength(30)
  })
})
