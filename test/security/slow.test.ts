import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hostPage, type PageHost } from '../adapters/web/page-host.ts'
import { Visitor } from '../adapters/web/visitor.ts'

let page: PageHost

beforeAll(async () => {
  page = await hostPage()
})
afterAll(() => page[Symbol.asyncDispose]())

const HEAD = '--x\r\nContent-Disposition: form-data; name="picture"; filename="a.png"\r\n\r\n'

/** A form that has begun and does not go on. */
async function slowForm(visitor: Visitor): Promise<Socket> {
  const { host } = new URL(page.url)
  const socket = connect(page.port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const who = `Host: ${host}\r\nOrigin: ${page.url}\r\nCookie: ${visitor.cookie}`
  const about = `${who}\r\nContent-Type: multipart/form-data; boundary=x`
  socket.write(`POST /api/messages HTTP/1.1\r\n${about}\r\nContent-Length: 100000\r\n\r\n${HEAD}`)
  return socket
}

test('forms that come slowly keep nobody from writing, and no network from sending pictures for long', async () => {
  const visitors = await Promise.all(Array.from({ length: 5 }, () => Visitor.arrives(page)))
  const slow = await Promise.all(visitors.map(slowForm))
  const alice = await Visitor.arrives(page)
  await until(async () => {
    slow.push(...(await Promise.all(visitors.map(slowForm))))
    return (await alice.sendsPictures('message-0001', '', [Buffer.from('x')])).status === 429
  })
  expect((await alice.post({ id: 'message-0002', text: 'hello' })).status).toBe(202)
  for (const socket of slow) socket.destroy()
  await until(async () => (await alice.sendsPictures('message-0003', '', [Buffer.from('x')])).status === 202)
})

test('one network cannot fill the disk with what it writes', async () => {
  const strict = await hostPage({ limits: { messagesPerHourMax: 2 } })
  const alice = await Visitor.arrives(strict)
  const statuses = []
  for (const id of ['message-0001', 'message-0002', 'message-0003']) {
    statuses.push((await alice.post({ id, text: 'hi' })).status)
  }
  expect(statuses).toEqual([202, 202, 429])
  const another = await Visitor.arrives(strict)
  const refused = await another.post({ id: 'message-0004', text: 'hi' })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(strict.sink.events).toHaveLength(2)
  await strict[Symbol.asyncDispose]()
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate)
}
