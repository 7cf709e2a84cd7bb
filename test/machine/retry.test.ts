import { describe, expect, test } from 'vitest'
import { retry, type RetryPolicy } from '#machine/retry.ts'
import { ManualClock } from '../kit/manual-clock.ts'

const settled = async () => undefined

/** Fails so many times with `transient`, then succeeds; the clock is turned until it is over. */
async function retried(failures: number, policy: Partial<RetryPolicy> = {}, signal?: AbortSignal) {
  const clock = new ManualClock()
  const startedAtMs: number[] = []
  const work = async (tries: number) => {
    startedAtMs.push(clock.monotonicMs())
    if (tries <= failures) throw new Error('transient')
    return 'done'
  }
  const result = retry(work, { clock, pauseMs: () => 100, ...policy }, signal).catch((error: unknown) => error)
  await clock.advance(10_000, settled)
  return { result: await result, startedAtMs }
}

describe('retry', () => {
  test('tries again, with the pauses of its policy, until it succeeds', async () => {
    const pauseMs = (failures: number) => failures * 100
    expect(await retried(3, { pauseMs })).toEqual({ result: 'done', startedAtMs: [0, 100, 300, 600] })
  })

  test('ends with the last error after so many tries', async () => {
    const { result, startedAtMs } = await retried(9, { triesMax: 3 })
    expect(result).toMatchObject({ message: 'transient' })
    expect(startedAtMs).toHaveLength(3)
  })

  test('ends with the first error that no retry fixes', async () => {
    expect((await retried(9, { isTransient: () => false })).startedAtMs).toHaveLength(1)
  })

  test('ends when its time is over', async () => {
    expect((await retried(99, { withinMs: 250 })).startedAtMs).toEqual([0, 100, 200, 300])
  })

  test('reports each failure that is retried, and no other', async () => {
    const failures: number[] = []
    await retried(9, { triesMax: 3, failed: (_error, count) => failures.push(count) })
    expect(failures).toEqual([1, 2])
  })

  test('ends with the reason of the signal, in a pause as well as in a try', async () => {
    const inPause = new AbortController()
    const failed = () => queueMicrotask(() => inPause.abort('stopped'))
    expect((await retried(9, { failed }, inPause.signal)).result).toBe('stopped')
    const inTry = new AbortController()
    const work = async () => {
      inTry.abort('stopped')
      throw new Error('cut off')
    }
    const clock = new ManualClock()
    await expect(retry(work, { clock, pauseMs: () => 1 }, inTry.signal)).rejects.toBe('stopped')
  })
})
