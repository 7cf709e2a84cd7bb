import { expect, test } from 'vitest'
import { createLoadLimit } from '#core/load-limit.ts'
import { ManualClock } from '../kit/manual-clock.ts'

const SAMPLE_MS = 100

function setting() {
  const clock = new ManualClock()
  const loop = { busyShare: 0 }
  const limit = createLoadLimit({ heldMax: 64, clock, busyShare: () => loop.busyShare })
  const after = async (busyShare: number) => {
    loop.busyShare = busyShare
    clock.turn(SAMPLE_MS)
    return limit()
  }
  return { clock, loop, limit, after }
}

test('while the loop has time, one network may hold all', async () => {
  const { limit, after } = setting()
  expect(limit()).toBe(64)
  expect(await after(0.5)).toBe(64)
})

test('while the loop is busy the limit halves with each sample, and never below what keeps one network served', async () => {
  const { after } = setting()
  const limits = []
  for (let sample = 0; sample < 5; sample += 1) limits.push(await after(0.95))
  expect(limits).toEqual([32, 16, 8, 6, 6])
})

test('it grows by one with each sample that finds time again', async () => {
  const { after } = setting()
  await after(1)
  expect([await after(0.2), await after(0.2), await after(0.2)]).toEqual([33, 34, 35])
})

test('asked more often than it samples, it says the same', async () => {
  const { loop, clock, limit } = setting()
  loop.busyShare = 1
  clock.turn(SAMPLE_MS - 1)
  expect([limit(), limit()]).toEqual([64, 64])
})
