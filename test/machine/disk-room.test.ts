import { expect, onTestFinished, test } from 'vitest'
import { watchDiskRoom } from '#machine/disk-room.ts'
import type { Logger } from '#machine/log.ts'
import { ManualClock } from '../kit/manual-clock.ts'

const MIN = 1_000

async function disks(...free: number[]) {
  const clock = new ManualClock()
  const lines: string[] = []
  const say = (_fields: unknown, text: string) => void lines.push(text)
  // A free space of NaN is one that cannot be known.
  const folders = free.map((_bytes, index) => String(index))
  const bytes = [...free]
  const room = await watchDiskRoom({
    folders,
    freeBytesMin: MIN,
    clock,
    log: { info: say, warn: say, error: say } as unknown as Logger,
    freeBytesIn: async (folder) => {
      const free = bytes[Number(folder)] ?? NaN
      if (Number.isNaN(free)) throw new Error('EIO')
      return free
    },
  })
  onTestFinished(() => room[Symbol.asyncDispose]())
  return {
    room,
    lines,
    async become(...now: number[]) {
      bytes.splice(0, bytes.length, ...now)
      await clock.advance(5_000, async () => undefined)
    },
  }
}

test('below its least there is no room, which is said once, and again only when there is clearly more', async () => {
  const { room, lines, become } = await disks(5_000)
  expect(room.hasRoom()).toBe(true)
  await become(999)
  expect(room.hasRoom()).toBe(false)
  for (const free of [800, 1_000, 1_099, 990]) await become(free)
  expect(room.hasRoom()).toBe(false)
  expect(lines).toHaveLength(1)
  await become(1_100)
  expect(room.hasRoom()).toBe(true)
  await become(1_000)
  expect(room.hasRoom()).toBe(true)
  expect(lines).toEqual([
    expect.stringContaining('accepting no new messages'),
    expect.stringContaining('has room again'),
  ])
})

test('the fullest of several disks counts, also at the start', async () => {
  const { room } = await disks(5_000, 10)
  expect(room.hasRoom()).toBe(false)
  expect(room.freeBytes()).toBe(10)
})

test('a disk that cannot be checked counts as unchanged, and the others are still checked', async () => {
  const { room, lines, become } = await disks(5_000, 5_000)
  await become(NaN, 10)
  expect(room.hasRoom()).toBe(false)
  expect(room.unseen()).toEqual(['0'])
  await become(10, NaN)
  await become(NaN, 5_000)
  expect(room.hasRoom()).toBe(false)
  await become(5_000, NaN)
  expect(room.hasRoom()).toBe(true)
  await become(5_000, 5_000)
  expect(room.unseen()).toEqual([])
  const unknown = lines.filter((line) => line.includes('failed to read the free space'))
  expect(unknown).toHaveLength(2)
})

test('when no disk can be checked from the start, messages are accepted and it is logged', async () => {
  const { room, lines, become } = await disks(NaN, NaN)
  await become(NaN, NaN)
  expect(room.hasRoom()).toBe(true)
  expect(room.freeBytes()).toBe(Infinity)
  expect(room.unseen()).toEqual(['0', '1'])
  expect(lines).toHaveLength(2)
})
