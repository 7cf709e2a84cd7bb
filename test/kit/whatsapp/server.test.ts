import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import https from 'node:https'
import { buffer } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import WebSocket from 'ws'
import type { Listening } from '../double-server.ts'
import { serveWhatsApp } from './server.ts'
import { SmallAccount } from './small-account.ts'

/** Two minutes and a half ahead of this machine. */
const AHEAD_MS = 150_000
let server: Listening | undefined

afterEach(async () => {
  await server?.close()
  server = undefined
})

test("what it serves carries the account's time, and not this machine's", async () => {
  const atMs = Math.floor((Date.now() + AHEAD_MS) / 1000) * 1000
  server = await serveWhatsApp(Object.assign(new SmallAccount(), { now: () => atMs }))
  const { status, headers, body } = await got('/')
  expect({ status, at: Date.parse(headers.date ?? ''), type: headers['content-type'] }).toEqual({
    status: 200,
    at: atMs,
    type: 'text/html; charset=utf-8',
  })
  expect(body.toString()).toContain('/main.js')
})

test('a download can be refused, and break off in the middle', async () => {
  const account = new SmallAccount()
  const file = { bytes: Buffer.alloc(100_000, 'x'), mimetype: 'image/png' }
  account.files.set('whole', file).set('refused', { ...file, fault: { status: 410 } })
  account.files.set('cut', { ...file, fault: { cut: true } }).set('dropped', { ...file, fault: { drop: true } })
  server = await serveWhatsApp(account)
  expect((await got('/media/whole')).body.equals(file.bytes)).toBe(true)
  expect((await got('/media/refused')).status).toBe(410)
  expect((await got('/media/unknown')).status).toBe(404)
  await expect(got('/media/cut')).rejects.toThrow()
  await expect(got('/media/dropped')).rejects.toThrow()
})

test('it takes the port that it is given, again once it was closed, and closing it ends every socket', async () => {
  const first = await serveWhatsApp(new SmallAccount())
  const socket = new WebSocket(`wss://127.0.0.1:${first.port}/ws`, { rejectUnauthorized: false })
  await once(socket, 'open')
  const isClosed = once(socket, 'close')
  await first.close()
  await isClosed
  server = await serveWhatsApp(new SmallAccount(), first.port)
  expect(server.root).toBe(first.root)
  await expect(serveWhatsApp(new SmallAccount(), first.port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

async function got(path: string) {
  const { root = '' } = server ?? {}
  const request = https.get(`${root}${path}`, { rejectUnauthorized: false, agent: false })
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject)
  })
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) }
}
