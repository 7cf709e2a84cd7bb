import { expect, test } from 'vitest'
import { HourlyLimit } from '#http/hourly-limit.ts'
import { addressList, isAddressList, networkOf } from '#http/network.ts'
import { networkKeys } from '#http/network-key.ts'
import { ManualClock } from '../kit/manual-clock.ts'

test('the addresses of one IPv6 network count as one, and belong to the site around it', () => {
  expect(networkOf('2001:db8:1:2:aaaa::1')).toEqual(networkOf('2001:0db8:1:2::ffff'))
  expect(networkOf('2001:DB8:1:2::1%eth0')).toEqual(networkOf('2001:db8:1:2::1'))
  expect(networkOf('2001:db8:1:3::1').name).not.toBe(networkOf('2001:db8:1:2::1').name)
  expect(networkOf('2001:db8:1:3::1').site).toBe(networkOf('2001:db8:1:2::1').site)
  expect(networkOf('2001:db8:2::1').site).not.toBe(networkOf('2001:db8:1::1').site)
})

test('an IPv4 address is a network however it is written', () => {
  const ways = ['192.0.2.1', '::ffff:192.0.2.1', '::ffff:c000:201', '192.0.2.1:4711', '[::ffff:192.0.2.1]:80']
  for (const written of ways) {
    expect(networkOf(written), written).toEqual({ name: '192.0.2.1' })
  }
  expect(networkOf('[2001:db8::1]:443')).toEqual(networkOf('2001:db8::1'))
})

test('what is no address is one and the same network', () => {
  for (const written of ['', 'unknown', '_hidden', '999.1.1.1', '1.2.3.4.5', ':::', 'x'.repeat(9_000)]) {
    expect(networkOf(written), written).toEqual({ name: 'unknown' })
  }
})

test('a list of proxies holds addresses, ranges and what loopback means', () => {
  const holds = addressList('loopback, 10.0.0.0/8,2001:db8::/32')
  const local = ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1']
  for (const address of [...local, '10.1.2.3', '::ffff:10.1.2.3', '2001:db8::9']) {
    expect(holds(address), address).toBe(true)
  }
  for (const address of ['11.0.0.1', '::2', '2001:db9::1', 'unknown', '', undefined]) expect(holds(address)).toBe(false)
  for (const wrong of [
    'nginx',
    '1.2.3',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.1;10.0.0.2',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    '',
    ',',
  ]) {
    expect(isAddressList(wrong), wrong).toBe(false)
  }
})

test('the key of a network is its own in each installation, and does not hold the address', () => {
  const [one, other] = [networkKeys(Buffer.alloc(32, 1)), networkKeys(Buffer.alloc(32, 2))]
  const home = networkOf('192.0.2.1')
  expect(one(home)).toMatch(/^[\w-]{22}$/)
  expect(one(home)).toBe(one(networkOf('::ffff:192.0.2.1')))
  expect(one(home)).not.toBe(one(networkOf('192.0.2.2')))
  expect(one(home)).not.toBe(other(home))
  expect(one(undefined)).toBeUndefined()
})

test('a network gets so many an hour whatever part of its addresses it uses, a site as much as three networks', () => {
  const clock = new ManualClock()
  const limit = new HourlyLimit({ perHourMax: 2, clock })
  const take = (address: string) => limit.take(networkOf(address)) === 0
  expect(['2001:db8:1:1::1', '2001:db8:1:1::2', '2001:db8:1:1:ffff::3'].map(take)).toEqual([true, true, false])
  const further = ['2', '3', '4', '5', '6'].map((part) => take(`2001:db8:1:${part}::1`))
  expect(further).toEqual([true, true, true, true, false])
  expect(take('2001:db8:2::1')).toBe(true)
  expect(limit.take(networkOf('2001:db8:1:1::1'))).toBe(3_600_000)
  clock.turn(3_600_000)
  expect(take('2001:db8:1:1::1')).toBe(true)
  expect([1, 2, 3].map(() => limit.take(undefined))).toEqual([0, 0, 0])
})
