import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { host, type PageHost } from './page-host.ts'
import { Visitor } from './visitor.ts'

/** Sends requests one behind the other on one connection, takes the head of the first answer, and disconnects. */
async function pipelinesAndLeaves(
  page: PageHost,
  visitor: Visitor,
  paths: readonly string[],
  more = {},
): Promise<void> {
  const socket = connect(page.port, '127.0.0.1')
  const fields = Object.entries({ host: 'localhost', cookie: visitor.cookie, ...more })
  const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\n${head}\r\n`).join(''))
  await once(socket, 'data')
  socket.destroy()
}

const HISTORY = ['/api/history', '/api/history', '/api/history', '/api/history']

test('who sends requests one behind the other and leaves gives back all that they held', async () => {
  const limits = { readsPerNetworkMax: 4, readsMax: 4, streamsPerPersonMax: 2, streamsMax: 2, readWaitMsMax: 200 }
  const page = await host({ limits })
  const alice = await Visitor.arrives(page)
  await pipelinesAndLeaves(page, alice, ['/api/events', '/api/events', ...HISTORY, ...HISTORY])
  await expect.poll(() => page.channel.health().detail).toBe('0 pages open')
  const bob = await Visitor.arrives(page)
  expect((await bob.get('/api/history')).status).toBe(200)
  expect((await alice.get('/api/history')).status).toBe(200)
  const stream = await bob.listens()
  expect(stream.response.statusCode).toBe(200)
  stream.leave()
})

test('behind a proxy such requests give back their part of its connections', async () => {
  const page = await host({ trustProxy: 'loopback', connectionsMax: 20 })
  const alice = await Visitor.arrives(page)
  const proxied = { 'x-forwarded-for': '203.0.113.9' }
  const paths = ['/api/events', '/api/status', '/api/status', '/api/status', '/api/status']
  for (let time = 0; time < 5; time += 1) await pipelinesAndLeaves(page, alice, paths, proxied)
  await expect.poll(() => page.channel.health().detail).toBe('0 pages open')
  const stream = await alice.listens(proxied)
  expect(stream.response.statusCode).toBe(200)
  expect((await alice.get('/api/status', proxied)).status).toBe(200)
  stream.leave()
})
