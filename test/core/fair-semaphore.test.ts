import { describe, expect, it } from 'vitest'
import { FairSemaphore, type Permit } from '#core/fair-semaphore.ts'
import type { Share } from '#engine/contract.ts'

const never = new AbortController().signal
const settled = () => new Promise((resolve) => setImmediate(resolve))
const alone = (person: string): Share => ({ person })
const within = (network: string, person: string): Share => ({ network, person })

function setting(permits: number, waitingMax = 100, heldMax = () => permits) {
  const semaphore = new FairSemaphore({ permits, waitingMax, heldMax })
  const served: string[] = []
  const held: Permit[] = []
  const asks = (name: string, share: Share) =>
    semaphore.acquire(share, never).then((permit) => {
      served.push(name)
      held.push(permit)
    })
  const releases = async () => {
    held.shift()?.release()
    await settled()
  }
  return { semaphore, served, held, asks, releases }
}

describe('a fair semaphore', () => {
  it('leaves room for others when one network asks for everything, and takes up what waits when there is room', async () => {
    const { asks, served, releases, held } = setting(8)
    const flood = Array.from({ length: 20 }, (_, n) => asks(`n${n}`, within('n', `c${n}`)))
    await settled()
    expect(served).toHaveLength(6)
    await Promise.all([asks('a', alone('a')), asks('b', alone('b'))])
    while (held.length > 0) await releases()
    await Promise.all(flood)
    expect(served).toHaveLength(22)
  })

  it('has a network hold no more than the limit of the moment, others unhindered, and goes on as what is held ends', async () => {
    let heldMax = 1
    const { asks, served, releases } = setting(8, 100, () => heldMax)
    for (const n of [1, 2, 3, 4, 5]) void asks(`n${n}`, within('n', `c${n}`))
    for (const person of ['a', 'b', 'c']) void asks(person, alone(person))
    await settled()
    expect(served).toEqual(['n1', 'a', 'b', 'c'])
    heldMax = 3
    await releases()
    expect(served).toEqual(['n1', 'a', 'b', 'c', 'n2', 'n3', 'n4'])
  })

  it('serves round robin among networks, and among people within one', async () => {
    const { asks, served, releases, held } = setting(1)
    void asks('running', alone('x'))
    for (const n of [1, 2, 3]) void asks(`a${n}`, alone('a'))
    for (const n of [1, 2, 3]) void asks(`c1-${n}`, within('n', 'c1'))
    void asks('c2', within('n', 'c2'))
    await settled()
    while (held.length > 0) await releases()
    expect(served).toEqual(['running', 'a1', 'c1-1', 'a2', 'c2', 'a3', 'c1-2', 'c1-3'])
  })

  it('lets nobody of a network pass those of it who wait', async () => {
    const { semaphore, asks, releases, served } = setting(4)
    for (const n of [1, 2, 3, 4]) void asks(`${n}`, within('n', `c${n}`))
    await settled()
    expect(semaphore.tryAcquire(within('n', 'c5'))).toBeUndefined()
    expect(semaphore.tryAcquire(alone('a'))).toBeDefined()
    await releases()
    expect(served).toEqual(['1', '2', '3', '4'])
  })

  it('forgets who aborts while waiting, and refuses too many', async () => {
    const { semaphore, asks, releases, served } = setting(1, 1)
    void asks('running', alone('a'))
    const stop = new AbortController()
    const gone = semaphore.acquire(alone('b'), stop.signal)
    await expect(semaphore.acquire(alone('c'), never)).rejects.toMatchObject({ name: 'SemaphoreFullError' })
    stop.abort(new Error('gone'))
    await expect(gone).rejects.toThrow('gone')
    void asks('later', alone('d'))
    await releases()
    expect(served).toEqual(['running', 'later'])
  })

  it('gives a permit back once, however often it is released', async () => {
    const { semaphore } = setting(1)
    const permit = await semaphore.acquire(alone('a'), never)
    permit.release()
    permit.release()
    expect(semaphore.tryAcquire(alone('a'))).toBeDefined()
    expect(semaphore.tryAcquire(alone('b'))).toBeUndefined()
  })
})
