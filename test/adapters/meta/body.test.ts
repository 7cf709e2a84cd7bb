import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { PassThrough } from 'node:stream'
import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { Bodies } from '#adapters/meta/body.ts'
import { systemClock } from '#machine/clock.ts'

const KB = 1024
const limits = { bytesMax: 400 * KB, timeoutMs: 5000, heldBytesMax: 200 * KB, clock: systemClock }

function sending(bodies: Bodies) {
  const stream = Object.assign(new PassThrough(), { headers: {} })
  const read = bodies.read(stream as unknown as IncomingMessage)
  read.catch(() => undefined)
  return { stream, read }
}

it('large bodies that come at once are bounded together, and small ones come through beside them', async () => {
  const bodies = new Bodies(limits)
  const first = sending(bodies)
  first.stream.write(Buffer.alloc(250 * KB))
  await new Promise((resolve) => setImmediate(resolve))
  const second = sending(bodies)
  second.stream.write(Buffer.alloc(250 * KB))
  await expect(second.read).rejects.toMatchObject({ code: 'busy', statusCode: 503 })
  const small = sending(bodies)
  small.stream.end(Buffer.alloc(60 * KB))
  expect(await small.read).toHaveLength(60 * KB)
  first.stream.end()
  expect(await first.read).toHaveLength(250 * KB)
  const third = sending(bodies)
  third.stream.end(Buffer.alloc(250 * KB))
  expect(await third.read).toHaveLength(250 * KB)
})

it('a body in tiny pieces takes the room of its bytes, not of its pieces', async () => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  // The second one ends what the first one has begun.
  const collect = () => [gc(), gc()]
  const [pieces, roomOfPiece] = [1_000, 64 * KB]
  const { stream, read } = sending(new Bodies(limits))
  collect()
  const before = process.memoryUsage().arrayBuffers
  for (let sent = 0; sent < pieces; sent += 1) {
    stream.write(Buffer.alloc(roomOfPiece, sent).subarray(0, 1))
    await new Promise((resolve) => setImmediate(resolve))
  }
  collect()
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan((pieces * roomOfPiece) / 4)
  stream.end()
  expect(await read).toEqual(Buffer.from(Array.from({ length: pieces }, (_, index) => index % 256)))
})
