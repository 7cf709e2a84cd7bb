import { once } from 'node:events'
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { nothing, takesNothing } from '#console/api/forms/page.ts'
import { route } from '#console/api/route.ts'
import { routes } from '#console/api/routes/all.ts'
import { logFor, type Logger } from '#machine/log.ts'
import { hostConsole, type ConsoleHost } from '../kit/console-host.ts'
import { signedIn } from '../kit/console.ts'

type Answered = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }
type Asked = {
  readonly method?: string
  readonly path?: string
  readonly headers?: object
  readonly body?: string
  /** Whose network it comes from. */
  readonly localAddress?: string
}

/** With any header, also those that `fetch` sets itself. */
async function ask({ port }: Pick<ConsoleHost, 'port'>, options: Asked = {}): Promise<Answered> {
  const { path = '/api/session', headers, body, ...more } = options
  const asked = request({ port, host: '127.0.0.1', path, agent: false, headers: { ...headers }, ...more }).end(body)
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  const text = Buffer.concat(await response.toArray()).toString()
  return { status: response.statusCode ?? 0, headers: response.headers, text }
}

let plain: ConsoleHost
beforeAll(async () => {
  plain = await hostConsole()
})
afterAll(() => plain[Symbol.asyncDispose]())

describe('whatever is asked', () => {
  test.each([
    ['a page', '/', 503],
    ['the API', '/api/session', 200],
    ['no route', '/api/nope', 404],
    ['no file', '/assets/nope.js', 404],
    ['a file elsewhere', '/assets/..%2f..%2fpackage.json', 404],
    ['what cannot be decoded', '/%', 400],
    ['a very long address', `/${'x'.repeat(20_000)}`, 431],
  ])('%s is answered strictly and with nothing of the inside', async (_name, path, status) => {
    const answer = await ask(plain, { path })
    expect(answer.status).toBe(status)
    expect(answer.text).not.toMatch(/stack|node_modules|\.ts\b|FST_/)
    if (status === 431) return
    expect(answer.headers).toMatchObject({
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
  })

  test('an error is a short JSON', async () => {
    const { text } = await ask(plain, { path: '/api/nope' })
    expect(JSON.parse(text)).toEqual({ error: 'not-found', message: 'There is nothing at this address.' })
  })

  test('without pages the address says why, what to do, and that people are answered', async () => {
    const { text, headers } = await ask(plain, { path: '/people' })
    expect(headers['content-type']).toMatch(/^text\/plain/)
    expect(text).toMatch(/no pages: this test has none\.\nStart the service again with npm start.*answered meanwhile/)
  })
})

describe('a name that is not ours', () => {
  test.each(['evil.example', 'localhost.evil.example', 'localhost@evil.example', 'console.example.org'])(
    '"%s" is refused, as DNS rebinding would send it',
    async (host) => {
      const { status, text } = await ask(plain, { path: '/', headers: { host } })
      expect(status).toBe(403)
      expect(text).toContain('CHASQUI_CONSOLE_URL')
    },
  )
  test.each(['localhost:1', '127.0.0.1', '[::1]:3001'])('"%s" is this computer', async (host) => {
    expect((await ask(plain, { headers: { host } })).status).toBe(200)
  })
})

describe('another site', () => {
  const visit = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  test.each([
    ['same-site', '/api/session', {}, 403],
    ['cross-site', '/api/session', {}, 403],
    ['same-site', '/', visit, 403],
    ['same-site', '/assets/x.js', {}, 403],
    ['cross-site', '/', {}, 403],
    ['cross-site', '/', { ...visit, 'sec-fetch-dest': 'iframe' }, 403],
    ['cross-site', '/api/session', visit, 403],
    ['cross-site', '/%61pi/session', visit, 403],
    ['cross-site', '/metrics', visit, 403],
    ['surprising', '/api/session', {}, 403],
    // A link in a mail: the document alone, which comes without cookies and shows nothing.
    ['cross-site', '/', visit, 503],
    ['same-origin', '/api/session', {}, 200],
    ['none', '/', visit, 503],
  ])('Sec-Fetch-Site %s for %s with %j is answered with %d', async (site, path, headers, status) => {
    const answer = await ask(plain, { path, headers: { 'sec-fetch-site': site, ...headers } })
    expect(answer.status).toBe(status)
  })
})

describe('a change', () => {
  // Past the checks there is no such route.
  const path = '/api/nope'
  const https = 'https://console.example.org'
  test.each([
    ['its own origin', (own: string) => ({ origin: own }), 404],
    ['no origin, from our own page', () => ({ 'sec-fetch-site': 'same-origin' }), 404],
    ['no origin', () => ({}), 403],
    ['the origin null', () => ({ origin: 'null' }), 403],
    ['the page on another port', () => ({ origin: 'http://localhost:3000' }), 403],
    ['an origin that begins as ours', (own: string) => ({ origin: `${own}.evil.example` }), 403],
    ['https in place of http', (own: string) => ({ origin: own.replace('http:', 'https:') }), 403],
  ])('with %s', async (_name, headersFor, status) => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const headers = { host: `localhost:${plain.port}`, ...headersFor(`http://localhost:${plain.port}`) }
      expect((await ask(plain, { method, path, headers })).status, method).toBe(status)
    }
  })

  test('under an https address comes from the https page only', async () => {
    await using host = await hostConsole({ database: plain.database, address: { url: https } })
    const named = { host: 'console.example.org' }
    const statusFor = async (origin: string) =>
      (await ask(host, { method: 'POST', path, headers: { ...named, origin } })).status
    expect(await statusFor(https)).toBe(404)
    expect(await statusFor('http://console.example.org')).toBe(403)
  })

  test('of more than the console takes is refused before it is read', async () => {
    const origin = `http://localhost:${plain.port}`
    const headers = { host: new URL(origin).host, origin, 'content-type': 'application/json' }
    const { status, text } = await ask(plain, { method: 'POST', path, headers, body: `"${'x'.repeat(70_000)}"` })
    expect({ status, error: (JSON.parse(text) as { error: string }).error }).toEqual({
      status: 413,
      error: 'too-large',
    })
  })
})

test('of somebody who may not send it no large body is read, and who may no longer is refused after it', async () => {
  const large = route({
    method: 'POST',
    path: '/api/large',
    needs: 'moderator',
    shows: 'numbers',
    audit: { action: 'large' },
    ...takesNothing,
    body: z.object({ text: z.string() }),
    bodyBytesMax: 1_000_000,
    answer: nothing,
    handle: async () => ({}),
  })
  await using host = await hostConsole({ routes: [...routes, large] })
  const { superuser: database } = host.database
  const sendBegun = ({ cookie = '', csrf = '' } = {}) => {
    const headers = { cookie, 'x-chasqui-csrf': csrf, origin: `http://localhost:${host.port}` }
    const about = { 'content-type': 'application/json', 'content-length': 900_000, host: `localhost:${host.port}` }
    const asked = request({ port: host.port, path: '/api/large', method: 'POST', headers: { ...headers, ...about } })
    asked.on('error', () => undefined).write('{"text":"')
    return asked
  }
  const statusOf = async (asked: ReturnType<typeof request>) => {
    const [{ statusCode }] = (await once(asked, 'response')) as [IncomingMessage]
    asked.destroy()
    return statusCode
  }
  expect(await statusOf(sendBegun())).toBe(401)
  expect(await statusOf(sendBegun(await signedIn({ url: host.url, database }, 'viewer')))).toBe(403)
  const moderator = await signedIn({ url: host.url, database }, 'moderator')
  const slow = sendBegun(moderator)
  await moderator.get('/api/session')
  await database.query(`update console_account set role = 'viewer' where name = 'moderator'`)
  slow.end(`${'x'.repeat(900_000 - 11)}"}`)
  expect(await statusOf(slow)).toBe(403)
})

test('HEAD is asked of pages alone', async () => {
  expect((await ask(plain, { method: 'HEAD' })).status).toBe(404)
  expect((await ask(plain, { method: 'HEAD', path: '/' })).status).toBe(503)
})

describe('below a prefix', () => {
  let host: ConsoleHost
  beforeAll(async () => {
    host = await hostConsole({
      database: plain.database,
      address: { url: 'https://example.org/chasqui?x#y', trustProxy: 'loopback' },
    })
  })
  afterAll(() => host[Symbol.asyncDispose]())
  const named = { host: 'example.org' }

  test.each([
    ['/chasqui/api/session', 200],
    ['/chasqui/api/nope', 404],
    ['/chasqui', 503],
    ['/chasqui?x=1', 503],
    ['/chasqui/people', 503],
    ['/chasqui/assets/nope.js', 404],
    ['/chasquiapi/session', 503],
    // Asked at this computer, past the proxy.
    ['/api/session', 200],
  ])('%s is answered with %d', async (path, status) => {
    expect((await ask(host, { path, headers: named })).status).toBe(status)
  })

  test('the printed address is the one that operators open', () => {
    expect(host.opened).toBe('https://example.org/chasqui/')
  })

  test('under https the session is taken from a cookie that no neighbouring site can set', async () => {
    const { superuser } = host.database
    const owner = await signedIn({ url: host.url, database: superuser }, 'owner')
    const [, token = ''] = owner.cookie.split('=')
    const accountFor = async (cookie: string) =>
      (JSON.parse((await ask(host, { headers: { ...named, cookie } })).text) as { account?: object }).account
    expect(await accountFor(`chasqui-console=${token}`)).toBeUndefined()
    expect(await accountFor(`__Host-chasqui-console=${token}`)).toMatchObject({ role: 'owner' })
  })
})

describe('where a browser is', () => {
  /** As the audit has it after a try to sign in that a proxy on this computer passed on. */
  async function networkWith(trustProxy: string | undefined) {
    const logged: string[] = []
    const warn = (_about: unknown, text?: string) => logged.push(text ?? String(_about))
    const log = { ...logFor('test:console'), warn } as unknown as Logger
    await using host = await hostConsole({ database: plain.database, address: { trustProxy }, log })
    const origin = `http://localhost:${host.port}`
    const headers = {
      host: new URL(origin).host,
      origin,
      'content-type': 'application/json',
      'x-forwarded-for': '198.51.100.7, 2001:db8:1:2::3',
    }
    const body = JSON.stringify({ name: 'nobody', password: 'wrong' })
    await ask(host, { method: 'POST', headers, body })
    const { rows } = await host.database.superuser.query<{ network: string }>(
      'select network from console_audit order by id desc limit 1',
    )
    return { network: rows[0]?.network, logged: logged.join('\n') }
  }

  test('says a proxy that console.trustProxy names, and whoever it passes on is not believed', async () => {
    const { network, logged } = await networkWith('loopback')
    expect(network).toBe('2001:db8:1:2::/64')
    expect(logged).not.toContain('trustProxy')
  })

  test('is not known behind another one, which the log names together with the setting', async () => {
    const { network, logged } = await networkWith(undefined)
    expect(network).toBe('unknown')
    expect(logged).toContain('set console.trustProxy to loopback in chasqui.yaml')
  })
})

test('a database that does not let the console in is told with where it is set', async () => {
  await using host = await hostConsole({ database: plain.database, user: 'nobody_known' })
  const { status, text } = await ask(host, { headers: { cookie: 'chasqui-console=x' } })
  expect(status).toBe(503)
  expect(JSON.parse(text)).toEqual({
    error: 'unavailable',
    message: expect.stringContaining('The role of the console'),
    sentences: [{ code: 'database.not-let-in', values: {} }],
  })
})

describe('connections', () => {
  test('one that says nothing, or only a part of its headers, is closed', async () => {
    await using host = await hostConsole({
      database: plain.database,
      limits: { headersMs: 100, requestMs: 200, checkMs: 20 },
    })
    const closed = [
      '',
      'GET / HTTP/1.1\r\nHost: localhost\r\n',
      'POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{',
    ]
    const sockets = closed.map((text) => {
      const socket = connect(host.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write(text)
      socket.resume()
      return once(socket, 'close')
    })
    await Promise.all(sockets)
    expect((await ask(host)).status).toBe(200)
  })

  test('one with a long line of requests on it is cut before others wait for them', async () => {
    const socket = connect(plain.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write('GET /api/session HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(2_000))
    let answers = ''
    socket.on('data', (bytes) => (answers += String(bytes)))
    // It may be reset.
    await new Promise((resolve) => socket.once('close', resolve))
    expect(answers.split('HTTP/1.1 200').length).toBeLessThan(100)
    expect((await ask(plain)).status).toBe(200)
  })

  test('where one network has taken them all, its oldest makes room for another one', async () => {
    await using host = await hostConsole({ database: plain.database, limits: { connectionsMax: 3 } })
    const idle = Array.from({ length: 3 }, () => {
      const socket = connect(host.port, '127.0.0.1')
      socket.on('error', () => undefined)
      return socket
    })
    await Promise.all(idle.map((socket) => once(socket, 'connect')))
    const first = once(idle[0]!, 'close')
    idle[0]!.resume()
    expect((await ask(host, { localAddress: '127.0.0.2' })).status).toBe(200)
    await first
    for (const socket of idle) socket.destroy()
  })
})
