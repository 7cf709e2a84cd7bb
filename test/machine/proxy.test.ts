import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo, LookupFunction, Socket } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { download } from '#machine/download.mjs'
import { get } from '#machine/get.mjs'
import { proxiedAgent, unusableProxies } from '#machine/proxy.mjs'
import { openProxy, openTlsFront, type TestProxy } from '../kit/proxy.ts'
import { sha256Of } from './file-server.ts'

const FILE = Buffer.from('the whole of a model')
let site: http.Server
let front: Awaited<ReturnType<typeof openTlsFront>>
let proxy: TestProxy
let sitePort: number

beforeAll(async () => {
  site = http.createServer((_request, response) => void response.end(FILE)).listen(0, '127.0.0.1')
  await once(site, 'listening')
  sitePort = (site.address() as AddressInfo).port
  front = await openTlsFront(sitePort)
  proxy = await openProxy({ 'hub.test': front.port, 'engine.test': sitePort })
})
beforeEach(() => {
  proxy = Object.assign(proxy, { isSilent: false })
  ;(proxy.asked as string[]).length = 0
})
afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
  await front[Symbol.asyncDispose]()
  site.closeAllConnections()
  site.close()
})

/** No name is known on this computer: only a proxy's answer can come. */
const lookup: LookupFunction = (_name, _options, found) => found(Object.assign(new Error(), { code: 'ENOTFOUND' }), [])

/** Asks by way of an agent for that environment; the text of the answer, or why there is none. */
function asked(url: string, env: Record<string, string>): Promise<string> {
  const { protocol } = new URL(url)
  const open = protocol === 'https:' ? https.get : http.get
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)
    open(url, { agent: proxiedAgent(protocol, { lookup }, env) }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      answer.on('end', () => resolve(text))
    }).on('error', failed)
  })
}

describe('a connection to another computer', () => {
  test.each(['HTTPS_PROXY', 'https_proxy'])('goes through a tunnel of %s', async (name) => {
    expect(await asked('https://hub.test/model', { [name]: proxy.url })).toBe(String(FILE))
    expect(proxy.asked).toEqual(['CONNECT hub.test:443'])
  })

  test('without encryption goes through HTTP_PROXY', async () => {
    expect(await asked('http://engine.test/v1/models', { HTTP_PROXY: proxy.url })).toBe(String(FILE))
    expect(proxy.asked).toEqual(['GET http://engine.test/v1/models'])
  })

  test('takes a proxy whose scheme is left out, as other programs do', async () => {
    expect(await asked('https://hub.test/', { https_proxy: proxy.url.replace('http://', '') })).toBe(String(FILE))
  })

  test.each(['hub.test', '.test', '*.test', 'test', 'other.example, hub.test:443', '*'])(
    'goes directly when NO_PROXY is %s',
    async (excepted) => {
      expect(await asked('https://hub.test/', { HTTPS_PROXY: proxy.url, NO_PROXY: excepted })).toBe('ENOTFOUND')
      expect(proxy.asked).toEqual([])
    },
  )

  test.each(['example', 'ub.test', 'hub.test:8443', '10.0.0.0/8', ''])(
    'goes through the proxy when NO_PROXY is %j',
    async (excepted) => {
      await asked('https://hub.test/', { HTTPS_PROXY: proxy.url, NO_PROXY: excepted })
      expect(proxy.asked).toEqual(['CONNECT hub.test:443'])
    },
  )

  test.each<[network: string, address: string, isDirect: boolean]>([
    ['192.0.2.0/24', '192.0.2.255', true],
    ['192.0.2.7/24', '192.0.2.1', true],
    ['192.0.2.0/25', '192.0.2.128', false],
    ['0.0.0.0/0', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
  ])('knows networks by their bits: %s and %s', async (network, address, isDirect) => {
    const agent = proxiedAgent('http:', {}, { HTTP_PROXY: proxy.url, NO_PROXY: network })
    const socket = agent.createConnection({ host: address, port: 80 }) as Socket
    socket.on('error', () => undefined)
    const [to] = await once(socket, 'connectionAttempt')
    socket.destroy()
    expect(to).toBe(isDirect ? address : '127.0.0.1')
  })

  test('ends like any other when the proxy is down', async () => {
    expect(await asked('https://hub.test/', { HTTPS_PROXY: 'http://127.0.0.1:9' })).toBe('ECONNREFUSED')
  })
})

describe('this computer', () => {
  test.each([
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:0.0.0.0]',
    'localhost',
    'localhost.',
    'a.localhost',
    'a.localhost.',
    '127.1.2.3',
    '0.0.0.0',
    'LOCALHOST',
  ])('is known by its names: %s', async (host) => {
    await asked(`http://${host}:9/`, { HTTP_PROXY: proxy.url })
    expect(proxy.asked).toEqual([])
  })

  test.each(['[2001:db8::1]', 'localhost.example', 'notlocalhost', '[::ffff:192.0.2.1]', '128.0.0.1'])(
    'is not what looks like it: %s',
    async (host) => {
      void asked(`http://${host}:9/`, { HTTP_PROXY: proxy.url })
      await expect.poll(() => proxy.asked).toEqual([`GET http://${host.replace('192.0.2.1', 'c000:201')}:9/`])
    },
  )

  test.each(['127.0.0.1', '127.0.0.2', 'localhost'])('is never asked through a proxy: %s', async (host) => {
    const server = http.createServer((_request, response) => void response.end('here')).listen(0, host)
    await once(server, 'listening')
    const url = `http://${host}:${(server.address() as AddressInfo).port}/`
    const agent = proxiedAgent('http:', {}, { HTTP_PROXY: 'http://127.0.0.1:9' })
    const [answer] = (await once(http.get(url, { agent }), 'response')) as [http.IncomingMessage]
    expect(answer.statusCode).toBe(200)
    answer.resume()
    server.closeAllConnections()
    server.close()
  })
})

test('a setting that names no proxy is known, and connections are made directly', async () => {
  const none = ['socks5://user:secret@proxy:1080', 'http://[', 'http://user:%zz@proxy']
  for (const proxy of none) {
    expect(unusableProxies({ HTTPS_PROXY: proxy, HTTP_PROXY: 'proxy:3128' })).toEqual(['HTTPS_PROXY'])
    expect(await asked('https://hub.test/', { HTTPS_PROXY: proxy })).toBe('ENOTFOUND')
  }
})

describe('a download', () => {
  beforeAll(() => {
    process.env.HTTPS_PROXY = proxy.url
  })
  afterAll(() => {
    delete process.env.HTTPS_PROXY
  })

  test('is downloaded through the proxy of the environment', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'chasqui-proxy-'))
    const to = path.join(folder, 'model')
    const signal = AbortSignal.timeout(10_000)
    await download({ urls: ['https://hub.test/model'], to, sha256: sha256Of(FILE), signal })
    expect(await readFile(to)).toEqual(FILE)
    expect(proxy.asked).toEqual(['CONNECT hub.test:443'])
    await rm(folder, { recursive: true })
  })

  test('that waits for a silent proxy ends with its caller', async () => {
    proxy.isSilent = true
    const stop = new AbortController()
    const getting = get('https://hub.test/model', {}, stop.signal)
    await expect.poll(() => proxy.asked).toHaveLength(1)
    stop.abort()
    await expect(getting).rejects.toMatchObject({ name: 'AbortError' })
  })
})
