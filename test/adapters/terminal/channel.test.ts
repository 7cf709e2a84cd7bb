import { execFileSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openTerminal } from '#adapters/terminal/channel.ts'
import { connectTerminal, type FileLine, type ReplyLine } from '#adapters/terminal/client.ts'
import { LINE_BYTES_MAX, socketName } from '#adapters/terminal/protocol.ts'
import type { Chat } from '#core/contract/message.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { channelContract } from '../../contract/channel.ts'
import { RecordingSink } from '../../contract/recording-sink.ts'
import { temporaryFolder } from '../../kit/product.ts'

const chat: Chat = { id: 'alice', kind: 'dm' }

async function openFixture(sink: RecordingSink) {
  const socketFolder = await temporaryFolder('terminal')
  let waitsFor: string | undefined
  const channel = openTerminal({
    socketFolder,
    waitsFor: () => waitsFor,
    clock: systemClock,
    log: logFor('test:terminal'),
  })
  await channel.start(sink)
  const replies: ReplyLine[] = []
  const changed = new EventTarget()
  const onReply = (reply: ReplyLine) => {
    replies.push(reply)
    changed.dispatchEvent(new Event('change'))
  }
  const file = Promise.withResolvers<FileLine>()
  const listening = { onReply, onFile: file.resolve, onLost: () => undefined }
  const client = await connectTerminal({ socketFolder, person: 'alice', ...listening })
  return {
    channel,
    gets: async () => readFile((await file.promise).path),
    chat,
    socketFolder,
    client,
    waitFor: (what: string | undefined) => (waitsFor = what),
    says: (text: string, images: readonly string[] = []) => client.say(text, images),
    async sees(text: string) {
      while (replies.at(-1)?.text !== text)
        await new Promise((resolve) => changed.addEventListener('change', resolve, { once: true }))
    },
    seen: () => replies.map(({ text }) => text),
    async [Symbol.asyncDispose]() {
      client.close()
      await channel[Symbol.asyncDispose]()
      await rm(socketFolder, { recursive: true, force: true })
    },
  }
}

channelContract('the terminal', openFixture)

test('a picture is read from its file when core asks for it, up to the limit', async () => {
  const sink = new RecordingSink()
  const fixture = await openFixture(sink)
  const file = path.join(fixture.socketFolder, 'picture.png')
  await writeFile(file, Buffer.alloc(1_000, 7))
  await fixture.says('what is this?', [file])
  const [event] = await sink.count(1)
  const [picture] = event?.type === 'message' ? event.parts : []
  if (picture?.type !== 'image') throw new Error('no picture')
  const signal = AbortSignal.timeout(5_000)
  expect(await fixture.channel.fetchMedia(picture, { bytesMax: 1_000 }, signal)).toHaveLength(1_000)
  await expect(fixture.channel.fetchMedia(picture, { bytesMax: 999 }, signal)).rejects.toMatchObject({
    code: 'media-too-large',
  })
  await rm(file)
  await expect(fixture.channel.fetchMedia(picture, { bytesMax: 1_000 }, signal)).rejects.toMatchObject({
    code: 'media-gone',
  })
  await fixture[Symbol.asyncDispose]()
})

test('what is no file, or has no end, is no picture, and holds nothing up', async () => {
  const fixture = await openFixture(new RecordingSink())
  const pipe = path.join(fixture.socketFolder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const signal = AbortSignal.timeout(5_000)
  const codes = [pipe, '/dev/zero', fixture.socketFolder, path.join(fixture.socketFolder, socketName)].map(
    async (ref) => {
      const fetched = fixture.channel.fetchMedia({ type: 'image', ref }, { bytesMax: 1_000 }, signal)
      return [
        ref,
        await fetched.then(
          () => 'taken',
          ({ code }) => String(code),
        ),
      ]
    },
  )
  expect(await Promise.all(codes)).toEqual((await Promise.all(codes)).map(([ref]) => [ref, 'media-gone']))
  await fixture[Symbol.asyncDispose]()
})

test('who asks is told what answers wait for', async () => {
  const fixture = await openFixture(new RecordingSink())
  expect(await fixture.client.requestState()).toMatchObject({ status: { model: 'test' } })
  fixture.waitFor('engine: gpu:8000 cannot be reached')
  expect(await fixture.client.requestState()).toMatchObject({ waitsFor: 'engine: gpu:8000 cannot be reached' })
  await fixture[Symbol.asyncDispose]()
})

test('a message that cannot be read is refused, not waited for', async () => {
  const fixture = await openFixture(new RecordingSink())
  await expect(
    fixture.says(
      'look',
      Array.from({ length: 9 }, () => '/tmp/a.png'),
    ),
  ).rejects.toThrow(/up to 8 pictures/)
  await expect(fixture.says('look', ['a.png'])).rejects.toMatchObject({ code: 'refused' })
  await fixture[Symbol.asyncDispose]()
})

test('a line that is none, or has no end, does not disturb the others', async () => {
  const sink = new RecordingSink()
  const fixture = await openFixture(sink)
  const stranger = net.connect(path.join(fixture.socketFolder, socketName))
  const closed = new Promise((resolve) => stranger.on('close', resolve))
  stranger.on('error', () => undefined)
  stranger.resume()
  stranger.write('what?\n')
  stranger.write(Buffer.alloc(LINE_BYTES_MAX + 1, 65))
  await closed
  await fixture.says('still here')
  expect(sink.texts).toEqual(['still here'])
  await fixture[Symbol.asyncDispose]()
})

test('what cannot be stored is told to whoever typed it', async () => {
  const sink = new RecordingSink()
  const fixture = await openFixture(sink)
  sink.isDown = true
  await expect(fixture.says('lost?')).rejects.toThrow(/send it again/)
  sink.isDown = false
  await fixture.says('not lost')
  expect(sink.texts).toEqual(['not lost'])
  await fixture[Symbol.asyncDispose]()
})
