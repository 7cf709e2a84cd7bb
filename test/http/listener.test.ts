import dns from 'node:dns'
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { expect, test, vi } from 'vitest'
import type { FastifyRequest } from 'fastify'
import { isFromHere } from '#http/from-here.ts'
import { ListenError } from '#http/listen-error.ts'
import { openListener } from '#http/listener.ts'
import { hostChecker } from '#http/origins.ts'
import { logFor, type Logger } from '#machine/log.ts'
import { host } from '../adapters/web/page-host.ts'

async function statusFor(port: number, headers: Record<string, string>, path = '/'): Promise<number> {
  const asked = request({ port, host: '127.0.0.1', path, headers, agent: false }).end()
  const [response] = await once(asked, 'response')
  response.resume()
  return response.statusCode
}

test('a request under a foreign name is refused, as a re-pointed name would send it', async () => {
  const { port } = await host()
  expect(await statusFor(port, { host: `127.0.0.1:${port}` })).toBe(200)
  expect(await statusFor(port, { host: 'localhost' })).toBe(200)
  expect(await statusFor(port, { host: '[::1]:3000' })).toBe(200)
  for (const name of ['evil.example', `evil.example:${port}`, 'localhost.evil.example', 'localhost@evil.example']) {
    expect(await statusFor(port, { host: name }), name).toBe(403)
  }
  const nameless = connect(port, '127.0.0.1').end('GET / HTTP/1.0\r\n\r\n')
  const [answer] = await once(nameless, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1.1 403/)
})

test('a refused name is told with what to set, and logged once', async () => {
  const logged: unknown[] = []
  const warn = (about: object, text: string) => logged.push({ ...about, text })
  const log = { ...logFor('test:web'), warn } as unknown as Logger
  const { url, port } = await host({ log })
  const named = async (name: string) => {
    const asked = request({ port, host: '127.0.0.1', headers: { host: name }, agent: false }).end()
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    return JSON.parse(String((await response.toArray())[0])) as { error: string; message: string }
  }
  const refused = await named('chasqui:3000')
  expect(refused).toMatchObject({ error: 'host-refused', message: expect.stringContaining('"chasqui:3000"') })
  expect(refused.message).toContain('CHASQUI_PUBLIC_URL')
  await named('chasqui:3000')
  expect(logged).toEqual([{ host: 'chasqui:3000', text: refused.message }])
  expect((await named(`a"><script>${'x'.repeat(500)}`)).message).toMatch(/"a\?\?\?script\?x{80,90}"/)
  for (let count = 0; count < 200; count += 1) await named(`scan${count}.example`)
  expect(logged.length).toBeLessThanOrEqual(50)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
})

test('where the public address is set, a refused name is a matter of the proxy', async () => {
  const { port } = await host({ publicUrl: 'https://chat.example.org' })
  const asked = request({ port, host: '127.0.0.1', headers: { host: 'chasqui:3000' }, agent: false }).end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  const body = String((await response.toArray())[0])
  expect(body).toMatch(/"chasqui:3000.*https:\/\/chat\.example\.org.*pass on the Host header/)
})

test('the public address is an allowed name, and on all addresses every literal address is', () => {
  const behindProxy = hostChecker({ host: '127.0.0.1', publicUrl: 'https://chat.example.org' })
  expect(behindProxy('chat.example.org')).toBe(true)
  expect(behindProxy('192.168.1.5:3000')).toBe(false)
  const everywhere = hostChecker({ host: '0.0.0.0' })
  expect(everywhere('192.168.1.5:3000')).toBe(true)
  expect(everywhere('[fe80::1]:3000')).toBe(true)
  expect(everywhere('evil.example')).toBe(false)
})

test('every answer carries the headers that keep a browser strict', async () => {
  const { url } = await host()
  for (const path of ['/', '/main.js', '/api/status', '/nowhere']) {
    const { headers } = await fetch(url + path)
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
    expect(headers.get('content-security-policy')).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  }
})

test('health says alive, and readiness says whether and no more', async () => {
  const parts = [{ name: 'engine', state: 'starting' as const, detail: 'http://10.0.0.7:8000 cannot be reached' }]
  let ready = false
  const { url } = await host({ readiness: () => ({ ready, parts }) })
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  const starting = await fetch(`${url}/readyz`)
  expect(starting.status).toBe(503)
  expect(await starting.json()).toEqual({ ready: false })
  ready = true
  const started = await fetch(`${url}/readyz`)
  expect(started.status).toBe(200)
  expect(await started.json()).toEqual({ ready: true })
})

test('who asks on this computer is told from who asks through a proxy or from elsewhere', () => {
  const asked = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
    isFromHere({ headers, socket: { remoteAddress, localAddress: '127.0.0.1' } } as unknown as FastifyRequest)
  expect(asked({})).toBe(true)
  expect(asked({}, '203.0.113.9')).toBe(false)
  for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
    expect(asked({ [header]: '203.0.113.9' }), header).toBe(false)
  }
})

test('under the name localhost there is one server, and it keeps the account of connections', async () => {
  const both = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]
  const { lookup } = dns
  vi.spyOn(dns, 'lookup').mockImplementation(((name: string, options: object, found: (...found: unknown[]) => void) =>
    name === 'localhost' && 'all' in options ? found(null, both) : lookup(name, options, found)) as typeof lookup)
  const page = await host({ host: 'localhost', connectionsMax: 1 })
  const first = connect(page.port, '127.0.0.1')
  await once(first, 'connect')
  const [address] = await once(
    connect(page.port, '127.0.0.1').on('error', () => undefined),
    'close',
  )
  expect(address).toBe(false)
  const [refused] = (await once(connect(page.port, '::1'), 'error')) as [NodeJS.ErrnoException]
  expect(refused.code).toMatch(/ECONNREFUSED|EADDRNOTAVAIL/)
  first.destroy()
})

test('a taken port is named together with the setting that changes it', async () => {
  const { port } = await host()
  const second = await openListener({
    host: '127.0.0.1',
    port,
    log: logFor('test:web'),
    readiness: () => ({ ready: true, parts: [] }),
  })
  const error = await second.listen().catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ListenError)
  expect(error).toMatchObject({ code: 'port-taken', message: expect.stringMatching(`Port ${port}.*CHASQUI_PORT`) })
  await second[Symbol.asyncDispose]()
})

test('an error inside tells nothing about the inside', async () => {
  const { url } = await host({
    readiness: () => {
      throw new Error('password=hunter2')
    },
  })
  const response = await fetch(`${url}/readyz`)
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('hunter2')
})

test('headers that are too long, and bytes that are no HTTP, are refused', async () => {
  const { port } = await host()
  expect(await statusFor(port, { host: 'localhost', 'x-long': 'x'.repeat(20_000) })).toBe(431)
  const socket = connect(port, '127.0.0.1').end('what is this\r\n\r\n')
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1.1 400/)
})
