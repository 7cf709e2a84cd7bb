import { expect, test } from 'vitest'
import type { MessageEvent } from '#core/contract/message.ts'
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

const HTTPS = { publicUrl: 'https://chat.example.org' }
const PROXIED = { host: 'chat.example.org', 'x-forwarded-proto': 'https', origin: 'https://chat.example.org' }

test('under https the cookie has a name that no other host can set', async () => {
  const page = await host(HTTPS)
  const [given] = (await new Visitor(page).visit(PROXIED)).headers.getSetCookie()
  expect(given).toMatch(/^__Host-chasqui_person=.*Path=\/.*Secure/)
  expect(given).not.toMatch(/Domain/)
})

test('a cookie from before https is exchanged at the next visit, for the same person', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  const { person, cookie: former } = alice
  const secure = await host({ ...HTTPS, key: page.key })
  const again = new Visitor(secure)
  again.cookie = former
  expect((await again.get('/api/history', PROXIED)).status).toBe(401)
  const visit = await again.visit(PROXIED)
  expect(again.person).toBe(person)
  expect(again.cookie).toMatch(/^__Host-/)
  expect(visit.headers.getSetCookie()).toContainEqual(expect.stringMatching(/^chasqui_person=;.*Max-Age=0/))
  expect((await again.get('/api/history', PROXIED)).status).toBe(200)
})

test('under https a planted former cookie counts for nothing, nor does a current value under the former name', async () => {
  const page = await host(HTTPS)
  const [alice, mallory] = [new Visitor(page), new Visitor(page)]
  await alice.visit(PROXIED)
  await mallory.visit(PROXIED)
  const planted = mallory.cookie.replace('__Host-', '')
  alice.cookie = `${planted}; ${alice.cookie}`
  const { id, text } = { id: 'message-0001', text: 'of alice' }
  expect((await alice.post({ id, text }, PROXIED)).status).toBe(202)
  expect(page.sink.events[0]?.chat.id).not.toBe(mallory.person)
  const newcomer = new Visitor(page)
  newcomer.cookie = planted
  await newcomer.visit(PROXIED)
  expect(newcomer.person).not.toBe(mallory.person)
})

test('with the good cookies of two people nothing is stored or shown under either', async () => {
  const page = await host()
  const [alice, mallory] = [await Visitor.arrives(page), await Visitor.arrives(page)]
  for (const cookie of [`${mallory.cookie}; ${alice.cookie}`, `${alice.cookie}; ${mallory.cookie}`]) {
    const torn = new Visitor(page)
    torn.cookie = cookie
    const refused = await torn.post({ id: 'message-0001', text: 'whose is this?' })
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ error: 'two-people' })
    for (const path of ['/api/history', '/api/events', '/']) expect((await torn.get(path)).status, path).toBe(400)
  }
  expect(page.sink.events).toEqual([])
  const twice = new Visitor(page)
  twice.cookie = `${alice.cookie}; ${alice.cookie}`
  expect((await twice.get('/api/history')).status).toBe(200)
})

test('a cookie without a good signature locks nobody out, wherever it stands', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  const planted = `chasqui_person=${'x'.repeat(22)}.${'y'.repeat(43)}`
  for (const cookie of [`${planted}; ${alice.cookie}`, `${alice.cookie}; ${planted}`]) {
    const crowded = new Visitor(page)
    crowded.cookie = cookie
    expect((await crowded.post({ id: 'message-0001', text: 'hi' })).status).toBe(202)
  }
  expect((page.sink.events as MessageEvent[]).map(({ chat }) => chat.id)).toEqual([alice.person])
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

test('too many newcomers from one network are told to wait, while known visitors come in', async () => {
  const page = await host({ limits: { newPeoplePerHourMax: 2 } })
  const alice = await Visitor.arrives(page)
  await Visitor.arrives(page)
  const refused = await new Visitor(page).visit()
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refused.json()).toMatchObject({ message: expect.stringMatching(/try again in \d+ min/) })
  expect((await alice.visit()).status).toBe(200)
})

test('behind a proxy that is believed each visitor has their own network', async () => {
  const limits = { newPeoplePerHourMax: 1 }
  const arrives = async (page: PageHost, address: string) =>
    (await new Visitor(page).visit({ 'x-forwarded-for': address })).status
  const behind = await host({ trustProxy: '127.0.0.1', limits })
  expect([
    await arrives(behind, '203.0.113.1'),
    await arrives(behind, '203.0.113.2'),
    await arrives(behind, '203.0.113.2'),
  ]).toEqual([200, 200, 429])
  // What a visitor writes in front of the proxy's own value is not believed.
  expect(await arrives(behind, '198.51.100.77, 203.0.113.2')).toBe(429)
})

test('a message says which network it came from, by a key that does not tell the address', async () => {
  const page = await host({ trustProxy: '127.0.0.1' })
  for (const [index, address] of ['203.0.113.1', '203.0.113.1', '203.0.113.2'].entries()) {
    const visitor = new Visitor(page)
    await visitor.visit({ 'x-forwarded-for': address })
    await visitor.post({ id: `message-000${index}`, text: 'hi' }, { 'x-forwarded-for': address })
  }
  const [one, same, other] = page.sink.events.map(({ network }) => network)
  expect(one).toMatch(/^[\w-]{22}$/)
  expect(same).toBe(one)
  expect(other).not.toBe(one)
  expect(JSON.stringify(page.sink.events)).not.toContain('203.0.113')
})

test('behind a local proxy that nobody named there are no limits by network, and the operator is told', async () => {
  const page = await host({ limits: { newPeoplePerHourMax: 1, messagesPerHourMax: 1 } })
  expect(page.advice()).toBeUndefined()
  for (const id of ['message-0001', 'message-0002', 'message-0003']) {
    const visitor = new Visitor(page)
    expect((await visitor.visit({ via: '1.1 proxy' })).status).toBe(200)
    expect((await visitor.post({ id, text: 'hi' }, { via: '1.1 proxy' })).status).toBe(202)
  }
  expect(page.advice()).toMatch(/server\.trustProxy to loopback.*X-Forwarded-For/)
  expect(page.sink.events.filter(({ network }) => network !== undefined)).toEqual([])
})
