import { describe, expect, test } from 'vitest'
import { ChannelError } from '#core/contract/channel.ts'
import { deliveryTest, type DeliveryFixture } from './fixture.ts'

let fixture: DeliveryFixture
const { open } = deliveryTest((opened) => {
  fixture = opened
})

const limited = (retryAfterMs: number) => new ChannelError('rate-limited', 'Too Many Requests', { retryAfterMs })
/** Two messages, each with room for a label. */
const LONG = `${'first '.repeat(11)}\n\n${'second '.repeat(9)}`.trim()

describe("a platform's rate limit outlives the process", () => {
  test('that met it with a growing answer: neither a draft nor a final text is sent before it ends', async () => {
    const { platform } = await open()
    const chat = await fixture.chat('a')
    const [first, second] = [await fixture.turn(chat, 1), await fixture.turn(chat, 2)]
    platform.failNext('send', 'a', limited(30_000))
    await fixture.draft(first, 'Hel')
    await fixture.crashAndRestart({ downMs: 10_000 })
    await fixture.draft(first, 'Hell')
    await fixture.advance(15_000)
    await fixture.answer(first, 'Hello.')
    await fixture.answer(second, 'Again.')
    await fixture.advance(4_000)
    expect(platform.callsOf('send')).toHaveLength(1)
    await fixture.advance(2_000)
    expect(platform.seenIn('a')).toEqual(['Hello.', 'Again.'])
  })

  test('but not for years, when it was met while the clock was ahead', async () => {
    const { platform } = await open()
    const aheadMs = 2 * 365 * 24 * 3600_000
    fixture.clock.turn(aheadMs)
    const chat = await fixture.chat('a')
    const [first, second] = [await fixture.turn(chat, 1), await fixture.turn(chat, 2)]
    platform.failNext('send', 'a', limited(30_000))
    await fixture.answer(first, 'Hello.')
    await fixture.crashAndRestart({ downMs: -aheadMs })
    await fixture.advance(1_000)
    await fixture.draft(second, 'Aga')
    expect(platform.seenIn('a')).toEqual(['Hello.', 'Aga'])
  })

  test('and the newest draft is shown when it ends', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', limited(30_000))
    await fixture.draft(turn, 'H')
    await fixture.crashAndRestart()
    await fixture.draft(turn, 'He')
    await fixture.draft(turn, 'Hel')
    await fixture.advance(30_000)
    expect(platform.seenIn('a')).toEqual(['Hel'])
    expect(platform.callsOf('send').map(({ atMs }) => atMs)).toEqual([0, 30_000])
  })
})

describe('the rate of a chat', () => {
  const SLOW = { streaming: 'none', sendRate: { count: 1, perMs: 6000 } } as const

  test('is kept between the messages of one answer and between answers', async () => {
    const { platform } = await open(SLOW)
    const chat = await fixture.chat('a')
    const [first, second] = [await fixture.turn(chat, 1), await fixture.turn(chat, 2)]
    await fixture.answer(first, LONG)
    await fixture.answer(second, 'Again.')
    await fixture.advance(30_000)
    expect(platform.callsOf('send').map(({ atMs }) => atMs)).toEqual([0, 6000, 12_000])
    expect(platform.seenIn('a').at(-1)).toBe('Again.')
    expect(fixture.delivery.health()).toMatchObject({ sent: 2, postponed: 0, labelled: 0 })
  })

  test('of one chat does not delay another one', async () => {
    const { platform } = await open(SLOW)
    await fixture.answer(await fixture.turn(await fixture.chat('a'), 1), 'One.')
    await fixture.answer(await fixture.turn(await fixture.chat('b'), 1), 'Two.')
    expect(platform.callsOf('send').map(({ atMs }) => atMs)).toEqual([0, 0])
  })

  test('counts no edits', async () => {
    const { platform } = await open({ sendRate: { count: 1, perMs: 60_000 } })
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, 'Hel')
    await fixture.answer(turn, 'Hello.')
    expect(platform.seenIn('a')).toEqual(['Hello.'])
  })

  test('lets so many messages through at once', async () => {
    const { platform } = await open({ ...SLOW, sendRate: { count: 2, perMs: 6000 } })
    const chat = await fixture.chat('a')
    for (const number of [1, 2, 3]) await fixture.answer(await fixture.turn(chat, number), `${number}`)
    await fixture.advance(10_000)
    expect(platform.callsOf('send').map(({ atMs }) => atMs)).toEqual([0, 0, 6000])
  })

  test('is not kept where pacing is off', async () => {
    const { platform } = await open(SLOW)
    await fixture.crashAndRestart({ isPaced: false })
    await fixture.answer(await fixture.turn(await fixture.chat('a'), 1), LONG)
    expect(platform.callsOf('send').map(({ atMs }) => atMs)).toEqual([0, 0])
  })
})

describe('a bucket of five edits in five seconds, with new text every 100 ms for 12 s', () => {
  /** The first call of a period begins it; `follow`: the interval is what the bucket still allows. */
  function bucket({ follow }: { follow: boolean }): void {
    const { platform, clock } = fixture
    let [used, resetMs] = [0, 0]
    const edit = platform.edit.bind(platform)
    platform.edit = async (...call) => {
      if (clock.monotonicMs() >= resetMs) [used, resetMs] = [0, clock.monotonicMs() + 5000]
      const leftMs = resetMs - clock.monotonicMs()
      const options = { retryAfterMs: leftMs, isAnticipated: true }
      if (used === 5) throw new ChannelError('rate-limited', 'the bucket is empty', options)
      used += 1
      // The next edit after the last of this period is the first of the next one.
      if (follow) platform.change({ editIntervalMs: leftMs / (6 - used) })
      return edit(...call)
    }
  }

  /** The greatest age of the text that is visible, against the newest one. */
  async function agePlayed(): Promise<number> {
    const { platform, clock } = fixture
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    let oldest = 0
    for (let atMs = 0; atMs <= 12_000; atMs += 100) {
      await fixture.draft(turn, `text of ${clock.monotonicMs()}`)
      await fixture.advance(100)
      const visible = Number(platform.seenIn('a').at(-1)?.replace('text of ', ''))
      oldest = Math.max(oldest, clock.monotonicMs() - visible)
    }
    return oldest
  }

  test.each([
    ['a constant interval', false],
    ['an interval that follows the bucket', true],
  ])('shows text that is at most 1.2 s old at %s', async (_how, follow) => {
    await open({ editIntervalMs: 1000 })
    bucket({ follow })
    expect(await agePlayed()).toBeLessThanOrEqual(1200)
    expect(fixture.platform.callsOf('edit').length).toBeGreaterThanOrEqual(11)
  })

  test('that the channel finds empty delays the next edit once, not the ones after it', async () => {
    const { platform } = await open({ editIntervalMs: 1000 })
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, 'a')
    await fixture.advance(1000)
    const empty = new ChannelError('rate-limited', 'empty', { retryAfterMs: 200, isAnticipated: true })
    platform.failNext('edit', 'a', empty)
    await fixture.draft(turn, 'ab')
    await fixture.advance(200)
    expect(platform.seenIn('a')).toEqual(['ab'])
    await fixture.draft(turn, 'abc')
    await fixture.advance(1000)
    expect(platform.seenIn('a')).toEqual(['abc'])
  })
})

test('a token that is refused is named in health until it works again, and other channels go on', async () => {
  const { platform } = await open()
  const other = fixture.anotherPlatform('2')
  const refused = await fixture.turn(await fixture.chat('a'), 1)
  const well = await fixture.turn(await fixture.chat('b', 'dm', other), 1)
  platform.failNext('send', 'a', new ChannelError('unauthorised', 'token revoked'))
  await fixture.answer(refused, 'Hello.')
  await fixture.answer(well, 'Hello.')
  expect(other.seenIn('b')).toEqual(['Hello.'])
  expect(fixture.delivery.health()).toMatchObject({ sent: 1, unauthorised: [platform.account] })
  await fixture.advance(60_000)
  expect(platform.seenIn('a')).toEqual(['Hello.'])
  expect(fixture.delivery.health()).toMatchObject({ sent: 2, unauthorised: [] })
})
