import { setImmediate } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { ManualClock } from '../../kit/manual-clock.ts'
import { chatOf, hostPage, outgoing, type HostOptions, type PageHost } from './page-host.ts'
import { Visitor, type Listening } from './visitor.ts'

const open: PageHost[] = []
const streams: Listening[] = []
const host = async (options?: HostOptions) => {
  const page = await hostPage(options)
  open.push(page)
  return page
}
const listening = async (visitor: Visitor, headers?: Record<string, string>) => {
  const stream = await visitor.listens(headers)
  streams.push(stream)
  return stream
}
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.leave()
  for (const page of open.splice(0)) await page[Symbol.asyncDispose]()
})
const signal = new AbortController().signal

test('a reply grows on the own page and ends with its final text', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  const bob = await Visitor.arrives(page)
  const stream = await listening(alice)
  const otherStream = await listening(bob)
  expect((await stream.next('hello')).data).toEqual({ resumed: false })
  expect((await stream.next('status')).data).toMatchObject({ model: 'tiny-scout', name: 'Chasqui' })
  await page.channel.typing(chatOf(alice.person), signal)
  await stream.next('typing')
  const sent = await page.channel.send(chatOf(alice.person), outgoing('r1', 'A yel'), signal)
  expect(sent.messageId).toBe('r1:0')
  await page.channel.edit(chatOf(alice.person), sent, outgoing('r1', 'A yellow circle', { final: true }), signal)
  expect((await stream.next('reply')).data).toMatchObject({ messageId: 'r1:0', text: 'A yel', final: false })
  expect((await stream.next('reply')).data).toMatchObject({ text: 'A yellow circle', final: true })
  await page.channel.send(chatOf(bob.person), outgoing('r2', 'for bob'), signal)
  expect((await otherStream.next('reply')).data).toMatchObject({ text: 'for bob' })
})

test('a page that comes back hears the newest of what it missed, once', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  const first = await listening(alice)
  const sent = await page.channel.send(chatOf(alice.person), outgoing('r1', 'one'), signal)
  const seen = (await first.next('reply')).id ?? ''
  first.leave()
  await page.channel.edit(chatOf(alice.person), sent, outgoing('r1', 'one two'), signal)
  await page.channel.edit(chatOf(alice.person), sent, outgoing('r1', 'one two three', { final: true }), signal)
  const second = await listening(alice, { 'last-event-id': seen })
  expect((await second.next('hello')).data).toEqual({ resumed: true })
  const missed = await second.next('reply')
  expect(missed.data).toMatchObject({ text: 'one two three', final: true })
  const third = await listening(alice, { 'last-event-id': missed.id ?? '' })
  expect((await third.next('hello')).data).toEqual({ resumed: true })
  await page.channel.send(chatOf(alice.person), outgoing('r2', 'next'), signal)
  expect((await third.next('reply')).data).toMatchObject({ messageId: 'r2:0' })
})

test('after a restart, or with nonsense for a place, a page is told to read the history again', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  for (const id of ['other-run.3', 'x', '.', '9'.repeat(400)]) {
    const stream = await listening(alice, { 'last-event-id': id })
    expect((await stream.next('hello')).data).toEqual({ resumed: false })
    stream.leave()
    await expect.poll(() => page.channel.health().detail).toBe('0 pages open')
  }
})

test('a message sent from one tab shows in the other', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  const tab = await listening(alice)
  await alice.post({ id: 'message-0001', text: 'hello' })
  expect((await tab.next('message')).data).toEqual({ id: 'message-0001', text: 'hello', pictures: 0 })
})

test('a quiet stream gives signs of life that the page can see, and says whose chat it is without the cookie’s id', async () => {
  const page = await host({ limits: { heartbeatMs: 20 } })
  const alice = await Visitor.arrives(page)
  const [first, second] = [await listening(alice), await listening(await Visitor.arrives(page))]
  const { id } = (await first.next('chat')).data
  expect(id).toMatch(/^[\w-]{22}$/)
  expect(id).not.toContain(alice.person)
  expect((await second.next('chat')).data['id']).not.toBe(id)
  expect((await (await listening(alice)).next('chat')).data['id']).toBe(id)
  await first.next('beat')
})

test('a change of the service shows on open pages', async () => {
  const clock = new ManualClock()
  const page = await host({ clock })
  const alice = await Visitor.arrives(page)
  const stream = await listening(alice)
  await stream.next('status')
  page.sink.state = { ...page.sink.state, engine: 'failed' }
  clock.turn(2_000)
  for (;;) if ((await stream.next('status')).data['engine'] === 'failed') break
})

test('a larger model and its command are offered to who sits at this computer, and to nobody else', async () => {
  const clock = new ManualClock()
  const page = await host({ clock })
  const offer = { model: 'larger', downloadBytes: 1, licence: 'free', command: 'npm run models -- install larger' }
  page.sink.state = { ...page.sink.state, offer }
  const alice = await Visitor.arrives(page)
  const offers = async (headers: Record<string, string>) => {
    const stream = await listening(alice, headers)
    const { data } = await stream.next('status')
    const asked = await (await alice.get('/api/status', headers)).json()
    page.sink.state = { ...page.sink.state, vision: !page.sink.state.vision }
    clock.turn(2_000)
    return [data['offer'], (asked as { offer?: unknown }).offer, (await stream.next('status')).data['offer']]
  }
  expect(await offers({})).toEqual([offer, offer, offer])
  expect(await offers({ 'x-forwarded-for': '203.0.113.9' })).toEqual([undefined, undefined, undefined])
})

test('streams need the cookie and are limited for one person and for all', async () => {
  const page = await host({ limits: { streamsPerPersonMax: 2, streamsMax: 3 } })
  const [alice, bob] = [await Visitor.arrives(page), await Visitor.arrives(page)]
  expect((await new Visitor(page).get('/api/events')).status).toBe(401)
  const first = await listening(alice)
  await listening(alice)
  const refused = await alice.get('/api/events')
  expect(refused.status).toBe(429)
  expect(await refused.json()).toMatchObject({ error: 'too-many-streams' })
  await listening(bob)
  expect((await bob.get('/api/events')).status).toBe(429)
  first.leave()
  await expect.poll(async () => page.channel.health().detail).toBe('2 pages open')
  expect((await listening(alice)).response.statusCode).toBe(200)
})

test('a reader who takes nothing is kept within bounds and cut off, while others hear everything', async () => {
  const page = await host({ limits: { heartbeatMs: 20, slowReaderMs: 100 } })
  const alice = await Visitor.arrives(page)
  const slow = await listening(alice)
  slow.response.pause()
  const quick = await listening(alice)
  const heardAll = (async () => {
    for (;;) if ((await quick.next('reply')).data['final'] === true) return
  })()
  const text = 'x'.repeat(15_000)
  const sent = await page.channel.send(chatOf(alice.person), outgoing('r1', text), signal)
  for (let edit = 0; page.channel.health().detail === '2 pages open'; edit += 1) {
    await page.channel.edit(chatOf(alice.person), sent, outgoing('r1', `${text}${edit}`), signal)
    await setImmediate()
  }
  expect(page.channel.health().detail).toBe('1 page open')
  await page.channel.edit(chatOf(alice.person), sent, outgoing('r1', 'the end', { final: true }), signal)
  await heardAll
})

test('the end of the service ends the streams', async () => {
  const page = await hostPage()
  const alice = await Visitor.arrives(page)
  const stream = await listening(alice)
  await page[Symbol.asyncDispose]()
  await expect(stream.next('never')).rejects.toThrow(/ended/)
})
