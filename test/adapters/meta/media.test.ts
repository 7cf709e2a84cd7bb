import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { MediaPart } from '#core/contract/message.ts'
import { type Fixture, openFixture, PRODUCT_NAMES, signal } from './fixture.ts'

const PNG = Buffer.from('\x89PNG\r\n\x1a\n and its pixels', 'latin1')
const LIMIT = { bytesMax: 1000 }

const mediaOf = (fixture: Fixture): MediaPart[] =>
  fixture.sink.events.flatMap((event) => (event.type === 'message' ? event.parts.filter((part) => 'ref' in part) : []))
const fetchFirst = async (fixture: Fixture) => {
  const [media] = mediaOf(fixture)
  if (!media) throw new Error('no media came')
  return await fixture.channel.fetchMedia(media, LIMIT, signal())
}

describe.each(PRODUCT_NAMES)('a picture on %s', (product) => {
  it('is fetched, byte for byte', async () => {
    await using fixture = await openFixture({ product })
    fixture.double.person('Alice').photo(PNG, 'what is this?')
    await fixture.sink.count(1)
    expect(Buffer.from(await fetchFirst(fixture))).toEqual(PNG)
  })

  it('is refused when it is larger than what is taken', async () => {
    await using fixture = await openFixture({ product })
    fixture.double.person('Alice').photo(Buffer.concat([PNG, Buffer.alloc(2000)]))
    await fixture.sink.count(1)
    await expect(fetchFirst(fixture)).rejects.toMatchObject({ code: 'media-too-large' })
  })

  it('that broke off half way can be fetched again', async () => {
    await using fixture = await openFixture({ product })
    fixture.double.person('Alice').photo(PNG)
    await fixture.sink.count(1)
    fixture.double.faults.add({ op: 'download', cut: true })
    await expect(fetchFirst(fixture)).rejects.toMatchObject({ code: 'unreachable' })
    expect(Buffer.from(await fetchFirst(fixture))).toEqual(PNG)
  })

  it('is gone when Meta has it no longer', async () => {
    await using fixture = await openFixture({ product })
    fixture.double.person('Alice').photo(PNG)
    await fixture.sink.count(1)
    fixture.double.state.files.clear()
    await expect(fetchFirst(fixture)).rejects.toMatchObject({ code: 'media-gone' })
  })

  it('is with the question of who replies to it', async () => {
    await using fixture = await openFixture({ product })
    const alice = fixture.double.person('Alice')
    const id = alice.photo(PNG)
    alice.replies(id, 'what is this?')
    const [, question] = await fixture.sink.count(2)
    expect(question).toMatchObject({
      replyTo: { messageId: id, fromBot: false, fromSender: true, media: [{ type: 'image' }] },
    })
    const quoted = question?.type === 'message' ? question.replyTo?.media[0] : undefined
    expect(Buffer.from(await fixture.channel.fetchMedia(quoted as MediaPart, LIMIT, signal()))).toEqual(PNG)
  })

  it('is not with the reply of somebody else, whatever message that names', async () => {
    await using fixture = await openFixture({ product })
    const id = fixture.double.person('Alice').photo(PNG)
    await fixture.sink.count(1)
    const bob = fixture.double.person('Bob')
    const context = { reply_to: { mid: id }, text: 'and what is this?' }
    const text = { type: 'text', text: { body: 'and what is this?' }, context: { id, from: bob.chatId } }
    bob.sendsRaw(product === 'whatsapp-cloud' ? text : context)
    const [, question] = await fixture.sink.count(2)
    expect(question).toMatchObject({ replyTo: { messageId: id, media: [] } })
  })

  it('leaves no address of it in what is stored', async () => {
    await using fixture = await openFixture({ product })
    fixture.double.person('Alice').photo(PNG)
    await fixture.sink.count(1)
    const [event] = fixture.sink.events
    const stored = JSON.stringify({ ...event, raw: Buffer.from(event?.raw ?? []).toString() })
    expect(stored).not.toContain(fixture.double.state.root)
  })
})

describe('an album', () => {
  it.each(['messenger', 'instagram'] as const)('is one message on %s, with every picture', async (product) => {
    await using fixture = await openFixture({ product })
    const pictures = [PNG, Buffer.concat([PNG, Buffer.from('2')])]
    fixture.double.person('Alice').album(pictures, 'which is better?')
    await fixture.sink.count(1)
    const fetched = mediaOf(fixture).map(async (media) => await fixture.channel.fetchMedia(media, LIMIT, signal()))
    expect((await Promise.all(fetched)).map((bytes) => Buffer.from(bytes))).toEqual(pictures)
    expect(fixture.sink.texts).toEqual(['which is better? image image'])
  })
})

describe('where files may be', () => {
  async function otherServer() {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.headers.authorization ?? 'without a token')
      response.end('internal')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata` }
  }

  it('another server of this computer is not asked', async () => {
    await using fixture = await openFixture({ product: 'messenger' })
    const other = await otherServer()
    fixture.double.person('Eve').sendsRaw({ attachments: [{ type: 'image', payload: { url: other.url } }] })
    await fixture.sink.count(1)
    await expect(fetchFirst(fixture)).rejects.toMatchObject({ code: 'refused' })
    expect(other.asked).toEqual([])
  })

  it.each(['https://scontent.fbcdn.net.evil.test/1', 'https://evil.test/1', 'file:///etc/passwd', 'no address'])(
    '%s is not opened',
    async (url) => {
      await using fixture = await openFixture({ product: 'messenger' })
      fixture.double.person('Eve').sendsRaw({ attachments: [{ type: 'image', payload: { url } }] })
      await fixture.sink.count(1)
      await expect(fetchFirst(fixture)).rejects.toMatchObject({ code: 'refused' })
    },
  )

  it('WhatsApp’s address of a file is asked for again once it has expired', async () => {
    await using fixture = await openFixture({ product: 'whatsapp-cloud' })
    fixture.double.person('Alice').photo(PNG)
    await fixture.sink.count(1)
    // The address is given; behind it the file is gone, once.
    fixture.double.faults.add({ op: 'download', delayMs: 0 }, { op: 'download', status: 404 })
    expect(Buffer.from(await fetchFirst(fixture))).toEqual(PNG)
    expect(fixture.double.calls('download').map(({ outcome }) => outcome)).toEqual(['ok', '100', 'ok', 'ok'])
  })
})
