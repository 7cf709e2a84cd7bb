import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LiveStreams, STREAMS_MAX, STREAMS_OF_ACCOUNT_MAX } from '#console/api/live/streams.ts'
import type { Session } from '#console/api/sessions.ts'
import { logFor } from '#machine/log.ts'
import { ManualClock } from '../kit/manual-clock.ts'

/** A server that hands each request to the streams, as the route does. */
function openBench() {
  const clock = new ManualClock()
  const ends = new Map<string, () => void>()
  const sessions = { onEnd: (id: string, listener: () => void) => (ends.set(id, listener), () => void ends.delete(id)) }
  const source = { reads: 0, value: 1 }
  const read = async () => {
    source.reads += 1
    return { value: source.value }
  }
  const streams = new LiveStreams({
    topics: { numbers: { everyMs: 1_000, read } },
    sessions,
    clock,
    log: logFor('test'),
  })
  const responses: ServerResponse[] = []
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    responses.push(response)
    streams.add(response, sessionOf(request.url?.slice(1) ?? ''), ['numbers'])
  })
  return { clock, ends, source, streams, responses, server }
}

/** `s1@ben` is a session of Ben's; without a name it is of the one account. */
const sessionOf = (id: string): Session => ({
  id,
  account: { id: id.split('@')[1] ?? 'a', name: 'a', role: 'viewer', hasTotp: false, hasPasskey: false },
  provedAtMs: 0,
})

let bench: ReturnType<typeof openBench>
beforeEach(async () => {
  bench = openBench()
  await new Promise<void>((resolve) => bench.server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  bench.server.closeAllConnections()
  await new Promise((resolve) => bench.server.close(resolve))
})

/** What a page hears, as text. */
async function opened(session: string) {
  const { port } = bench.server.address() as AddressInfo
  const response = await new Promise<IncomingMessage>((resolve) => get({ port, path: `/${session}` }, resolve))
  response.setEncoding('utf8')
  const heard = { text: '' }
  const changed = Promise.withResolvers<void>()
  const waiting = [changed]
  const tell = () => waiting.splice(0).forEach(({ resolve }) => resolve())
  let isOver = false
  response.on('data', (text: string) => ((heard.text += text), tell()))
  response.on('close', () => ((isOver = true), tell()))
  response.on('error', tell)
  const until = async (is: (text: string, isOver: boolean) => boolean) => {
    while (!is(heard.text, isOver)) {
      const next = Promise.withResolvers<void>()
      waiting.push(next)
      await next.promise
    }
    return heard.text
  }
  return {
    response,
    hears: (part: string) => until((text) => text.includes(part)),
    ends: () => until((_, over) => over),
    heard,
  }
}

test('what is read is pushed at once, and again only when it has changed; nobody listens, nothing is read', async () => {
  const { clock, source, streams } = bench
  const one = await opened('one')
  await one.hears('"value":1')
  const two = await opened('two')
  await two.hears('"value":1')
  expect(source.reads).toBe(1)
  clock.turn(1_000)
  await setImmediate()
  source.value = 2
  clock.turn(1_000)
  await Promise.all([one.hears('"value":2'), two.hears('"value":2')])
  expect(one.heard.text.match(/event: push/g)).toHaveLength(2)
  expect(source.reads).toBe(3)
  one.response.destroy()
  two.response.destroy()
  while (streams.count > 0) await setImmediate()
  clock.turn(10_000)
  await setImmediate()
  expect(source.reads).toBe(3)
})

test('a session has one stream: the older one is told that another tab has it, and ends', async () => {
  const older = await opened('one')
  const newer = await opened('one')
  expect(await older.ends()).toContain('event: elsewhere')
  expect(bench.streams.count).toBe(1)
  bench.clock.turn(15_000)
  await newer.hears('event: beat')
})

test('a stream ends at once with its session', async () => {
  const [mine, other] = [await opened('one'), await opened('two')]
  bench.ends.get('one')?.()
  expect(await mine.ends()).toContain('event: signed-out')
  bench.clock.turn(15_000)
  await other.hears('event: beat')
  expect([...bench.ends.keys()]).toEqual(['two'])
})

test('one account leaves room for the others', async () => {
  await Promise.all(Array.from({ length: STREAMS_OF_ACCOUNT_MAX }, (_, n) => opened(`s${n}@ben`)))
  expect(() => bench.streams.requireRoomFor(sessionOf('more@ben'))).toThrow(
    expect.objectContaining({ code: 'too-many' }),
  )
  expect(() => bench.streams.requireRoomFor(sessionOf('s0@ben'))).not.toThrow()
  expect(() => bench.streams.requireRoomFor(sessionOf('first@ana'))).not.toThrow()
})

test('all sessions together have a limit, which says when to come again', async () => {
  const all = await Promise.all(Array.from({ length: STREAMS_MAX }, (_, n) => opened(`s${n}@${n % 8}`)))
  expect(() => bench.streams.requireRoomFor(sessionOf('more'))).toThrow(
    expect.objectContaining({ code: 'too-many', status: 429 }),
  )
  expect(() => bench.streams.requireRoomFor(sessionOf('s0@0'))).not.toThrow()
  all[0]?.response.destroy()
  while (bench.streams.count === STREAMS_MAX) await setImmediate()
  expect(() => bench.streams.requireRoomFor(sessionOf('more'))).not.toThrow()
})

test('a reader that takes nothing loses its stream, and what waits for it stays small', async () => {
  const slow = await opened('slow')
  await slow.hears('"value":1')
  slow.response.pause()
  const [response] = bench.responses
  // More than the buffers of the two sockets take.
  response?.write(`: ${'x'.repeat(32 * 1_048_576)}\n\n`)
  const { clock, source, streams } = bench
  for (let n = 0; n < 60 && streams.count > 0; n += 1) {
    source.value += 1
    clock.turn(1_000)
    await setImmediate()
  }
  expect(streams.count).toBe(0)
  expect(response?.destroyed).toBe(true)
})
