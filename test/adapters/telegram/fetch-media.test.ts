import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openTelegram } from '#adapters/telegram/channel.ts'
import { downloadBounded } from '#adapters/shared/download.ts'
import type { MediaPart } from '#core/contract/message.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Fixture, openFixture, settingsFor } from './fixture.ts'

const never = new AbortController().signal
const bytesMax = 1000
let fixture: Fixture

beforeEach(async () => {
  fixture = await openFixture()
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

async function sent(bytes: Uint8Array): Promise<MediaPart> {
  fixture.double.person('Alice').sendsPhoto(bytes)
  const [event] = await fixture.sink.count(1)
  const part = event?.type === 'message' ? event.parts[0] : undefined
  if (part?.type !== 'image') throw new Error('no picture came')
  return part
}

const fetch_ = (media: MediaPart) => fixture.channel.fetchMedia(media, { bytesMax }, never)

describe('a file at Telegram', () => {
  it('is fetched byte for byte', async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(bytesMax))
    expect(Buffer.compare(await fetch_(await sent(bytes)), bytes)).toBe(0)
  })

  it('is not asked for when it says that it is too large', async () => {
    const media = await sent(new Uint8Array(bytesMax + 1))
    await expect(fetch_(media)).rejects.toMatchObject({ code: 'media-too-large' })
    expect(fixture.double.calls('getFile')).toEqual([])
  })

  it('is cut off when it is larger than it said', async () => {
    const { bytes: _, ...media } = await sent(new Uint8Array(bytesMax + 1))
    await expect(fetch_(media)).rejects.toMatchObject({ code: 'media-too-large' })
    expect(fixture.double.calls('download')).toEqual([])
  })

  it('of more than 20 MB is not given out by Telegram', async () => {
    fixture.double.person('Alice').sendsFile(new Uint8Array((20 << 20) + 1))
    const [event] = await fixture.sink.count(1)
    const media = (event?.type === 'message' ? event.parts[0] : undefined) as MediaPart
    const fetching = fixture.channel.fetchMedia(media, { bytesMax: 50 << 20 }, never)
    await expect(fetching).rejects.toMatchObject({ code: 'media-too-large' })
  })

  it('that is unknown is gone', async () => {
    await expect(fetch_({ type: 'image', ref: 'nothing' })).rejects.toMatchObject({ code: 'media-gone' })
  })

  it.each([
    ['cut half way', { cut: true as const }, 'unreachable'],
    ['from a broken gateway', { html: true as const }, 'unreachable'],
    ['over a lost connection', { drop: true as const }, 'unreachable'],
    ['that is no longer there', { status: 404 }, 'media-gone'],
  ])('%s is no file', async (_name, fault, code) => {
    const media = await sent(new Uint8Array(500))
    fixture.double.faults.add({ op: 'download', ...fault })
    const error = await fetch_(media).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'ChannelError', code })
    expect(String((error as Error).stack)).not.toContain(fixture.double.token)
  })

  it.each(['/var/lib/telegram/photo.jpg', 'file:///etc/passwd', 'photos/../../etc/passwd', '\\\\host\\share'])(
    'at a path of another kind is not opened: %s',
    async (path) => {
      const server = createServer((_request, response) => {
        response.end(JSON.stringify({ ok: true, result: { file_id: 'x', file_path: path } }))
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const channel = openTelegram({ ...settingsFor(fixture.double), apiRoot })
      const fetching = channel.fetchMedia({ type: 'image', ref: 'x' }, { bytesMax }, never)
      await expect(fetching).rejects.toMatchObject({ code: 'refused' })
      await channel[Symbol.asyncDispose]()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  )
})

describe('a download', () => {
  it('stops at the limit, whatever the other side says or does not say', async () => {
    const server = createServer((_request, response) => {
      // No length is stated, and it never ends.
      const more = () => response.destroyed || response.write(Buffer.alloc(600)) || response.once('drain', more)
      const timer = setInterval(more, 1)
      response.on('close', () => clearInterval(timer))
    })
    const error = await through(server, (url) => downloadBounded(url, { bytesMax }, never))
    expect(error).toMatchObject({ code: 'media-too-large' })
  })

  it('does not follow where it is sent', async () => {
    const elsewhere = { location: 'http://127.0.0.1:1/' }
    const server = createServer((_request, response) => response.writeHead(302, elsewhere).end())
    const error = await through(server, (url) => downloadBounded(url, { bytesMax }, never))
    expect(error).toMatchObject({ code: 'media-gone' })
  })

  it('gives up when nothing comes', async () => {
    const server = createServer(() => {})
    const options = { bytesMax, timeoutMs: 20 }
    expect(await through(server, (url) => downloadBounded(url, options, never))).toMatchObject({ code: 'unreachable' })
  })

  it('gives up when it brought something and then not a byte more, long before its whole time is over', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write(Buffer.alloc(500))
    })
    const options = { bytesMax, stallMs: 30, timeoutMs: 20_000 }
    expect(await through(server, (url) => downloadBounded(url, options, never))).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('not a byte for 30 ms') as string,
    })
  })

  it('goes on for as long as something comes', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-length': 12 })
      const timer = setInterval(() => response.write('x'), 100)
      response.on('close', () => clearInterval(timer))
    })
    expect(await through(server, (url) => downloadBounded(url, { bytesMax, stallMs: 1000 }, never))).toHaveLength(12)
  })

  it('ends with the caller', async () => {
    const caller = new AbortController()
    const server = createServer(() => caller.abort(new Error('no longer wanted')))
    const error = await through(server, (url) => downloadBounded(url, { bytesMax }, caller.signal))
    expect(error).toMatchObject({ message: 'no longer wanted' })
  })

  it.each(['file:///etc/passwd', 'ftp://example.org/x', 'data:text/plain,x'])('opens no %s', async (address) => {
    await expect(downloadBounded(new URL(address), { bytesMax }, never)).rejects.toMatchObject({ code: 'refused' })
  })
})

/** What a download from this server throws. */
async function through(server: Server, work: (url: URL) => Promise<unknown>): Promise<unknown> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/file`)
  const error = await work(url).catch((thrown: unknown) => thrown)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  return error
}
