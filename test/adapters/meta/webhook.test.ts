import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { APP } from '../../kit/graph/products.ts'
import { bytesOf, signed } from '../../kit/graph/webhook-body.ts'
import { healthOf } from '../telegram/fixture.ts'
import { type Fixture, openFixture, PRODUCT_NAMES } from './fixture.ts'

const PAGE = '104200000000001'
let fixture: Fixture

const textFrom = (mid: string, text: string, timestamp = 1_764_000_000_000) => ({
  sender: { id: '24010000000009001' },
  recipient: { id: PAGE },
  timestamp,
  message: { mid, text },
})
const pageBody = (...messaging: object[]) => ({ object: 'page', entry: [{ id: PAGE, time: 1, messaging }] })
const texts = () => fixture.sink.texts
const detail = () => fixture.channel.health().detail

async function post(body: Buffer | string, headers: Record<string, string> = {}): Promise<number> {
  const bytes = Buffer.from(body)
  return (await fetch(fixture.address, { method: 'POST', body: bytes, headers })).status
}
const postSigned = (body: unknown) => {
  const bytes = bytesOf(body)
  return post(bytes, { 'content-type': 'application/json', ...signed(bytes, APP.secret) })
}

/** Writes to the socket itself; resolves with the status of the answer, once the connection has ended. */
async function postRaw(head: Record<string, string>, write: (send: (bytes: string | Buffer) => boolean) => void) {
  const url = new URL(fixture.address)
  const socket = connect(Number(url.port), url.hostname)
  let answer = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk))
  socket.on('error', () => undefined)
  const lines = Object.entries({ host: url.host, 'content-type': 'application/json', ...head })
  const headers = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.write(`POST ${url.pathname} HTTP/1.1\r\n${headers}\r\n`)
  write((bytes) => !socket.destroyed && socket.write(bytes))
  await new Promise((resolve) => socket.once('close', resolve))
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])
}

const FORM = { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }

beforeEach(async () => {
  fixture = await openFixture({ product: 'messenger' })
})
afterEach(() => fixture[Symbol.asyncDispose]())

describe('the handshake', () => {
  const ask = async (query: Record<string, string>) => {
    const answer = await fetch(`${fixture.address}?${new URLSearchParams(query).toString()}`)
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
  }
  const good = { 'hub.mode': 'subscribe', 'hub.verify_token': APP.verifyToken, 'hub.challenge': '1158201444' }

  it('gives the challenge back as plain text to who knows the verify token', async () => {
    expect(await ask(good)).toEqual({ status: 200, type: expect.stringMatching(/^text\/plain/), text: '1158201444' })
  })

  it.each([
    ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
    ['another mode', { ...good, 'hub.mode': 'unsubscribe' }],
    ['a challenge that is markup', { ...good, 'hub.challenge': '<script>alert(1)</script>' }],
  ])('is refused with %s', async (_name, query) => {
    expect(await ask(query)).toMatchObject({ status: 403, text: '' })
    expect(detail()).toContain('Forged, refused: 1.')
  })

  it('is refused with another token, and operators see which of both came last', async () => {
    expect(await ask({ ...good, 'hub.verify_token': 'wrong' })).toMatchObject({ status: 403, text: '' })
    expect(detail()).toContain('With another verify token, refused: 1.')
    const newest = () => fixture.channel.activity?.().webhook ?? {}
    expect(Object.keys(newest())).toContain('wrongTokenAtMs')
    const before = newest().verifiedAtMs
    await ask(good)
    expect(newest().verifiedAtMs).toBeGreaterThanOrEqual(before ?? 1)
    expect(newest().verifiedAtMs).toBeGreaterThanOrEqual(newest().wrongTokenAtMs ?? Infinity)
  })
})

describe('what Meta did not sign', () => {
  const bytes = bytesOf(pageBody(textFrom('m_1', 'forged 😀')))

  it.each([
    ['no signature', {}],
    ['a signature in the old form alone', { 'x-hub-signature': signed(bytes, APP.secret)['x-hub-signature'] ?? '' }],
    ['one by another secret', signed(bytes, 'another secret')],
    ['one of other bytes', signed(Buffer.from('{}'), APP.secret)],
    ['one that is no hash', { 'x-hub-signature-256': 'sha256=zz' }],
  ])('is refused with 403: %s', async (_name, headers) => {
    expect(await post(bytes, { 'content-type': 'application/json', ...headers })).toBe(403)
    expect(fixture.sink.attempts).toBe(0)
    expect(detail()).toContain('Forged, refused: 1.')
  })

  it('is refused when the JSON of a signed body is written anew, since its bytes are others', async () => {
    const written = JSON.stringify(JSON.parse(bytes.toString('utf8')))
    expect(await post(written, signed(bytes, APP.secret))).toBe(403)
    expect(await post(bytes, signed(bytes, APP.secret))).toBe(200)
    expect(texts()).toEqual(['forged 😀'])
  })

  it('is refused before its body is read', async () => {
    expect(await postRaw({ 'content-length': '1000000' }, () => undefined)).toBe(403)
  })
})

describe('a body beyond the limits', () => {
  it('is refused with 413 by its stated length', async () => {
    expect(await postRaw({ ...FORM, 'content-length': String(50 << 20) }, () => undefined)).toBe(413)
    expect(detail()).toContain('Over 4 MB, refused: 1.')
  })

  it('is refused with 413 once it has grown too long, when its length is not stated', async () => {
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(1 << 20, 'x'), Buffer.from('\r\n')])
    const status = await postRaw({ ...FORM, 'transfer-encoding': 'chunked' }, (send) => {
      for (let sent = 0; sent < 6; sent += 1) send(chunk)
    })
    expect(status).toBe(413)
    expect(detail()).toContain('Over 4 MB, refused: 1.')
  })

  it('is refused with 408 when it does not come to an end', async () => {
    await fixture[Symbol.asyncDispose]()
    fixture = await openFixture({ product: 'messenger', bodyTimeoutMs: 150 })
    expect(await postRaw({ ...FORM, 'content-length': '100' }, (send) => send('{"object":'))).toBe(408)
    expect(detail()).toContain('Too slow, broken off: 1.')
  })

  it.each([
    ['keys', Array.from({ length: 300_000 }, (_, index) => `"${index.toString(36)}":0`).join(',')],
    ['receipts', `"entry":[{"messaging":[{"delivery":{"mids":["m"${',"m"'.repeat(300_000)}]}}]}]`],
  ])('is taken as unreadable when it holds so many %s that reading it would hold up everybody', async (_what, json) => {
    const bytes = Buffer.from(`{"object":"page",${json}}`)
    expect(await post(bytes, signed(bytes, APP.secret))).toBe(200)
    expect(detail()).toContain('Unreadable: 1.')
    expect(fixture.sink.attempts).toBe(0)
  })
})

describe('what Meta signed', () => {
  it('is stored whole when a character came in two packets', async () => {
    const bytes = Buffer.from(JSON.stringify(pageBody(textFrom('m_1', 'héllo 😀 мир'))))
    const half = bytes.indexOf(Buffer.from('😀')) + 2
    const head = { ...signed(bytes, APP.secret), 'content-length': String(bytes.length), connection: 'close' }
    const status = await postRaw(head, (send) => {
      send(bytes.subarray(0, half))
      setTimeout(() => send(bytes.subarray(half)), 20)
    })
    expect(status).toBe(200)
    expect(texts()).toEqual(['héllo 😀 мир'])
  })

  it.each([
    ['is no JSON', '{broken', 'Unreadable: 1.'],
    ['is null', 'null', 'Of unknown kinds: 1.'],
    ['is a list', '[]', 'Of unknown kinds: 1.'],
    ['is of an object that nobody here is', '{"object":"user","entry":[]}', 'Of unknown kinds: 1.'],
    [
      'is for another page',
      JSON.stringify(pageBody({ ...textFrom('m_1', 'hi'), recipient: { id: '7' } })),
      'Of unknown kinds: 1.',
    ],
    [
      'is a kind to come',
      JSON.stringify(pageBody({ ...textFrom('m_1', 'hi'), message: undefined, new_kind: {} })),
      'Of unknown kinds: 1.',
    ],
    [
      'is for other apps',
      '{"object":"page","entry":[{"id":"104200000000001","standby":[{}]}]}',
      'Of unknown kinds: 1.',
    ],
    ['has lists where objects belong', '{"object":"page","entry":{"messaging":"x"}}', 'taken'],
  ])('is answered with 200 and not stored when it %s', async (_name, body, counted) => {
    const bytes = Buffer.from(body)
    expect(await post(bytes, signed(bytes, APP.secret))).toBe(200)
    expect(fixture.sink.attempts).toBe(0)
    expect(detail()).toContain(counted)
  })

  it('is read where a field that nobody reads is nested beyond reading', async () => {
    const body = JSON.stringify(pageBody(textFrom('m_1', 'deep')))
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    const bytes = Buffer.from(body.replace('"text"', `"odd":${deep},"text"`))
    expect(await post(bytes, signed(bytes, APP.secret))).toBe(200)
    expect(texts()).toEqual(['deep'])
  })

  it('is not stored again when it is replayed', async () => {
    const body = pageBody(textFrom('m_1', 'once'))
    expect(await postSigned(body)).toBe(200)
    expect(await postSigned(body)).toBe(200)
    expect(fixture.sink.attempts).toBe(1)
    expect(detail()).toContain('Repeated: 1.')
  })

  it('is stored in the order of its times, from all its entries', async () => {
    const entry = [
      { id: PAGE, messaging: [textFrom('m_3', 'third', 1_764_000_000_003)] },
      {
        id: PAGE,
        messaging: [textFrom('m_1', 'first', 1_764_000_000_001), textFrom('m_2', 'second', 1_764_000_000_002)],
      },
    ]
    expect(await postSigned({ object: 'page', entry })).toBe(200)
    expect(texts()).toEqual(['first', 'second', 'third'])
    expect(fixture.sink.attempts).toBe(1)
  })

  it('is asked for again with 503 while the store is down, and then stored once', async () => {
    fixture.sink.isDown = true
    fixture.double.person('Alice').says('do not lose me')
    await fixture.double.until(() => fixture.double.webhookStatuses.length >= 2 || undefined)
    await healthOf(fixture.channel, { state: 'failed' })
    fixture.sink.isDown = false
    await fixture.double.until(() => fixture.double.isTaken || undefined)
    expect(fixture.double.webhookStatuses.slice(0, 2)).toEqual([503, 503])
    expect(texts()).toEqual(['do not lose me'])
    await healthOf(fixture.channel, { state: 'ready' })
  })

  it('is left to Meta once the channel was stopped', async () => {
    await fixture.channel.stop()
    expect(await postSigned(pageBody(textFrom('m_1', 'too late')))).toBe(503)
    expect(fixture.sink.attempts).toBe(0)
  })
})

describe('a bot that Meta has not named yet', () => {
  it('leaves messages to Meta until the page is known', async () => {
    await fixture[Symbol.asyncDispose]()
    fixture = await openFixture({ product: 'messenger', before: (double) => double.revokeToken(), isReady: false })
    await healthOf(fixture.channel, { state: 'failed' })
    expect(await postSigned(pageBody(textFrom('m_1', 'wait')))).toBe(503)
    fixture.double.restoreToken()
    await healthOf(fixture.channel, { state: 'ready' })
    expect(fixture.channel.account).toBe(`messenger:${PAGE}`)
    expect(await postSigned(pageBody(textFrom('m_1', 'wait')))).toBe(200)
    expect(texts()).toEqual(['wait'])
  })
})

describe.each(PRODUCT_NAMES)('the webhook of %s', (product) => {
  it('stores what a person says, and several at a time in their order', async () => {
    await using own = await openFixture({ product })
    const alice = own.double.person('Alice')
    alice.says('one')
    await own.double.until(() => own.double.isTaken || undefined)
    own.double.batches(5)
    for (const text of ['two', 'three', 'four', 'five']) alice.says(text)
    await own.sink.count(5)
    expect(own.sink.texts).toEqual(['one', 'two', 'three', 'four', 'five'])
    expect(own.sink.events[0]).toMatchObject({ chat: { id: alice.chatId, kind: 'dm' }, sender: { id: alice.identity } })
  })

  it('stores once what comes twice', async () => {
    await using own = await openFixture({ product })
    own.double.faults.add({ op: 'receive', duplicate: true })
    const id = own.double.person('Alice').says('once')
    await own.double.until(() => own.double.isTaken || undefined)
    own.double.person('Alice').repeats(id)
    await own.double.until(() => own.double.isTaken || undefined)
    expect(own.sink.texts).toEqual(['once'])
  })
})
