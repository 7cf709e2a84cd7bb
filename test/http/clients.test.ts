import type { FastifyRequest } from 'fastify'
import { expect, test } from 'vitest'
import { Clients, type ClientsOptions } from '#http/clients.ts'
import { logFor } from '#machine/log.ts'
import { englishOf } from '#machine/sentence.ts'

type Asked = { from: string; to?: string; port?: number; headers?: Record<string, string>; ips?: string[] }

/** `ips` as Fastify gives them where a proxy is believed: the socket's address, then what the proxies in front say. */
function clients(options: Partial<ClientsOptions> = {}) {
  const known = new Clients({ log: logFor('test:web'), ...options })
  const of = ({ from, to = '127.0.0.1', port = 3000, headers = {}, ips }: Asked) =>
    known.of({
      headers: { host: 'localhost:3000', ...headers },
      socket: { remoteAddress: from, localAddress: to, localPort: port },
      ip: ips?.at(-1) ?? from,
      ips,
    } as unknown as FastifyRequest)
  return { of, advice: () => known.advice && englishOf(known.advice) }
}
const FORWARDED = { 'x-forwarded-for': '203.0.113.9' }
const HTTPS = { publicUrl: 'https://chat.example.org' }

test('who sits at this computer is a network of their own and is here', () => {
  const { of, advice } = clients(HTTPS)
  expect(of({ from: '127.0.0.1' })).toEqual({ network: { name: '127.0.0.1' }, isHere: true })
  expect(of({ from: '::ffff:127.0.0.1', to: '::ffff:127.0.0.1' }).isHere).toBe(true)
  expect(of({ from: '192.168.1.5', to: '192.168.1.5' }).isHere).toBe(true)
  expect(of({ from: '192.168.1.9', to: '192.168.1.5' }).isHere).toBe(false)
  expect(advice()).toBeUndefined()
})

test.each(['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'])(
  'a request from this computer with %s speaks for somebody unknown',
  (header) => {
    const { of, advice } = clients()
    expect(of({ from: '127.0.0.1', headers: { [header]: 'x' } })).toEqual({ network: undefined, isHere: false })
    expect(advice()).toMatch(/set server\.trustProxy to loopback in chasqui\.yaml/)
  },
)

test('a proxy that says nothing of itself is seen by the https name that people asked for', () => {
  const { of, advice } = clients(HTTPS)
  const client = of({ from: '127.0.0.1', headers: { host: 'Chat.Example.org' } })
  expect(client).toEqual({ network: undefined, isHere: false })
  expect(advice()).toMatch(/trustProxy to loopback.*, and have it send X-Forwarded-For/)
})

test.each([
  ['http://chat.lan', 'chat.lan'],
  ['http://chat.lan', 'Chat.Lan:80'],
  ['http://chat.lan:8080', 'chat.lan:8080'],
  ['http://192.168.1.5', '192.168.1.5'],
])('so it is without encryption: %s, asked for as %s', (publicUrl, name) => {
  const { of, advice } = clients({ publicUrl })
  expect(of({ from: '192.168.1.9', to: '192.168.1.5', headers: { host: name } }).network).toEqual({
    name: '192.168.1.9',
  })
  expect(advice()).toBeUndefined()
  expect(of({ from: '127.0.0.1', headers: { host: name } })).toEqual({ network: undefined, isHere: false })
  expect(advice()).toMatch(/trustProxy to loopback.*, and have it send X-Forwarded-For/)
})

test.each([
  ['http://chat.lan:3000', 'chat.lan:3000'],
  ['http://chat.lan', 'chat.lan:3000'],
  ['http://chat.lan', 'localhost:3000'],
  ['http://localhost:3000', 'localhost:3000'],
  ['http://127.0.0.1', '127.0.0.1'],
])('who asks this computer directly is here: %s, asked for as %s', (publicUrl, name) => {
  const { of, advice } = clients({ publicUrl })
  const client = of({ from: '127.0.0.1', headers: { host: name } })
  expect(client).toEqual({ network: { name: '127.0.0.1' }, isHere: true })
  expect(advice()).toBeUndefined()
})

test('a proxy that does not even pass the name on is seen when somebody writes from an https page', () => {
  const { of, advice } = clients(HTTPS)
  const from = '127.0.0.1'
  expect(of({ from }).isHere).toBe(true)
  expect(of({ from, headers: { origin: 'http://localhost:3000' } }).isHere).toBe(true)
  expect(of({ from: '198.51.100.7', headers: { origin: HTTPS.publicUrl } }).network).toEqual({ name: '198.51.100.7' })
  expect(of({ from }).isHere).toBe(true)
  expect(of({ from, headers: { origin: HTTPS.publicUrl } })).toEqual({ network: undefined, isHere: false })
  expect(of({ from })).toEqual({ network: undefined, isHere: false })
  expect(advice()).toMatch(/trustProxy to loopback.*, and have it send X-Forwarded-For/)
})

test('a proxy that is believed gives each visitor their own network, and nothing is to be set', () => {
  const { of, advice } = clients({ trustProxy: 'loopback', ...HTTPS })
  const from = '127.0.0.1'
  const client = of({ from, headers: FORWARDED, ips: [from, '203.0.113.9'] })
  expect(client).toEqual({ network: { name: '203.0.113.9' }, isHere: false })
  // The owner, through their own proxy.
  expect(of({ from, headers: { 'x-forwarded-for': from }, ips: [from, from] }).network).toEqual({ name: from })
  expect(of({ from, ips: [from] })).toEqual({ network: { name: from }, isHere: true })
  expect(advice()).toBeUndefined()
})

test('a proxy that is believed and does not say whom it speaks for is told to', () => {
  const { of, advice } = clients({ trustProxy: '10.0.0.2' })
  const client = of({ from: '10.0.0.2', to: '10.0.0.3', headers: { via: '1.1 proxy' }, ips: ['10.0.0.2'] })
  expect(client).toEqual({ network: undefined, isHere: false })
  expect(advice()).toMatch(/10\.0\.0\.2 does not say.*have it send X-Forwarded-For/)
})

test('a stranger who plays a proxy keeps their network', () => {
  const { of, advice } = clients()
  const client = of({ from: '198.51.100.7', to: '192.0.2.1', headers: FORWARDED })
  expect(client).toEqual({ network: { name: '198.51.100.7' }, isHere: false })
  expect(advice()).toBeUndefined()
  const neighbour = of({ from: '::ffff:172.18.0.5', to: '172.18.0.2', headers: FORWARDED })
  expect(neighbour.network).toEqual({ name: '172.18.0.5' })
  expect(advice()).toMatch(/If that is your proxy, set server\.trustProxy to 172\.18\.0\.5/)
})
