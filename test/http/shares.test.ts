import { expect, test } from 'vitest'
import { networkOf } from '#http/network.ts'
import { Shares, type Refused, type Share, type ShareLimits } from '#http/shares.ts'

/** An account whose holders note when they lose what they hold. */
function account(limits: ShareLimits) {
  const shares = new Shares(limits, (whose: Refused) => new Error(whose))
  const closed: string[] = []
  let holders = 0
  return {
    shares,
    closed,
    take(address: string | undefined, person = `p${(holders += 1)}`): Share {
      const network = address === undefined ? undefined : networkOf(address)
      return shares.take({ person, network }, { close: () => closed.push(`${address} ${person}`) })
    },
  }
}

const times = <T>(count: number, act: (index: number) => T) => Array.from({ length: count }, (_, index) => act(index))

test('while there is room one network may take it all, and when it is full it makes room for others', () => {
  const { shares, closed, take } = account({ max: 6 })
  times(6, (index) => take('192.0.2.1', `flood${index}`))
  expect(closed).toEqual([])
  expect(() => take('192.0.2.1')).toThrow('all')
  times(3, () => take('198.51.100.7'))
  expect(closed).toEqual(['192.0.2.1 flood0', '192.0.2.1 flood1', '192.0.2.1 flood2'])
  // Three and three: another one of either would only push the other out.
  expect(() => take('192.0.2.1')).toThrow('all')
  expect(() => take('198.51.100.7')).toThrow('all')
  take('203.0.113.5')
  expect(closed).toHaveLength(4)
  expect(shares.total).toBe(6)
})

test('a site full of networks counts as three of them', () => {
  const { closed, take } = account({ max: 9 })
  times(9, (index) => take(`2001:db8:1:${index}::1`, `flood${index}`))
  expect(() => take('2001:db8:1:ff::1')).toThrow('all')
  times(2, () => take('192.0.2.1'))
  expect(closed).toEqual(['2001:db8:1:0::1 flood0', '2001:db8:1:1::1 flood1'])
  expect(() => take('192.0.2.1')).toThrow('all')
})

test('a person and a network have limits of their own, and get back what they release, once', () => {
  const { shares, take } = account({ perPersonMax: 2, perNetworkMax: 3, max: 10 })
  const own = times(2, () => take('192.0.2.1', 'alice'))
  expect(() => take('192.0.2.9', 'alice')).toThrow('person')
  take('192.0.2.1')
  expect(() => take('192.0.2.1')).toThrow('network')
  for (const share of [...own, ...own]) share.release()
  expect(shares.total).toBe(1)
  times(2, () => take('192.0.2.1', 'alice'))
  expect(() => take('192.0.2.1')).toThrow('network')
})

test('what grows is accounted as it grows, and what cannot be closed is never taken away', () => {
  const shares = new Shares({ perNetworkMax: 100, max: 120 }, (whose) => new Error(whose))
  const holder = (address: string) => ({ network: networkOf(address) })
  const first = shares.take(holder('192.0.2.1'), { amount: 60 })
  first.grow(40)
  expect(() => first.grow(1)).toThrow('network')
  const second = shares.take(holder('192.0.2.2'), { amount: 20 })
  expect(() => second.grow(1)).toThrow('all')
  first.release()
  second.grow(80)
  expect(shares.total).toBe(100)
})

test('without networks nothing is shared out by them', () => {
  const { closed, take } = account({ perPersonMax: 1, perNetworkMax: 2, max: 4 })
  times(4, () => take(undefined))
  expect(() => take(undefined)).toThrow('all')
  expect(closed).toEqual([])
})

test('the account is empty again when everything is released', () => {
  const { shares, take } = account({ max: 50 })
  const taken = times(50, (index) => take(`2001:db8:${index % 3}:${index % 7}::1`))
  for (const share of taken.toReversed()) share.release()
  expect(shares.total).toBe(0)
  expect(times(50, () => take('192.0.2.1'))).toHaveLength(50)
})
