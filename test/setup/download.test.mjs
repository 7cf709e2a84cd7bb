import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { download } from '#setup/download.mjs'
import { openProxy } from '../kit/proxy.ts'
import { ownFolder } from './kit.mjs'

const body = Buffer.from('a program, as published'.repeat(1000))
const sha256 = createHash('sha256').update(body).digest('hex')

test('a file arrives whole, and what is there already is not fetched again', async () => {
  const file = path.join(ownFolder(), 'file')
  const server = await serve((_request, response) => response.end(body))
  await download({ urls: [`${server.url}/file`], sha256, file })
  expect(readFileSync(file)).toEqual(body)
  await download({ urls: [`${server.url}/file`], sha256, file })
  expect(server.ranges).toEqual([undefined])
})

test('a file comes through the proxy of the environment, on a Node that knows how', async () => {
  const file = path.join(ownFolder(), 'file')
  const server = await serve((_request, response) => response.end(body))
  const proxy = await openProxy({ 'hub.test': Number(new URL(server.url).port) })
  process.env.HTTP_PROXY = proxy.url.replace('http://', '')
  onTestFinished(async () => {
    delete process.env.HTTP_PROXY
    await proxy[Symbol.asyncDispose]()
  })
  await download({ urls: ['http://hub.test/file'], sha256, file })
  expect(readFileSync(file)).toEqual(body)
  expect(proxy.asked).toEqual(['GET http://hub.test/file'])
})

test('a file of another digest is refused and not kept', async () => {
  const file = path.join(ownFolder(), 'file')
  const server = await serve((_request, response) => response.end('something else'))
  const failure = download({ urls: [`${server.url}/file`], sha256, file })
  await expect(failure).rejects.toThrow('sent another file than the pinned one')
  expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false])
})

test('what an earlier try left is continued', async () => {
  const file = path.join(ownFolder(), 'file')
  writeFileSync(`${file}.part`, body.subarray(0, 5000))
  const server = await serve((_request, response) => response.writeHead(206).end(body.subarray(5000)))
  await download({ urls: [`${server.url}/file`], sha256, file })
  expect(readFileSync(file)).toEqual(body)
  expect(server.ranges).toEqual(['bytes=5000-'])
})

test('a connection that breaks is taken up again by itself', async () => {
  const file = path.join(ownFolder(), 'file')
  const server = await serve((request, response) => {
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': body.length - from })
    if (server.ranges.length > 1) return response.end(body.subarray(from))
    response.write(body.subarray(0, 5000), () => response.destroy())
  })
  await download({ urls: [`${server.url}/file`], sha256, file })
  expect(readFileSync(file)).toEqual(body)
  expect(server.ranges.length).toBe(2)
})

test('a server that cannot continue starts again from the beginning', async () => {
  const file = path.join(ownFolder(), 'file')
  writeFileSync(`${file}.part`, body.subarray(0, 300))
  const server = await serve((_request, response) => response.end(body))
  await download({ urls: [`${server.url}/file`], sha256, file })
  expect(readFileSync(file)).toEqual(body)
})

test('a redirect is followed, and a circle of them is not', async () => {
  const file = path.join(ownFolder(), 'file')
  const server = await serve((request, response) => {
    if (request.url === '/there') return response.end(body)
    response.writeHead(302, { location: request.url === '/here' ? '/there' : '/circle' }).end()
  })
  await expect(download({ urls: [`${server.url}/circle`], sha256, file })).rejects.toThrow('in circles')
  await download({ urls: [`${server.url}/here`], sha256, file })
  expect(readFileSync(file)).toEqual(body)
})

test('an address that refuses, and one that never answers, are followed by the next', async () => {
  const file = path.join(ownFolder(), 'file')
  const closed = await serve(() => {})
  await closed.close()
  const silent = await listen(net.createServer(() => {}))
  const server = await serve((_request, response) => response.end(body))
  const urls = [`${closed.url}/file`, `http://127.0.0.1:${silent.port}/file`, `${server.url}/file`]
  await download({ urls, sha256, file, connectMsMax: 100 })
  expect(readFileSync(file)).toEqual(body)
})

test('a failure names each host with its reason, and no more of the address', async () => {
  const file = path.join(ownFolder(), 'file')
  const server = await serve((_request, response) => response.writeHead(404).end())
  const failure = download({ urls: [`${server.url}/secret-token/file`], sha256, file })
  await expect(failure).rejects.toThrow(new RegExp(`^127\\.0\\.0\\.1:\\d+: answered 404$`))
})

/** @param {http.RequestListener} answer */
async function serve(answer) {
  const ranges = /** @type {(string | undefined)[]} */ ([])
  const server = http.createServer((request, response) => {
    ranges.push(request.headers.range)
    answer(request, response)
  })
  const { port, close } = await listen(server)
  return { url: `http://127.0.0.1:${port}`, ranges, close }
}

/**
 * @param {net.Server} server
 * @returns {Promise<{ port: number, close: () => Promise<void> }>}
 */
async function listen(server) {
  const sockets = /** @type {Set<net.Socket>} */ (new Set())
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const close = () =>
    /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      })
    )
  onTestFinished(close)
  return { port: /** @type {net.AddressInfo} */ (server.address()).port, close }
}
