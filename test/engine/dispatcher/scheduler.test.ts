import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { RequestClass, Share } from '#engine/contract.ts'
import { Scheduler, type Permit, type PermitRequest, type SchedulerOptions } from '#engine/dispatcher/scheduler.ts'
import { ManualClock } from '../../kit/manual-clock.ts'

const never = new AbortController().signal
const settled = () => setImmediate().then(() => undefined)

function setting(more: Partial<SchedulerOptions> = {}) {
  const clock = new ManualClock()
  const scheduler = new Scheduler({ permits: 1, guardPermit: false, queueMax: 500, clock, ...more })
  const served: string[] = []
  const running: Permit[] = []
  const refused: string[] = []
  /** Asks for a permit, and notes by name when it has one or is refused. */
  const asks = async (name: string, share?: Share, request: Partial<PermitRequest> = {}): Promise<void> => {
    const asked = scheduler.acquire({ class: 'chat', share, tokens: 100, ...request }, never)
    const noted = asked.then(
      (permit) => {
        served.push(name)
        running.push(permit)
      },
      () => void refused.push(name),
    )
    await Promise.race([noted, settled()])
  }
  /** What has run longest ends, having taken so much. */
  const ends = async (tokens = 100): Promise<void> => {
    running.shift()?.release(tokens)
    await settled()
  }
  /** All that runs and waits ends, one after the other. */
  const drains = async (): Promise<void> => {
    while (running.length > 0) await ends()
  }
  return { clock, scheduler, served, refused, asks, ends, drains }
}

const alone = (person: string): Share => ({ person })
const within = (network: string, person: string): Share => ({ person, network })

describe('the scheduler', () => {
  it('lets a photo in after two seconds and a slot, however many chats come, and a guard before it', async () => {
    const { clock, scheduler } = setting({ permits: 3 })
    const stop = new AbortController()
    const chat = async (person: string) => {
      while (!stop.signal.aborted) {
        const permit = await scheduler.acquire({ class: 'chat', share: alone(person), tokens: 100 }, never)
        await clock.sleep(100)
        permit.release(100)
      }
    }
    const loops = ['a', 'b', 'c', 'd', 'e'].map(chat)
    const enters = async (requestClass: RequestClass) => {
      const askedMs = clock.monotonicMs()
      const permit = await scheduler.acquire({ class: requestClass, share: alone('newcomer'), tokens: 100 }, never)
      setTimeout(() => permit.release(100))
      return clock.monotonicMs() - askedMs
    }
    await clock.advance(1_000, settled)
    const photo = enters('photo')
    const guard = enters('guard')
    await clock.advance(3_000, settled)
    expect(await guard).toBeLessThanOrEqual(100)
    expect(await photo).toBeLessThanOrEqual(2_100)
    stop.abort()
    await clock.advance(1_000, settled)
    await Promise.all(loops)
  })

  it('lets a photo in although somebody new writes again and again', async () => {
    const { asks, ends, served, clock } = setting()
    await asks('first', alone('first'))
    await asks('photo', alone('p'), { class: 'photo' })
    for (let n = 0; !served.includes('photo'); n += 1) {
      expect(n).toBeLessThan(22)
      await asks(`chat ${n}`, alone(`newcomer ${n}`))
      clock.turn(100)
      await ends()
    }
    expect(served.length).toBeGreaterThan(10)
  })

  it('lets a photo of who took little before the chats of who took much, at once', async () => {
    const { asks, ends, served } = setting()
    await asks('running', alone('heavy'))
    for (const n of [1, 2, 3]) await asks(`heavy ${n}`, alone('heavy'))
    await ends(5_000)
    await asks('photo', alone('light'), { class: 'photo' })
    await ends(5_000)
    await ends()
    expect(served).toEqual(['running', 'heavy 1', 'photo', 'heavy 2'])
  })

  it('serves who has taken least, and each person in order of arrival', async () => {
    const { asks, drains, served } = setting()
    await asks('a0', alone('a'))
    for (const n of [1, 2, 3]) await asks(`a${n}`, alone('a'))
    for (const n of [1, 2, 3]) await asks(`b${n}`, alone('b'))
    await drains()
    expect(served.join(' ')).toBe('a0 b1 a1 b2 a2 b3 a3')
  })

  it('takes twenty people of one network as one, and is fair among them', async () => {
    const { asks, drains, served } = setting()
    await asks('running', within('n', 'c0'))
    for (let n = 1; n <= 20; n += 1) await asks(`n${n}`, within('n', `c${n}`))
    await asks('c1 again', within('n', 'c1'))
    for (const n of [1, 2, 3]) await asks(`alone ${n}`, alone('a'))
    await drains()
    expect(served.slice(1, 7)).toEqual(['alone 1', 'n1', 'alone 2', 'n2', 'alone 3', 'n3'])
    expect(served.at(-1)).toBe('c1 again')
  })

  it('is fair among people with the guard, too', async () => {
    const { asks, drains, served } = setting({ permits: 2, guardPermit: true })
    const guard = { class: 'guard' } as const
    await asks('running', within('n', 'c0'), guard)
    for (let n = 1; n <= 10; n += 1) await asks(`n${n}`, within('n', `c${n}`), guard)
    await asks('other', alone('a'), guard)
    await drains()
    expect(served.indexOf('other')).toBe(1)
  })

  it('gives no credit for idle time', async () => {
    const { asks, ends, drains, served } = setting()
    await asks('running', alone('a'))
    for (const n of [1, 2, 3, 4]) await asks(`a${n}`, alone('a'))
    await ends(1_000)
    await ends(1_000)
    for (const n of [1, 2, 3, 4]) await asks(`b${n}`, alone('b'))
    await drains()
    expect(served.join(' ')).toBe('running a1 a2 b1 a3 b2 a4 b3 b4')
  })

  it('counts what runs as soon as it runs, not when it ends', async () => {
    const { asks, ends, served } = setting({ permits: 2 })
    await asks('a0', alone('a'))
    await asks('b0', alone('b'))
    for (const n of [1, 2]) await asks(`a${n}`, alone('a'))
    await asks('b1', alone('b'))
    await ends()
    await ends()
    expect(served).toEqual(['a0', 'b0', 'a1', 'b1'])
  })

  it('does not let a flood pass who has just come because less was taken than expected', async () => {
    const { asks, ends, served } = setting({ permits: 4 })
    for (let n = 1; n <= 12; n += 1) await asks(`n${n}`, within('n', `c${n}`), { tokens: 400 })
    await asks('other', alone('a'), { tokens: 400 })
    await ends(10)
    expect(served).toEqual(['n1', 'n2', 'n3', 'n4', 'other'])
  })

  it('forgets people of whom nothing waits or runs', async () => {
    const { asks, drains, scheduler } = setting()
    for (let n = 0; n < 50; n += 1) await asks(`${n}`, alone(`p${n}`))
    expect(scheduler.remembered).toBe(50)
    await drains()
    expect(scheduler.remembered).toBeLessThanOrEqual(1)
  })

  it('refuses the newest request of who fills the queue, not who comes last', async () => {
    const { asks, drains, served, refused } = setting({ queueMax: 4 })
    await asks('running', within('n', 'c0'))
    for (let n = 1; n <= 3; n += 1) await asks(`n${n}`, within('n', `c${n}`))
    await asks('c1 again', within('n', 'c1'))
    await asks('other', alone('a'))
    expect(refused).toEqual(['c1 again'])
    await asks('c2 again', within('n', 'c2'))
    expect(refused).toEqual(['c1 again', 'c2 again'])
    await drains()
    expect(served).toContain('other')
  })

  it('gives no slot to a request that was aborted in the moment in which one became free', async () => {
    const { scheduler, asks, served } = setting()
    const first = await scheduler.acquire({ class: 'chat', tokens: 1 }, never)
    const stop = new AbortController()
    const second = scheduler.acquire({ class: 'chat', tokens: 1 }, stop.signal)
    stop.abort()
    first.release(1)
    await expect(second).rejects.toMatchObject({ code: 'aborted' })
    await asks('third')
    expect(served).toEqual(['third'])
  })
})
