import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { get } from '#machine/get.mjs'

/** Answers every connection with these very bytes. */
async function rawServer(answer: string): Promise<{ url: string; connection: Promise<Socket> }> {
  const server = createServer((socket) => void socket.on('error', () => undefined).write(answer))
  const connection = once(server, 'connection').then(([socket]) => socket as Socket)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    ;(await connection).destroy()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, connection }
}

test.each([
  'HTTP/1.1 600 Odd\r\ncontent-length: 1000\r\n\r\n',
  'HTTP/1.1 999 Odd\r\n\r\n',
  'HTTP/1.1 099 Odd\r\ncontent-length: 0\r\n\r\n',
  'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
])('an answer of a kind that there is not is no answer, and its connection ends: %j', async (answer) => {
  const { url, connection } = await rawServer(answer)
  const asked = get(url, {}, new AbortController().signal)
  await expect(asked).rejects.toBeInstanceOf(Error)
  const socket = await connection
  if (!socket.destroyed) await once(socket.resume(), 'close')
})

test('what comes before the answer is passed over', async () => {
  const { url } = await rawServer('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi')
  const response = await get(url, {}, new AbortController().signal)
  expect(await text(response)).toBe('hi')
})
