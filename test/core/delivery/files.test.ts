import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ChannelError, type Capabilities, type ReplyFile } from '#core/contract/channel.ts'
import { createExportFiles, EXPORTS_FOLDER } from '#core/export/export-files.ts'
import { systemClock } from '#machine/clock.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { deliveryTest, type DeliveryFixture, type TurnOf } from './fixture.ts'

const LABEL = '(may be a repetition)'

let exportsFolder: string
let fixture: DeliveryFixture
const { open: openFixture } = deliveryTest((opened) => {
  fixture = opened
})

/** A turn whose reply has files of these contents. */
async function open(contents: readonly string[], capabilities: Partial<Capabilities> = {}) {
  const dataFolder = await temporaryFolder()
  exportsFolder = path.join(dataFolder, EXPORTS_FOLDER)
  await openFixture(capabilities)
  fixture.files = createExportFiles({ dataFolder, clock: systemClock })
  await fixture.crashAndRestart()
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  const files: ReplyFile[] = []
  for (const [index, content] of contents.entries()) {
    const place = `${EXPORTS_FOLDER}/${turn.person}/file-${index}.zip`
    await mkdir(path.join(exportsFolder, turn.person), { recursive: true })
    await writeFile(path.join(dataFolder, place), content)
    files.push({ path: place, name: `${index}.zip`, mime: 'application/zip', bytes: content.length })
  }
  return { turn, platform: fixture.platform, finish: () => finish(turn, files) }
}

async function finish(turn: TurnOf, files: ReplyFile[]): Promise<void> {
  await fixture.finish(turn, 'Here it is.', { kind: 'command', files })
  await fixture.settled()
}

const left = () => readdir(exportsFolder)

test('files follow the text, each as a message of its own, and are deleted once all are there', async () => {
  const { turn, platform, finish } = await open(['one', 'two'])
  await finish()
  expect(platform.seenIn('a')).toEqual(['Here it is.', '0.zip: one', '1.zip: two'])
  const sent = { state: 'sent', labelled: false }
  expect(await fixture.row(turn)).toMatchObject({ state: 'sent', files: [{ send: sent }, { send: sent }] })
  expect(await left()).toEqual([])
})

test('where files are fetched they stay until somebody fetches them', async () => {
  const { turn, platform, finish } = await open(['one'], { files: 'link' })
  await finish()
  expect(platform.seenIn('a')).toEqual(['Here it is.', '0.zip: one'])
  expect(await left()).toEqual([turn.person])
})

test('a file waits as long as the platform says; what was sent before is not sent again', async () => {
  const { platform, finish } = await open(['one', 'two'])
  platform.failNext('file', 'a', new ChannelError('rate-limited', 'slow down', { retryAfterMs: 7_000 }))
  await finish()
  await fixture.advance(6_900)
  expect(platform.seenIn('a')).toEqual(['Here it is.'])
  await fixture.advance(200)
  expect(platform.seenIn('a')).toEqual(['Here it is.', '0.zip: one', '1.zip: two'])
})

test('a file that was certainly not sent comes later, without a label', async () => {
  const { platform, finish } = await open(['one'])
  platform.failNext('file', 'a', new ChannelError('unreachable', 'no route'))
  await finish()
  await fixture.advance(5_000)
  expect(platform.seenIn('a')).toEqual(['Here it is.', '0.zip: one'])
})

test('a file of which nobody knows whether it was sent comes again once, and says so', async () => {
  const { turn, platform, finish } = await open(['one'])
  platform.failNext('file', 'a', 'answer lost')
  await finish()
  await fixture.advance(5_000)
  expect(platform.seenIn('a')).toEqual(['Here it is.', '0.zip: one', `${LABEL} 0.zip: one`])
  expect(await fixture.row(turn)).toMatchObject({ state: 'sent', files: [{ send: { labelled: true } }] })
})

test('a crash between a file and its receipt: it comes again once, labelled, and the text does not', async () => {
  const { platform, finish } = await open(['one'])
  platform.failNext('file', 'a', 'answer lost')
  await finish()
  await fixture.crashAndRestart()
  await fixture.advance(5_000)
  expect(platform.seenIn('a')).toEqual(['Here it is.', '0.zip: one', `${LABEL} 0.zip: one`])
  await fixture.crashAndRestart()
  await fixture.advance(60_000)
  expect(platform.messages).toHaveLength(3)
})

test('where the platform knows keys, a repeated file is seen once', async () => {
  const { platform, finish } = await open(['one'], { repeatedSend: 'key' })
  platform.failNext('file', 'a', 'answer lost')
  await finish()
  await fixture.crashAndRestart()
  await fixture.advance(5_000)
  expect(platform.seenIn('a')).toEqual(['Here it is.', '0.zip: one'])
})

test('in place of a file that is gone stands a sentence, and the others still come', async () => {
  const { turn, platform, finish } = await open(['one', 'two'])
  await rm(path.join(exportsFolder, turn.person, 'file-0.zip'))
  await finish()
  expect(platform.seenIn('a')).toEqual(['Here it is.', 'the file is lost', '1.zip: two'])
  expect(await fixture.row(turn)).toMatchObject({ state: 'sent' })
})

test.each(['media-too-large', 'refused'] as const)(
  'a file that the platform never takes (%s): so it says',
  async (code) => {
    const { platform, finish } = await open(['one'])
    platform.failNext('file', 'a', new ChannelError(code, 'no'))
    await finish()
    expect(platform.seenIn('a')).toEqual(['Here it is.', 'the file is lost'])
    expect(await left()).toEqual([])
  },
)

test('with a reply that is given up its files are deleted', async () => {
  const { turn, platform, finish } = await open(['one'])
  platform.failNext('file', 'a', new ChannelError('chat-gone', 'blocked'))
  await finish()
  expect(await fixture.row(turn)).toMatchObject({ state: 'failed' })
  expect(await left()).toEqual([])
})

test('a stop lets the file under way come to its end', async () => {
  const { turn, platform, finish } = await open(['one'])
  const text = platform.holdNext('a')
  const finished = finish()
  await text.reached
  const file = platform.holdNext('a')
  text.open()
  await file.reached
  expect(await fixture.row(turn)).toMatchObject({ files: [{ send: { state: 'sending' } }] })
  const stopped = fixture.delivery.stop(new AbortController().signal)
  file.open()
  await Promise.all([stopped, finished])
  expect(await fixture.row(turn)).toMatchObject({ state: 'sent' })
  expect(platform.seenIn('a')).toEqual(['Here it is.', '0.zip: one'])
})

test('a place outside of the folder of exports is none', async () => {
  const { turn } = await open([])
  const places = [
    `exports/${turn.person}/../../secret.zip`,
    '/etc/passwd',
    'exports/../secret.zip',
    'media/a/b.zip',
    `exports/${turn.person}/secret.key`,
    `exports/${turn.person}/a/b.zip`,
    'exports/..\\x/b.zip',
  ]
  for (const place of places) expect(() => fixture.files.pathOf({ path: place }), place).toThrow(TypeError)
})

test('files and leftovers of crashes go with age; what may still be wanted stays', async () => {
  const { turn } = await open(['kept'])
  const folder = path.join(exportsFolder, turn.person)
  await writeFile(path.join(folder, 'new.zip.part'), '')
  let nowMs = systemClock.now()
  const aged = createExportFiles({
    dataFolder: path.dirname(exportsFolder),
    clock: { ...systemClock, now: () => nowMs },
  })
  nowMs += 59 * 60_000
  expect(await aged.cleanUp()).toBe(0)
  nowMs += 2 * 60_000
  expect(await aged.cleanUp()).toBe(1)
  const file = { path: `${EXPORTS_FOLDER}/${turn.person}/file-0.zip` }
  expect(await aged.isKept(file)).toBe(true)
  nowMs += 23 * 3_600_000
  expect(await aged.isKept(file)).toBe(false)
  expect(await aged.cleanUp()).toBe(1)
  await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' })
})
