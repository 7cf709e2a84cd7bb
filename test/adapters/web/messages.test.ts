import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { HistoryPage } from '#core/contract/channel.ts'
import { conversationId } from '#core/contract/ids.ts'
import type { MessageEvent } from '#core/contract/message.ts'
import { host } from './page-host.ts'
import { pictureOf, Visitor } from './visitor.ts'

const signal = new AbortController().signal
const codeOf = async (response: Response) => ((await response.json()) as { error: string }).error

test('a text is accepted once, even when it is sent again', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  const message = { id: 'message-0001', text: 'hello' }
  expect((await alice.post(message)).status).toBe(202)
  expect((await alice.post(message)).status).toBe(202)
  expect(page.sink.events).toHaveLength(1)
  expect(page.sink.events[0]).toMatchObject({ type: 'message', messageId: 'message-0001', chat: { id: alice.person } })
})

test('a message without a cookie, or from another origin, or from none, is refused', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  const message = { id: 'message-0001', text: 'hello' }
  expect((await new Visitor(page).post(message)).status).toBe(401)
  const { port } = page
  for (const origin of ['https://evil.example', 'null', `https://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`]) {
    expect((await alice.post(message, { origin })).status, origin).toBe(403)
  }
  const headers = { cookie: alice.cookie, 'content-type': 'application/json' }
  const bare = { method: 'POST', headers, body: JSON.stringify(message) }
  expect((await fetch(`${page.url}/api/messages`, bare)).status).toBe(403)
  const sameSite = { ...bare, headers: { ...headers, 'sec-fetch-site': 'same-site' } }
  expect((await fetch(`${page.url}/api/messages`, sameSite)).status).toBe(403)
  expect(page.sink.events).toHaveLength(0)
})

test('what is said in another chat is not read by another site either', async () => {
  const alice = await Visitor.arrives(await host())
  expect((await alice.get('/api/history', { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await alice.get('/api/events', { 'sec-fetch-site': 'same-site' })).status).toBe(403)
})

test('pictures are on the disk, for this user only, once a message is accepted, and outlive the process', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  const bytes = pictureOf(300_000, 7)
  page.sink.onEvent = (event) => {
    const [, picture] = (event as MessageEvent).parts
    expect(picture).toMatchObject({ type: 'image', mime: 'image/png', bytes: 300_000, fileName: 'photo0.png' })
    expect(picture?.type === 'image' && existsSync(join(page.spoolFolder, picture.ref))).toBe(true)
  }
  expect((await alice.sendsPictures('message-0001', 'what is this?', [bytes])).status).toBe(202)
  const name = `${alice.person}.${createHash('sha256').update(bytes).digest('hex')}`
  expect(await readdir(page.spoolFolder)).toEqual([name])
  expect((await stat(join(page.spoolFolder, name))).mode & 0o077).toBe(0)
  const second = await host({ key: page.key, spoolFolder: page.spoolFolder })
  const [event] = page.sink.events as MessageEvent[]
  const media = event?.parts.find((part) => part.type === 'image')
  if (media?.type !== 'image') throw new Error('the message has no picture')
  expect(await second.channel.fetchMedia(media, { bytesMax: 1e6 }, signal)).toEqual(Buffer.from(bytes))
  const tooLarge = second.channel.fetchMedia(media, { bytesMax: 1e3 }, signal)
  await expect(tooLarge).rejects.toMatchObject({ code: 'media-too-large' })
  for (const ref of ['../../etc/passwd', `${alice.person}.${'0'.repeat(64)}`, '']) {
    const asked = second.channel.fetchMedia({ ...media, ref }, { bytesMax: 1e6 }, signal)
    await expect(asked).rejects.toMatchObject({ code: 'media-gone' })
  }
})

test('while the store is down a message is not acknowledged, and the same message is taken afterwards', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  page.sink.isDown = true
  const refused = await alice.post({ id: 'message-0001', text: 'hello' })
  expect(refused.status).toBe(503)
  expect(refused.headers.get('retry-after')).toBe('2')
  expect((await alice.get('/api/history')).status).toBe(503)
  page.sink.isDown = false
  expect((await alice.post({ id: 'message-0001', text: 'hello' })).status).toBe(202)
  await page.channel.stop()
  expect((await alice.post({ id: 'message-0002', text: 'more' })).status).toBe(503)
})

test('what is too long, too large, too many or empty is refused with a code the page knows', async () => {
  const page = await host({ limits: { textLengthMax: 100, filesMax: 2, fileBytesMax: 1_000 } })
  const alice = await Visitor.arrives(page)
  const small = pictureOf(10)
  expect(await codeOf(await alice.post({ id: 'message-0001', text: 'x'.repeat(101) }))).toBe('text-too-long')
  expect(await codeOf(await alice.post({ id: 'message-0001', text: ' \0\n' }))).toBe('empty-message')
  expect(await codeOf(await alice.post({ id: 'short', text: 'x' }))).toBe('bad-request')
  expect(await codeOf(await alice.post({ id: ['message-0001'], text: 'x' }))).toBe('bad-request')
  expect(await codeOf(await alice.sendsPictures('message-0001', '', [small, small, small]))).toBe('too-many-files')
  for (const large of [1_001, 500_000]) {
    const refused = await alice.sendsPictures('message-0001', '', [small, pictureOf(large)])
    expect(await codeOf(refused)).toBe('file-too-large')
    const noPicture = await alice.sendsPictures('message-0001', '', [small, new Uint8Array(large)])
    expect(await codeOf(noPicture)).toBe('file-too-large')
  }
  expect(await codeOf(await alice.sendsPictures('message-0001', 'x'.repeat(600), [small]))).toBe('text-too-long')
  expect((await alice.post('x'.repeat(2_000_000))).status).toBe(413)
  expect(page.sink.events).toHaveLength(0)
  expect((await alice.sendsPictures('message-0001', '', [pictureOf(1_000)])).status).toBe(202)
})

test('a form that is broken or cut off leaves nothing behind', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  const headers = {
    host: `127.0.0.1:${page.port}`,
    cookie: alice.cookie,
    origin: page.url,
    'content-type': 'multipart/form-data; boundary=edge',
  }
  const disposition = 'content-disposition: form-data; name="picture"; filename="a.png"'
  const picture = Buffer.from(pictureOf(2_000)).toString('latin1')
  const head = `--edge\r\n${disposition}\r\ncontent-type: image/png\r\n\r\n${picture}`
  const broken = request(`${page.url}/api/messages`, { method: 'POST', headers, agent: false })
  broken.end(Buffer.from(head, 'latin1'))
  const [response] = await once(broken, 'response')
  expect(response.statusCode).toBe(400)
  response.resume()
  const longer = { ...headers, 'content-length': '5000' }
  const cut = request(`${page.url}/api/messages`, { method: 'POST', headers: longer, agent: false })
  cut.on('error', () => {})
  cut.write(Buffer.from(head, 'latin1'))
  await expect.poll(() => readdir(page.spoolFolder)).toHaveLength(1)
  cut.destroy()
  await expect.poll(() => readdir(page.spoolFolder)).toEqual([])
  expect(page.sink.events).toHaveLength(0)
})

test('the history comes in pages, the newest first', async () => {
  const page = await host()
  page.sink.entriesMax = 2
  const alice = await Visitor.arrives(page)
  for (const id of ['m1', 'm2', 'm3']) {
    const conversation = conversationId(page.channel.account, alice.person)
    page.sink.addEntry(conversation, { from: 'person', id, text: id, pictureIds: [], kind: 'message', atMs: 1 })
  }
  const read = async (query = '') => (await alice.get(`/api/history${query}`)).json() as Promise<HistoryPage>
  const newest = await read()
  expect(newest).toMatchObject({ entries: [{ id: 'm2' }, { id: 'm3' }], older: expect.any(String) })
  expect(await read(`?before=${newest.older}`)).toEqual({ entries: [expect.objectContaining({ id: 'm1' })] })
})

test('history and its pictures are the own ones only', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  const bob = await Visitor.arrives(page)
  const conversation = conversationId(page.channel.account, alice.person)
  const entry = { from: 'person', id: 'm1', text: 'look', pictureIds: ['p1'], kind: 'message', atMs: 1 } as const
  page.sink.addEntry(conversation, entry)
  page.sink.pictures.set(`${conversation} p1`, { mime: 'image/png', bytes: new Uint8Array([1, 2, 3]) })
  page.sink.pictures.set(`${conversation} p2`, { mime: 'text/html', bytes: new Uint8Array([1]) })
  expect(await (await alice.get('/api/history')).json()).toEqual({ entries: [entry] })
  expect(await (await bob.get('/api/history')).json()).toEqual({ entries: [] })
  const picture = await alice.get('/api/pictures/p1')
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect(new Uint8Array(await picture.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]))
  expect((await bob.get('/api/pictures/p1')).status).toBe(404)
  expect((await alice.get('/api/pictures/p2')).status).toBe(404)
  expect((await alice.get('/api/pictures/..%2f..%2fetc')).status).toBe(404)
  expect((await new Visitor(page).get('/api/pictures/p1')).status).toBe(401)
})
