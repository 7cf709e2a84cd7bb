import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { MediaPart } from '#core/contract/message.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '../../kit/discord/person.ts'
import { hastyClock } from '../telegram/fixture.ts'
import { type Fixture, openFixture, openOn } from './fixture.ts'

const never = new AbortController().signal
const bytesMax = 100_000
const GET = 'GET /channels/:channel/messages/:message'
const PNG = [137, 80, 78, 71, 13, 10, 26, 10]
let fixture: Fixture
let alice: Person

beforeEach(async () => {
  fixture = await openFixture()
  alice = fixture.double.person('Alice')
})
afterEach(async () => await fixture[Symbol.asyncDispose]())

const png = (length: number) =>
  Uint8Array.from([...PNG, ...crypto.getRandomValues(new Uint8Array(length - PNG.length))])
const fetched = (media: MediaPart, of: Pick<Fixture, 'channel'> = fixture) =>
  of.channel.fetchMedia(media, { bytesMax }, never)
const spooled = () => readdir(path.join(fixture.folder, 'pictures'))

async function sent(bytes: Uint8Array, caption?: string): Promise<MediaPart> {
  alice.photo(bytes, caption)
  const [event] = await fixture.sink.count(1)
  const part = event?.type === 'message' ? event.parts.find(({ type }) => type === 'image') : undefined
  if (part?.type !== 'image') throw new Error('no picture came')
  return part
}

describe('a picture', () => {
  it('is fetched byte for byte, once, when it is received', async () => {
    const bytes = png(50_000)
    const media = await sent(bytes, 'look')
    expect(Buffer.compare(await fetched(media), bytes)).toBe(0)
    await fetched(media)
    expect(fixture.double.calls('download')).toHaveLength(1)
  })

  it('is still there after a restart, when its link has ended and its message is gone', async () => {
    const bytes = png(1_000)
    const media = await sent(bytes)
    await fetched(media)
    await fixture.channel[Symbol.asyncDispose]()
    alice.deletes(alice.transcript()[0]!.id)
    const again = await openOn(fixture.double, { clock: hastyClock().clock, folder: fixture.folder })
    expect(Buffer.compare(await fetched(media, { channel: again }), bytes)).toBe(0)
    await again[Symbol.asyncDispose]()
  })

  it('that found no room is asked for again by its message', async () => {
    await fixture[Symbol.asyncDispose]()
    fixture = await openFixture({ channel: { hasRoom: () => false } })
    alice = fixture.double.person('Alice')
    const bytes = png(1_000)
    const media = await sent(bytes)
    expect(await spooled()).toEqual([])
    const again = await openOn(fixture.double, { clock: hastyClock().clock, folder: fixture.folder })
    expect(Buffer.compare(await fetched(media, { channel: again }), bytes)).toBe(0)
    expect(fixture.double.calls(GET)).toHaveLength(1)
    await again[Symbol.asyncDispose]()
  })

  it('whose link has ended is fetched by a new one', async () => {
    await fixture[Symbol.asyncDispose]()
    let nowMs = Date.now()
    const double = { now: () => nowMs, linkMs: 1_000 }
    fixture = await openFixture({ double, channel: { hasRoom: () => false } })
    alice = fixture.double.person('Alice')
    const bytes = png(1_000)
    const media = await sent(bytes)
    nowMs += 60_000
    expect(Buffer.compare(await fetched(media), bytes)).toBe(0)
  })

  it('of somebody who is forgotten is removed', async () => {
    await fetched(await sent(png(1_000)))
    expect(await spooled()).toHaveLength(1)
    const other = `${fixture.channel.account}:1` as const
    await fixture.channel.forgetPerson?.([other as never])
    expect(await spooled()).toHaveLength(1)
    const counts = await fixture.channel.forgetPerson?.([alice.identity as never])
    expect(counts).toEqual({ discordPictures: 1 })
    expect(await spooled()).toEqual([])
  })

  it('that no turn needs any more is removed, and one that a turn names stays', async () => {
    const media = await sent(png(1_000))
    await fetched(media)
    const inUse = new Set([media.ref])
    fixture.sink.mediaInUse = async () => inUse
    const later = { ...hastyClock().clock, now: () => Date.now() + 3_600_000 }
    await fixture.channel[Symbol.asyncDispose]()
    const again = await openOn(fixture.double, { clock: later, folder: fixture.folder })
    await again.start(fixture.sink)
    await fixture.double.connected()
    expect(await spooled()).toHaveLength(1)
    inUse.clear()
    await expect.poll(spooled).toEqual([])
    await again[Symbol.asyncDispose]()
  })

  it('in a server that is not for the bot is left where it is', async () => {
    alice.in(fixture.double.group('Huts')).photo(png(1_000))
    await fixture.sink.count(1)
    alice.says('done')
    await fixture.sink.count(2)
    expect(fixture.double.calls('download')).toEqual([])
  })

  it.each([
    ['too large', { type: 'image', ref: '1/2/3', bytes: bytesMax + 1 }, 'media-too-large'],
    ['of a message that is gone', { type: 'image', ref: '1100000000000000001/1100000000000000002/3' }, 'media-gone'],
    ['at no place of Discord', { type: 'image', ref: 'https://example.org/a.png' }, 'media-gone'],
    ['at a place that leads elsewhere', { type: 'sticker', ref: 'stickers/../../etc/passwd' }, 'media-gone'],
  ] as const)('%s is none', async (_name, media, code) => {
    await expect(fetched(media)).rejects.toMatchObject({ name: 'ChannelError', code })
  })

  it('behind an address that is not of Discord is not opened', async () => {
    const { double, sink } = fixture
    const elsewhere = 'http://127.0.0.1:1/secret.png'
    const id = double.state.unique()
    const attachments = [{ id: '5', filename: 'a.png', content_type: 'image/png', size: 5, url: elsewhere }]
    const d = { id, channel_id: alice.chatId, channel_type: 1, type: 0, author: alice.user, content: '', attachments }
    double.gateway.bring({ t: 'MESSAGE_CREATE', d: () => d, intents: 0, guildId: undefined })
    const [event] = await sink.count(1)
    const [media] = event?.type === 'message' ? event.parts : []
    await expect(fetched(media as MediaPart)).rejects.toMatchObject({ code: 'refused' })
  })

  it('cut half way is asked for again', async () => {
    fixture.double.faults.add({ op: 'download', cut: true })
    const bytes = png(1_000)
    const media = await sent(bytes)
    const first = await fetched(media).catch(() => undefined)
    expect(Buffer.compare(first ?? (await fetched(media)), bytes)).toBe(0)
  })
})
