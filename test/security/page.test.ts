import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Visitor } from '../adapters/web/visitor.ts'
import { jpegOf } from '../core/media/hostile.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'

let host: ModelHost
let product: Product
let page: { readonly url: string }

beforeAll(async () => {
  host = await startModelHost({ hasEyes: true })
  product = await startProduct({ host })
  await product.app.engine.ready(AbortSignal.timeout(20_000))
  page = { url: product.app.url ?? '' }
}, 60_000)

afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await host.close()
})

const wholeReply = async (hears: Awaited<ReturnType<Visitor['listens']>>) => {
  for (;;) {
    const { data } = await hears.next('reply')
    if (data.final) return data
  }
}

/** Bytes as they go over the wire, and what comes back until the service hangs up or has said enough. */
async function raw(bytes: string | Buffer): Promise<string> {
  const socket = connect(Number(new URL(page.url).port), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(bytes)
  let answer = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk
    if (answer.includes('\r\n\r\n')) socket.end()
  })
  await once(socket, 'close')
  return answer
}

async function asked(path: string, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  const sent = request(`${page.url}${path}`, { headers, agent: false }).end()
  const [response] = await once(sent, 'response')
  let body = ''
  for await (const chunk of response) body += String(chunk)
  return { status: response.statusCode, body }
}

test('a picture is shown in its own chat only, and no id leads out of it', async () => {
  const alice = await Visitor.arrives(page)
  const hears = await alice.listens()
  await alice.sendsPictures('message-0001', 'look', [await jpegOf()], 'image/jpeg')
  await wholeReply(hears)
  hears.leave()
  const { entries } = (await (await alice.get('/api/history')).json()) as { entries: { pictureIds: string[] }[] }
  const [id = ''] = entries.flatMap(({ pictureIds }) => pictureIds)
  const [event] = id.split('.')
  expect((await alice.get(`/api/pictures/${id}`)).headers.get('content-type')).toBe('image/jpeg')
  const mallory = await Visitor.arrives(page)
  expect((await mallory.get(`/api/pictures/${id}`)).status).toBe(404)
  const paths = [
    '../key',
    '..%2fkey',
    '%2e%2e%2f%2e%2e%2fkey',
    '..%252fkey',
    '%5c..%5ckey',
    '....//key',
    '%00',
    'x'.repeat(5_000),
    ...['%00.png', '/..', '%27%20or%20true--'].map((end) => id + end),
    ...['-1', '999999', '99999999999'].map((part) => `${event}.${part}`),
  ]
  for (const path of paths) {
    const { status, body } = await asked(`/api/pictures/${path}`, { cookie: alice.cookie })
    expect([400, 404, 414, 431], path).toContain(status)
    expect(body, path).not.toMatch(/node_modules|\.ts|select|Error:/)
  }
  for (const path of ['/../key', '/%2e%2e/key', '//etc/passwd', '/page/../../../key', '/.env', '/page/../channel.ts']) {
    expect((await asked(path, {})).status, path).toBe(404)
  }
})

test('a cookie that we did not sign opens no chat, neither to read nor to write nor to listen', async () => {
  const alice = await Visitor.arrives(page)
  await alice.post({ id: 'message-0001', text: 'canary-of-alice' })
  const mallory = await Visitor.arrives(page)
  const signature = mallory.cookie.slice(mallory.cookie.lastIndexOf('.'))
  const name = 'chasqui_person='
  const forged = [
    '',
    ...['', '.', signature, '.undefined'].map((end) => name + alice.person + end),
    ...['', '__proto__', '%00', 'a'.repeat(4_000), '%E0%A4%A'].map((value) => name + value),
    `${mallory.cookie}; ${name}${alice.person}${signature}`,
    `${name}${alice.person}${signature}; ${mallory.cookie}`,
  ]
  for (const cookie of forged) {
    for (const path of ['/api/history', '/api/events', '/api/pictures/x.0']) {
      const isStream = cookie.includes(mallory.cookie) && path === '/api/events'
      const answer = isStream ? undefined : await asked(path, { cookie })
      expect(answer?.body ?? '', cookie).not.toContain('canary-of-alice')
      if (answer && !cookie.includes(mallory.cookie)) expect(answer.status, cookie).toBe(401)
    }
    if (cookie.includes(mallory.cookie)) continue
    const headers = { cookie, origin: page.url, 'content-type': 'application/json' }
    const body = '{"id":"message-0009","text":"hi"}'
    const post = await fetch(`${page.url}/api/messages`, { method: 'POST', headers, body })
    expect(post.status, cookie).toBe(401)
  }
})

test('bodies too large, of too many keys, packed, or of another kind are refused, and the next is served', async () => {
  const alice = await Visitor.arrives(page)
  const keys = `{${Array.from({ length: 200_000 }, (_, index) => `"k${index}":1`).join(',')}}`
  const headers = { cookie: alice.cookie, origin: page.url, 'content-type': 'application/json' }
  const post = (body: string | Buffer<ArrayBuffer>, more: Record<string, string> = {}) =>
    fetch(`${page.url}/api/messages`, { method: 'POST', headers: { ...headers, ...more }, body }).then(
      ({ status }) => status,
      // The service may hang up on a body that it will not read.
      () => 413,
    )
  expect(await post(keys)).toBe(413)
  expect(await post(Buffer.alloc(50_000_000, 32))).toBe(413)
  expect(await post(gzipSync(Buffer.alloc(10_000_000, 32)), { 'content-encoding': 'gzip' })).toBe(400)
  expect(await post('{"__proto__":{"id":"message-0001","text":"x"}}')).toBe(400)
  expect(await post('{"id":"message-0001","text":"x","constructor":{"prototype":{"isAdmin":true}}}')).toBe(400)
  expect(await post('['.repeat(50_000))).toBe(400)
  expect(await post('{"id":["message-0001"],"text":{"a":1}}')).toBe(400)
  expect(await post('id=message-0001&text=x', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(415)
  expect(await post('{"id":"message-0001","text":"x"}', { 'content-type': 'text/plain' })).toBe(400)
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  expect((await alice.post({ id: 'message-0002', text: 'still here?' })).status).toBe(202)
})

test('what is no HTTP, or two requests in one, is not read as what it is not', async () => {
  const { host: name } = new URL(page.url)
  const lengths = 'Content-Length: 4\r\nTransfer-Encoding: chunked'
  const smuggled = `POST / HTTP/1.1\r\nHost: ${name}\r\n${lengths}\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n`
  expect(await raw(smuggled)).toMatch(/^HTTP\/1.1 400/)
  expect(await raw(`GET / HTTP/1.1\r\nHost: ${name}\r\nHost: evil.example\r\n\r\n`)).not.toMatch(/evil/)
  expect(await raw(`GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n`)).toMatch(/^HTTP\/1.1 403/)
  expect(await raw(`GET /x HTTP/1.1\r\nHost: ${name}\r\nX-Forwarded-Host: evil.example\r\n\r\n`)).not.toMatch(/evil/)
  expect(await raw(`TRACE / HTTP/1.1\r\nHost: ${name}\r\nCookie: chasqui_person=secret\r\n\r\n`)).not.toMatch(/secret/)
  expect(await raw(Buffer.from('\x16\x03\x01\x02\x00\x01\x00\x01\xfc', 'latin1'))).not.toMatch(/HTTP\/1.1 2/)
})
