import { expect, test } from 'vitest'
import { collectWhenIdle } from '#machine/idle-heap.ts'

const MB = 1_000_000

/** Each look finds what the list says; after it, the end. */
async function collectionsOf(looks: readonly { heap: number; busy: number }[]): Promise<number[]> {
  const ended = new AbortController()
  const collectedAt: number[] = []
  let at = -1
  const look = () => looks[at] ?? { heap: 0, busy: 0 }
  const sleep = async () => {
    at += 1
    if (at === looks.length) ended.abort()
  }
  const clock = { now: () => 0, monotonicMs: () => 0, sleep }
  const collect = () => void collectedAt.push(at)
  await collectWhenIdle(
    { clock, collect, heapBytes: () => look().heap * MB, busyShare: () => look().busy },
    ended.signal,
  )
  return collectedAt
}

test('memory is given back after the start, in a few looks, and not again while nothing grows', async () => {
  const looks = [60, 60, 62, 62, 63, 64].map((heap) => ({ heap, busy: 0 }))
  expect(await collectionsOf(looks)).toEqual([0, 1, 2])
})

test('a busy moment in between only postpones it', async () => {
  expect(
    await collectionsOf([
      { heap: 60, busy: 0 },
      { heap: 62, busy: 0.9 },
      { heap: 62, busy: 0 },
      { heap: 62, busy: 0 },
      { heap: 62, busy: 0 },
    ]),
  ).toEqual([0, 2, 3])
})

test('a busy service is left alone until it is idle', async () => {
  expect(
    await collectionsOf([
      { heap: 60, busy: 0.9 },
      { heap: 90, busy: 0.5 },
      { heap: 90, busy: 0.01 },
    ]),
  ).toEqual([2])
})

test('what a busy hour added is given back after it', async () => {
  expect(
    await collectionsOf([
      { heap: 30, busy: 0 },
      { heap: 70, busy: 0.8 },
      { heap: 70, busy: 0.02 },
    ]),
  ).toEqual([0, 2])
})
