import { expect, test } from 'vitest'
import { pauseMs, SendRate } from '#adapters/whatsapp/pace.ts'
import { ManualClock } from '../../kit/manual-clock.ts'

test('a pause is between 0.4 and 1.6 s, longer for long texts, and 4 s at most', () => {
  expect([0, 0.5, 1].map((random) => pauseMs(0, () => random))).toEqual([400, 1_000, 1_600])
  expect(pauseMs(400, () => 0)).toBe(800)
  expect(pauseMs(4_000, () => 1)).toBe(4_000)
})

test('in no minute there are more messages than allowed, and who waits gets a turn in order', () => {
  const clock = new ManualClock()
  const rate = new SendRate({ perMinute: 2, clock })
  expect(['a', 'b', 'c', 'd', 'e'].map((chat) => rate.take(chat))).toEqual([0, 0, 60_000, 60_000, 120_000])
  clock.turn(59_000)
  expect(rate.take('c')).toBe(1_000)
  clock.turn(1_000)
  expect(rate.take('f')).toBe(60_000)
  expect([rate.take('c'), rate.take('d')]).toEqual([0, 0])
  expect(rate.take('c')).toBe(120_000)
})

test('turns that nobody took make room for others', () => {
  const clock = new ManualClock()
  const rate = new SendRate({ perMinute: 600, clock })
  for (let chat = 0; chat < 1_600; chat += 1) rate.take(`${chat}`)
  expect(rate.take('more')).toBe(60_000)
  clock.turn(3_600_000)
  expect(rate.take('more')).toBe(0)
})

test('a turn that is not taken is over after a while', () => {
  const clock = new ManualClock()
  const rate = new SendRate({ perMinute: 1, clock })
  expect([rate.take('a'), rate.take('b')]).toEqual([0, 60_000])
  clock.turn(100_000)
  expect(rate.take('b')).toBe(20_000)
})
