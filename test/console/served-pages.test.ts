import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostConsole, type ConsoleHost } from '../kit/console-host.ts'
import { signedIn } from '../kit/console.ts'

const SCRIPT = 'const all = 1\n'.repeat(100)
const DOCUMENT =
  '<head><base href="__BASE__"><meta name="session" content="__SESSION__">' +
  '<script nonce="__NONCE__" src="./assets/main-1a2b.js"></script></head>'

let folder: string
let host: ConsoleHost
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'chasqui-pages-'))
  await mkdir(path.join(folder, 'assets'))
  const files = {
    'index.html': DOCUMENT,
    'inside.html': `${DOCUMENT}inside`,
    'assets/main-1a2b.js': SCRIPT,
    'assets/main-1a2b.js.br': brotliCompressSync(SCRIPT),
    'assets/main-1a2b.js.gz': gzipSync(SCRIPT),
    'assets/tiny.css': 'a{}',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text)
  host = await hostConsole({ pages: { folder }, address: { url: 'https://example.org/chasqui/' } })
})
afterAll(async () => {
  await host[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const page = (address: string) => fetch(new URL(address, host.url))

test('every page is a document with a nonce of its own and the prefix as its base', async () => {
  const [first, second] = await Promise.all([page('/'), page('/people/x?q=1')])
  const document = await first.text()
  const [, nonce] = /nonce="([\w+/=]{24})"/.exec(document) ?? []
  expect(document).toContain('<base href="/chasqui/">')
  expect(first.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`)
  expect(first.headers.get('content-security-policy')).not.toContain('unsafe')
  expect(first.headers.get('cache-control')).toBe('no-store')
  expect(second.status).toBe(200)
  expect(await second.text()).not.toContain(String(nonce))
})

const unescaped = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

describe('the document of a page', () => {
  let plain: ConsoleHost
  beforeAll(async () => {
    plain = await hostConsole({ database: host.database, pages: { folder } })
  })
  afterAll(() => plain[Symbol.asyncDispose]())

  /** As a browser that opens it from there, with what it then knows of who is signed in. */
  async function opened(address: string, headers: Record<string, string>) {
    const asked = request({ port: plain.port, path: address, headers, agent: false }).end()
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    const document = await text(response)
    const [, session = ''] = /name="session" content="([^"]*)"/.exec(document) ?? []
    return {
      session: session === '' ? undefined : (JSON.parse(unescaped(session)) as Record<string, unknown>),
      isInside: document.endsWith('inside'),
    }
  }

  test('says who is signed in', async () => {
    const service = { url: plain.url, database: plain.database.superuser }
    const viewer = await signedIn(service, 'viewer', 'a "<quoted>" name')
    const { body } = await viewer.get('/api/session')
    expect(await opened('/people?q=1', { cookie: viewer.cookie })).toEqual({ session: body, isInside: true })
  })

  test('says that nobody is signed in where that is sure, and never to who comes from another site', async () => {
    const typed = await opened('/', { 'sec-fetch-site': 'none' })
    expect(typed).toMatchObject({ session: { hasOwner: false }, isInside: false })
    const visit = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    expect(await opened('/', visit)).toEqual({ session: undefined, isInside: false })
    expect((await opened('/', {})).session).toBeUndefined()
  })
})

describe('a file of the pages', () => {
  /** Without decoding what comes. */
  async function encodingOf(accepted: string | undefined, name = 'main-1a2b.js') {
    const headers = accepted === undefined ? {} : { 'accept-encoding': accepted }
    const asked = request({ port: host.port, path: `/assets/${name}`, headers, agent: false }).end()
    const [response] = await once(asked, 'response')
    response.resume()
    return response.headers['content-encoding']
  }

  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', undefined],
    [undefined, undefined],
  ])('for a browser that takes %j is sent as %j', async (accepted, encoding) => {
    expect(await encodingOf(accepted)).toBe(encoding)
  })

  test('that is not compressed is sent as it is', async () => {
    expect(await encodingOf('br', 'tiny.css')).toBeUndefined()
  })

  test('is the same whatever its encoding, and kept by browsers for good', async () => {
    const response = await page('/assets/main-1a2b.js')
    expect(await response.text()).toBe(SCRIPT)
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('vary')).toBe('accept-encoding')
  })

  test.each(['main-1a2b.js.br', 'none.js', '..%2findex.html', '%00.js'])('%s is none', async (name) => {
    const response = await page(`/assets/${name}`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: 'not-found' })
  })
})

test('pages whose folder is gone are missing with what to do', async () => {
  await using other = await hostConsole({ database: host.database, pages: { folder: path.join(folder, 'gone') } })
  const response = await fetch(other.url)
  expect(response.status).toBe(503)
  expect(await response.text()).toMatch(/the folder .* is gone\.\nStart the service again with npm start/)
})
