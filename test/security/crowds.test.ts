import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { conversationId } from '#core/contract/ids.ts'
import { host } from '../adapters/web/page-host.ts'
import { Visitor, type Listening } from '../adapters/web/visitor.ts'
import { ManualClock } from '../kit/manual-clock.ts'

/** Every address of 127.0.0.0/8 is this computer's, and a network of its own. */
const FLOOD = '127.0.0.66'
const OTHER = '127.0.0.7'
const BEHIND_PROXY = { trustProxy: '127.0.0.1' }
const through = (address: string) => ({ 'x-forwarded-for': address })

type Page = Awaited<ReturnType<typeof host>>

function opened(page: Page, localAddress: string): Socket {
  const socket = connect({ port: page.port, host: '127.0.0.1', localAddress })
  socket.on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  return socket
}

async function statusFor(page: Page, localAddress: string, path = '/healthz'): Promise<number> {
  const asked = request({ port: page.port, host: '127.0.0.1', path, localAddress, agent: false }).end()
  const [response] = await once(asked, 'response')
  response.resume()
  return response.statusCode
}

test('one address that opens connections without end, and again when they are closed, loses them to others', async () => {
  const page = await host({ connectionsMax: 20 })
  let isOver = false
  const again = () => {
    if (isOver) return
    opened(page, FLOOD).once('close', () => setImmediate(again))
  }
  onTestFinished(() => void (isOver = true))
  for (let count = 0; count < 21; count += 1) again()
  await once(opened(page, FLOOD), 'close')
  for (let count = 0; count < 10; count += 1) {
    for (const path of ['/healthz', '/', '/readyz']) expect(await statusFor(page, OTHER, path)).toBe(200)
  }
})

test('a proxy that is believed is not taken for a crowd, but a crowd behind it is', async () => {
  const page = await host({ ...BEHIND_PROXY, connectionsMax: 16 })
  const visitor = new Visitor(page)
  await visitor.visit(through('203.0.113.66'))
  const who = `Host: localhost\r\nCookie: ${visitor.cookie}\r\nOrigin: http://localhost\r\nX-Forwarded-For: 203.0.113.66`
  const what = 'Content-Type: application/json\r\nContent-Length: 9'
  const flood = Array.from({ length: 12 }, () => opened(page, '127.0.0.1'))
  for (const socket of flood) socket.write(`POST /api/messages HTTP/1.1\r\n${who}\r\n${what}\r\n\r\n`)
  const first = Promise.race(flood.map((socket) => once(socket, 'close')))
  await expect.poll(async () => (await visitor.visit(through('203.0.113.66'))).status).toBe(503)
  expect((await visitor.visit(through('203.0.113.7'))).status).toBe(200)
  await first
})

test('one network with many cookies has a share of the streams, and others get theirs', async () => {
  const page = await host({ ...BEHIND_PROXY, limits: { streamsMax: 12 } })
  const listens = async (address: string) => {
    const visitor = new Visitor(page)
    await visitor.visit(through(address))
    const stream = await visitor.listens(through(address))
    stream.response.on('error', () => undefined)
    onTestFinished(() => stream.leave())
    return stream
  }
  const flood: Listening[] = []
  for (let count = 0; count < 12; count += 1) flood.push(await listens('203.0.113.66'))
  expect((await listens('203.0.113.66')).response.statusCode).toBe(429)
  const lost = new Promise((resolve) => flood[0]?.response.once('close', resolve))
  const alice = await listens('198.51.100.7')
  expect(alice.response.statusCode).toBe(200)
  await lost
  expect((await listens('203.0.113.66')).response.statusCode).toBe(429)
  expect((await listens('192.0.2.9')).response.statusCode).toBe(200)
  await alice.next('hello')
})

test('a history is read by few at a time; others wait in line for a while, and other networks do not', async () => {
  const clock = new ManualClock()
  const limits = { readsPerPersonMax: 2, readsPerNetworkMax: 3, readsMax: 6, readWaitMsMax: 5_000 }
  const page = await host({ ...BEHIND_PROXY, clock, limits })
  const crowd = new Visitor(page)
  await crowd.visit(through('203.0.113.66'))
  const mine = conversationId(page.channel.account, crowd.person)
  const reads: (() => void)[] = []
  const { history } = page.sink
  page.sink.history = async (conversation, options) => {
    if (conversation === mine) await new Promise<void>((resolve) => reads.push(resolve))
    return history.call(page.sink, conversation, options)
  }
  const statuses: number[] = []
  const answers = Array.from({ length: 60 }, async () => {
    const { status } = await crowd.get('/api/history', through('203.0.113.66'))
    statuses.push(status)
  })
  // Two are read, thirty-two are in line.
  await expect.poll(() => statuses.length).toBe(26)
  expect(reads).toHaveLength(2)
  const other = new Visitor(page)
  await other.visit(through('198.51.100.7'))
  expect((await other.get('/api/history', through('198.51.100.7'))).status).toBe(200)
  reads[0]?.()
  await expect.poll(() => reads.length).toBe(3)
  clock.turn(5_000)
  await expect.poll(() => statuses.length).toBe(26 + 1 + 31)
  for (const end of reads) end()
  await Promise.all(answers)
  expect(statuses.filter((status) => status === 200)).toHaveLength(3)
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
})

test('the oldest of a network whose readers take nothing makes room for others', async () => {
  const page = await host({ ...BEHIND_PROXY, limits: { readsPerPersonMax: 2, readsMax: 2 } })
  const [crowd, other] = [new Visitor(page), new Visitor(page)]
  await crowd.visit(through('203.0.113.66'))
  await other.visit(through('198.51.100.7'))
  const mine = conversationId(page.channel.account, crowd.person)
  let begun = 0
  const { history } = page.sink
  const never = new Promise<never>(() => undefined)
  page.sink.history = async (conversation, options) => {
    if (conversation !== mine) return history.call(page.sink, conversation, options)
    begun += 1
    return never
  }
  const stuck = [1, 2].map(() => crowd.get('/api/history', through('203.0.113.66')).catch(() => 'cut off'))
  await expect.poll(() => begun).toBe(2)
  expect((await other.get('/api/history', through('198.51.100.7'))).status).toBe(200)
  expect(await Promise.race(stuck)).toBe('cut off')
})
