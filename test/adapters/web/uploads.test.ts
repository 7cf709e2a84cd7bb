import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { MediaPart, MessageEvent } from '#core/contract/message.ts'
import { ManualClock } from '../../kit/manual-clock.ts'
import { host, type PageHost } from './page-host.ts'
import { pictureOf, Visitor } from './visitor.ts'

const signal = new AbortController().signal
/** Of the page's channel: heartbeats, files, its state. */
const LOOPS = 3
const kept = (page: PageHost) => readdir(page.spoolFolder)
const codeOf = async (response: Response) => ((await response.json()) as { error: string }).error
const mediaOf = (page: PageHost) =>
  (page.sink.events as MessageEvent[]).flatMap(({ parts }) => parts.filter((part): part is MediaPart => 'ref' in part))

/** A form as written by hand: the fields in this order, the file where its bytes stand. */
function form(fields: Record<string, string | Uint8Array>, type = 'image/png'): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') data.append(name, value)
    else data.append(name, new Blob([Buffer.from(value)], { type }), 'a.png')
  }
  return data
}

test('nothing stays of a form that is refused, wherever its fault stands', async () => {
  const page = await host({ limits: { filesMax: 2, textLengthMax: 10 } })
  const alice = await Visitor.arrives(page)
  const picture = pictureOf(100_000)
  const forms = [
    form({ id: 'bad', picture }),
    form({ picture, id: 'bad' }),
    form({ picture }),
    form({ picture, id: 'message-0001', text: 'longer than ten' }),
    form({ picture, other: pictureOf(10, 1), third: pictureOf(10, 2), id: 'message-0001' }),
  ]
  for (const refused of forms) {
    expect([400, 413]).toContain((await alice.post(refused)).status)
    expect(await kept(page)).toEqual([])
  }
  expect(page.sink.events).toEqual([])
})

test('a file that is no picture is not kept; its message is, and says what was sent', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  const noise = new Uint8Array(50_000).fill(0x20)
  const types = ['application/octet-stream', 'image/png', 'audio/ogg']
  for (const [index, type] of types.entries()) {
    expect((await alice.sendsPictures(`message-000${index}`, '', [noise], type)).status).toBe(202)
  }
  expect(await kept(page)).toEqual([])
  expect(mediaOf(page).map(({ type, mime, bytes }) => ({ type, mime, bytes }))).toEqual([
    { type: 'file', mime: 'application/octet-stream', bytes: 50_000 },
    { type: 'image', mime: 'image/png', bytes: 50_000 },
    { type: 'audio', mime: 'audio/ogg', bytes: 50_000 },
  ])
  // Core looks at the bytes and says that it is no picture.
  expect(await page.channel.fetchMedia(mediaOf(page)[1]!, { bytesMax: 1e6 }, signal)).toHaveLength(0)
})

test('a picture is one by its bytes, whatever it was declared as', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  await alice.sendsPictures('message-0001', '', [pictureOf(1_000)], 'application/octet-stream')
  expect(mediaOf(page)).toMatchObject([{ type: 'image', mime: 'image/png' }])
  expect(await kept(page)).toHaveLength(1)
  // A drawing is distinguished from a document by its declared type.
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>')
  await alice.sendsPictures('message-0002', '', [svg], 'text/html')
  expect(await kept(page)).toHaveLength(1)
  await alice.sendsPictures('message-0003', '', [svg], 'image/svg+xml')
  expect(await kept(page)).toHaveLength(2)
})

test('a file stays until the last unfinished turn that names it ends, however often it was fetched', async () => {
  const clock = new ManualClock()
  const page = await host({ clock })
  const alice = await Visitor.arrives(page)
  const picture = pictureOf(1_000)
  await alice.sendsPictures('message-0001', 'one', [picture])
  await alice.sendsPictures('message-0002', 'the same', [picture])
  const passes = async (ms: number) => {
    await clock.untilSleeping(LOOPS)
    clock.turn(ms)
  }
  const released = async () => {
    await passes(5_000)
    await expect.poll(() => kept(page)).toEqual([])
  }
  for (let day = 0; day < 3; day += 1) await passes(86_400_000)
  await page.channel.fetchMedia(mediaOf(page)[0]!, { bytesMax: 1e6 }, signal)
  page.sink.answered.add('message-0001')
  // Refused, and yet the file that an earlier message brought stays.
  await alice.post(form({ picture, id: 'bad' }))
  expect(await kept(page)).toHaveLength(1)
  page.sink.answered.add('message-0002')
  await released()
  // Sent again after its answer was lost: known already, and answered long ago.
  expect((await alice.sendsPictures('message-0001', 'one', [picture])).status).toBe(202)
  await released()
})

test('after a restart what an unfinished turn names is there, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'chasqui-uploads-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const first = await host({ spoolFolder: folder })
  const alice = await Visitor.arrives(first)
  await alice.sendsPictures('message-0001', '', [pictureOf(1_000, 1)])
  await alice.sendsPictures('message-0002', '', [pictureOf(1_000, 2)])
  first.sink.answered.add('message-0001')
  await writeFile(join(folder, '3.part'), 'cut off')
  await writeFile(join(folder, `${'z'.repeat(22)}.${'0'.repeat(64)}`), 'accepted by nobody')
  const clock = new ManualClock()
  const second = await host({ spoolFolder: folder, sink: first.sink, key: first.key, clock })
  clock.turn(5_000)
  await expect.poll(() => kept(second)).toEqual([mediaOf(second)[1]?.ref])
  expect(await second.channel.fetchMedia(mediaOf(second)[1]!, { bytesMax: 1e6 }, signal)).toHaveLength(1_000)
})

test('while the store cannot tell what is named nothing is released', async () => {
  const clock = new ManualClock()
  const page = await host({ clock })
  const alice = await Visitor.arrives(page)
  await alice.sendsPictures('message-0001', '', [pictureOf(1_000)])
  page.sink.answered.add('message-0001')
  page.sink.isDown = true
  expect((await alice.sendsPictures('message-0002', '', [pictureOf(1_000, 2)])).status).toBe(503)
  const asked = page.sink.timesAskedInUse
  await expect
    .poll(() => {
      clock.turn(5_000)
      return page.sink.timesAskedInUse
    })
    .toBeGreaterThan(asked + 1)
  expect(await kept(page)).toHaveLength(2)
  page.sink.isDown = false
  await expect
    .poll(async () => {
      clock.turn(5_000)
      return kept(page)
    })
    .toEqual([])
})

test('one network with many cookies fills its share of the room, and others upload', async () => {
  const limits = { spoolBytesMax: 400_000, spoolBytesPerPersonMax: 150_000, spoolBytesPerNetworkMax: 200_000 }
  const page = await host({ trustProxy: '127.0.0.1', limits })
  let messages = 0
  const sends = async (visitor: Visitor, address: string) => {
    const id = `message-${(messages += 1)}`.padEnd(12, '0')
    const headers = { 'x-forwarded-for': address }
    return visitor.post(form({ id, picture: pictureOf(100_000, messages) }), headers)
  }
  const arrives = async (address: string) => {
    const visitor = new Visitor(page)
    await visitor.visit({ 'x-forwarded-for': address })
    return visitor
  }
  const flood = await arrives('203.0.113.66')
  expect((await sends(flood, '203.0.113.66')).status).toBe(202)
  expect(await codeOf(await sends(flood, '203.0.113.66'))).toBe('storage-full')
  expect((await sends(await arrives('203.0.113.66'), '203.0.113.66')).status).toBe(202)
  expect(await codeOf(await sends(await arrives('203.0.113.66'), '203.0.113.66'))).toBe('storage-full')
  const alice = await arrives('198.51.100.7')
  expect((await sends(alice, '198.51.100.7')).status).toBe(202)
  // As soon as a turn has ended its room is there again.
  page.sink.answered.add('message-1000')
  expect((await sends(flood, '203.0.113.66')).status).toBe(202)
})

test('forms side by side share the room as their bytes come, not as they begin', async () => {
  const page = await host({ limits: { spoolBytesPerPersonMax: 150_000 } })
  const alice = await Visitor.arrives(page)
  const forms = [1, 2, 3].map((fill) =>
    alice.post(form({ id: `message-000${fill}`, picture: pictureOf(100_000, fill) })),
  )
  const statuses = (await Promise.all(forms)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 202).length).toBeLessThanOrEqual(1)
  expect(await kept(page)).toHaveLength(statuses.filter((status) => status === 202).length)
})

test('below the floor of the disk nothing new is taken, and the page says so', async () => {
  let hasRoom = false
  const page = await host({ hasRoom: () => hasRoom })
  const alice = await Visitor.arrives(page)
  for (const refused of [
    await alice.post({ id: 'message-0001', text: 'hi' }),
    await alice.sendsPictures('message-0001', '', [pictureOf(100)]),
  ]) {
    expect(refused.status).toBe(507)
    expect(await codeOf(refused)).toBe('storage-full')
  }
  expect((await alice.get('/api/history')).status).toBe(200)
  hasRoom = true
  expect((await alice.post({ id: 'message-0001', text: 'hi' })).status).toBe(202)
})
