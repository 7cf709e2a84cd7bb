import { describe, expect, it } from 'vitest'
import { Breaker } from '#engine/backends/breaker.ts'
import type { Share } from '#engine/contract.ts'
import { logFor } from '#machine/log.ts'
import { ManualClock } from '../../kit/manual-clock.ts'

const never = new AbortController().signal
const log = logFor('engine:breaker')
log.level = 'silent'

const people = (...names: string[]): Share[] => names.map((person) => ({ person }))
const cookiesOf = (network: string, ...names: string[]): Share[] => names.map((person) => ({ person, network }))

function opened(shares = people('ann', 'bob', 'cid')) {
  const clock = new ManualClock()
  const breaker = new Breaker({ clock, log, engine: 'test' })
  for (const share of shares) breaker.failed(share)
  const passed: string[] = []
  const comes = (name: string, signal = never) => breaker.pass(signal).then(() => passed.push(name))
  const turn = async (ms: number) => {
    clock.turn(ms)
    await new Promise(setImmediate)
    return passed.splice(0)
  }
  return { clock, breaker, comes, turn }
}

describe('the breaker', () => {
  it.each<[string, (Share | undefined)[]]>([
    ['one person fails again and again', people('ann', 'ann', 'ann', 'ann')],
    ['two people fail', people('ann', 'bob', 'ann', 'bob')],
    ['many cookies of one network fail', cookiesOf('one', 'ann', 'bob', 'cid', 'dan')],
    ['requests fail that are of the service itself', [undefined, undefined, undefined]],
  ])('lets everybody through while %s', async (_, shares) => {
    const { breaker, comes, turn } = opened([])
    for (const share of shares) breaker.failed(share)
    void comes('dan')
    expect(await turn(0)).toEqual(['dan'])
  })

  it.each([
    ['people', people('ann', 'bob', 'cid')],
    ['networks', ['one', 'two', 'three'].flatMap((network) => cookiesOf(network, 'ann', 'bob'))],
    ['of both', [...people('one', 'ann'), ...cookiesOf('one', 'one')]],
  ])('holds everybody when three %s failed in a row, and lets one through every 5 s', async (_, shares) => {
    const { comes, turn } = opened(shares)
    for (const name of ['dan', 'eve', 'fay']) void comes(name)
    expect(await turn(4_999)).toEqual([])
    expect(await turn(1)).toEqual(['dan'])
    expect(await turn(4_999)).toEqual([])
    expect(await turn(1)).toEqual(['eve'])
  })

  it('lets a request through at once when none was let through for 5 s', async () => {
    const { comes, turn } = opened()
    await turn(60_000)
    void comes('dan')
    void comes('eve')
    expect(await turn(0)).toEqual(['dan'])
    expect(await turn(5_000)).toEqual(['eve'])
  })

  it('lets all through as soon as one gets words', async () => {
    const { breaker, comes, turn } = opened()
    for (const name of ['dan', 'eve', 'fay']) void comes(name)
    await turn(5_000)
    breaker.textArrived()
    expect(await turn(0)).toEqual(['eve', 'fay'])
    void comes('gus')
    expect(await turn(0)).toEqual(['gus'])
  })

  it('holds again when answers break off after their first words, until one comes to its end', async () => {
    const { breaker, comes, turn } = opened()
    breaker.textArrived()
    breaker.failed({ person: 'dan' })
    void comes('eve')
    expect(await turn(0)).toEqual([])
    breaker.served()
    expect(await turn(0)).toEqual(['eve'])
    for (const share of people('ann', 'bob')) breaker.failed(share)
    void comes('fay')
    expect(await turn(0)).toEqual(['fay'])
  })

  it('lets go of who gives up waiting', async () => {
    const { clock, comes } = opened()
    const stop = new AbortController()
    const waiting = comes('dan', stop.signal)
    stop.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' })
    expect(clock.sleeping).toBe(0)
  })
})
