import { describe, expect, test } from 'vitest'
import { aborted } from '#machine/aborted.ts'
import { inTime, openDeadline, withDeadline } from '#machine/deadline.ts'
import { ManualClock } from '../kit/manual-clock.ts'

/** What heeds its signal and never ends by itself. */
async function endless(signal: AbortSignal): Promise<never> {
  await aborted(signal)
  throw new Error('cut off')
}

describe('a deadline', () => {
  test('aborts when its time is over, and says so', async () => {
    const clock = new ManualClock()
    const work = withDeadline({ limitMs: 100, clock }, endless)
    clock.turn(100)
    await expect(work).rejects.toMatchObject({ code: 'deadline', message: 'no answer within 100 ms' })
  })

  test('aborts with the signal that it is joined with, which is no lack of time', async () => {
    const clock = new ManualClock()
    const stop = new AbortController()
    const deadline = openDeadline({ limitMs: 100, clock }, stop.signal)
    stop.abort('stopped')
    expect(deadline.signal.reason).toBe('stopped')
    clock.turn(100)
    await aborted(deadline.signal)
    expect(deadline).toMatchObject({ hasPassed: false, signal: { reason: 'stopped' } })
    await expect(withDeadline({ limitMs: 100, clock }, endless, AbortSignal.abort('before'))).rejects.toBe('before')
  })

  test('passes on what came of the work in time, and leaves nothing behind', async () => {
    const clock = new ManualClock()
    expect(await withDeadline({ limitMs: 100, clock }, async () => 'done')).toBe('done')
    const failing = withDeadline({ limitMs: 100, clock }, () => Promise.reject(new Error('refused')))
    await expect(failing).rejects.toThrow('refused')
    expect(clock.sleeping).toBe(0)
  })

  test('stops waiting for work without a signal, which goes on', async () => {
    const clock = new ManualClock()
    const late = inTime(new Promise(() => undefined), { limitMs: 100, clock })
    clock.turn(100)
    expect(await late).toBeUndefined()
    expect(await inTime(Promise.resolve('done'), { limitMs: 100, clock })).toBe('done')
    expect(clock.sleeping).toBe(0)
  })
})
