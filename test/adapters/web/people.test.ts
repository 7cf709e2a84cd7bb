import { expect, test } from 'vitest'
import { networkOf } from '#adapters/web/address-limit.ts'
import { host, type PageHost } from './page-host.ts'
import { Visitor } from './visitor.ts'

test('a visitor gets a cookie that scripts cannot read, and stays the same person with it', async () => {
  const page = await host()
  const alice = new Visitor(page)
  const given = (await alice.visit()).headers.getSetCookie()[0] ?? ''
  expect(given).toMatch(/HttpOnly/)
  expect(given).toMatch(/SameSite=Lax/)
  expect(given).not.toMatch(/Secure/)
  const before = alice.person
  await alice.visit()
  expect(alice.person).toBe(before)
})

test('behind an https address the cookie is sent over https only', async () => {
  const page = await host({ publicUrl: 'https://chat.example.org' })
  expect((await new Visitor(page).visit()).headers.getSetCookie()[0]).toMatch(/Secure/)
})

test('a cookie that was tampered with, or signed by another installation, makes a new person', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  const mallory = await Visitor.arrives(page)
  const before = mallory.person
  mallory.cookie = mallory.cookie.replace(before, alice.person)
  expect((await mallory.get('/api/history')).status).toBe(401)
  await mallory.visit()
  expect([alice.person, before]).not.toContain(mallory.person)
  const elsewhere = await Visitor.arrives(await host())
  alice.cookie = elsewhere.cookie
  expect((await alice.get('/api/history')).status).toBe(401)
})

test('a cookie is known again after a restart with the same key', async () => {
  const first = await host()
  const alice = await Visitor.arrives(first)
  const second = await host({ key: first.key })
  const again = new Visitor(second)
  again.cookie = alice.cookie
  expect((await again.get('/api/history')).status).toBe(200)
})

test('too many newcomers from one address are told to wait, while known visitors come in', async () => {
  const page = await host({ limits: { newPeoplePerHourMax: 2 } })
  const alice = await Visitor.arrives(page)
  await Visitor.arrives(page)
  const refused = await new Visitor(page).visit()
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refused.json()).toMatchObject({ message: expect.stringMatching(/try again in \d+ min/) })
  expect((await alice.visit()).status).toBe(200)
})

test('behind a proxy that is believed each visitor has their own address, and nobody else is believed', async () => {
  const limits = { newPeoplePerHourMax: 1 }
  const arrives = async (page: PageHost, address: string) =>
    (await new Visitor(page).visit({ 'x-forwarded-for': address })).status
  const behind = await host({ trustProxy: '127.0.0.1', limits })
  expect([
    await arrives(behind, '203.0.113.1'),
    await arrives(behind, '203.0.113.2'),
    await arrives(behind, '203.0.113.2'),
  ]).toEqual([200, 200, 429])
  // What a visitor writes in front of the proxy's own word is only a claim.
  expect(await arrives(behind, '198.51.100.77, 203.0.113.2')).toBe(429)
  const bare = await host({ limits })
  expect([await arrives(bare, '203.0.113.1'), await arrives(bare, '203.0.113.2')]).toEqual([200, 429])
})

test('the addresses of one IPv6 network count as one', () => {
  expect(networkOf('2001:db8:1:2:aaaa::1')).toBe(networkOf('2001:0db8:1:2::ffff'))
  expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'))
  expect(networkOf('::ffff:10.0.0.1')).toBe('10.0.0.1')
  expect(networkOf('::1')).toBe('0:0:0:0')
})
