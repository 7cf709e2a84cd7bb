import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Listener, openListener } from '#http/listener.ts'
import { logFor } from '#machine/log.ts'

let listener: Listener
let url: string
let port: number

beforeAll(async () => {
  const readiness = () => ({ ready: true, parts: [] })
  listener = await openListener({ host: '127.0.0.1', port: 0, log: logFor('test:mounts'), readiness })
  ;({ url, port } = await listener.listen())
})
afterAll(() => listener[Symbol.asyncDispose]())

async function mounted(path: string, says: string) {
  const mount = listener.mounts.open()
  mount.fastify.get(path, () => says)
  mount.fastify.post(path, ({ body }) => body)
  await mount.put()
  return mount
}

const got = async (path: string, init?: RequestInit) => {
  const answer = await fetch(`${url}${path}`, init)
  return { status: answer.status, text: await answer.text(), headers: answer.headers }
}

test('routes are there from when they are put until they are taken away, while it listens', async () => {
  expect((await got('/webhooks/a')).status).toBe(404)
  const mount = await mounted('/webhooks/a', 'here')
  expect(await got('/webhooks/a?x=1')).toMatchObject({ status: 200, text: 'here' })
  expect((await got('/webhooks/a/b')).status).toBe(404)
  expect((await got('/webhooks/A')).status).toBe(404)
  expect((await got('/webhooks/a', { method: 'DELETE' })).status).toBe(404)
  await mount[Symbol.asyncDispose]()
  const gone = await got('/webhooks/a')
  expect([gone.status, JSON.parse(gone.text)]).toEqual([404, expect.objectContaining({ error: 'not-found' })])
})

test('a mount takes the place of another; the older one, taken away later, leaves it', async () => {
  const older = await mounted('/webhooks/b', 'older')
  const newer = await mounted('/webhooks/b', 'newer')
  expect((await got('/webhooks/b')).text).toBe('newer')
  await older[Symbol.asyncDispose]()
  expect((await got('/webhooks/b')).text).toBe('newer')
  await newer[Symbol.asyncDispose]()
})

test('its answers and its refusals are those of the listener', async () => {
  const mount = await mounted('/webhooks/c', 'here')
  const { headers } = await got('/webhooks/c')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  const json = { method: 'POST', headers: { 'content-type': 'application/json' } }
  expect(await got('/webhooks/c', { ...json, body: '{"a":1}' })).toMatchObject({ status: 200, text: '{"a":1}' })
  expect((await got('/webhooks/c', { ...json, body: '{' })).text).toContain('bad-request')
  expect((await got('/webhooks/c', { ...json, body: `"${'x'.repeat(1 << 20)}"` })).status).toBe(413)
  const foreign = request({ port, host: '127.0.0.1', path: '/webhooks/c', headers: { host: 'evil.example' } }).end()
  const [refused] = await once(foreign, 'response')
  expect(refused.statusCode).toBe(403)
  refused.resume()
  await mount[Symbol.asyncDispose]()
})

test('the body comes to it unread, however it was cut', async () => {
  const seen: Buffer[] = []
  const mount = listener.mounts.open()
  const raw = (app: FastifyInstance) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  }
  raw(mount.fastify)
  mount.fastify.post('/webhooks/d', ({ body }) => seen.push(body as Buffer))
  await mount.put()
  const text = Buffer.from('{"text":"héllo 😀"}')
  const socket = connect(port, '127.0.0.1')
  const head = `POST /webhooks/d HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: ${text.length}\r\n\r\n`
  socket.write(head)
  const half = text.indexOf(Buffer.from('😀')) + 2
  socket.write(text.subarray(0, half), () => socket.write(text.subarray(half)))
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1.1 200/)
  expect(seen).toEqual([text])
  await mount[Symbol.asyncDispose]()
})
