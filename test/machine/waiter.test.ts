import { describe, expect, test } from 'vitest'
import { Waiter } from '#machine/waiter.ts'
import { ManualClock } from '../kit/manual-clock.ts'

describe('a waiter', () => {
  test('wakes all current waiters, and no later one', async () => {
    const waiter = new Waiter()
    waiter.notify()
    const first = [waiter.wait(), waiter.wait()]
    waiter.notify()
    expect(await Promise.all(first)).toEqual([true, true])
    const stop = new AbortController()
    const later = waiter.wait(stop.signal)
    stop.abort('still waiting')
    await expect(later).rejects.toBe('still waiting')
  })

  test('ends with its signal, also one that has aborted before', async () => {
    await expect(new Waiter().wait(AbortSignal.abort('stopped'))).rejects.toBe('stopped')
  })

  test('ends when its time is over, and says that nothing changed', async () => {
    const clock = new ManualClock()
    const waiter = new Waiter()
    const limit = { limitMs: 100, clock }
    const [late, early] = [waiter.wait(undefined, limit), new Waiter()]
    const other = early.wait(undefined, limit)
    early.notify()
    expect(await other).toBe(true)
    clock.turn(100)
    expect(await late).toBe(false)
    expect(clock.sleeping).toBe(0)
  })
})
