import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ChannelError, type Channel, type OutgoingFile, type OutgoingMessage } from '#core/contract/channel.ts'
import { replyId } from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import { lengthOf } from '#core/delivery/text-length.ts'
import { englishOf } from '#machine/sentence.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../kit/temporary-folder.ts'
import { RecordingSink } from './recording-sink.ts'

/** One channel with one person who writes to it, over the real wire. Started with the sink it was opened for. */
export type ChannelFixture = {
  readonly channel: Channel
  /** Where the person writes. */
  readonly chat: Chat
  says(text: string): Promise<void> | void
  /** Resolves when the person sees exactly this as the newest text of the bot. */
  sees(text: string): Promise<unknown>
  /** All that the person has seen of the bot until then. */
  seen(): readonly string[]
  /** What the buttons of the newest text say; absent where the channel has none. */
  buttons?(): readonly string[]
  /** Resolves with the content of the newest file, once the person has one and has fetched it where it is fetched. */
  gets(): Promise<Uint8Array>
  [Symbol.asyncDispose](): Promise<void>
}

const never = new AbortController().signal

const RESERVED = '_ * ~ | > # + - = { } . ! < & '
const BUTTONS = [
  { name: 'good', label: '👍', data: 'good:reply' },
  { name: 'bad', label: '👎', data: 'bad:reply' },
] as const

/** What every channel does in the same way; `open` makes a channel that is started and taking events into `sink`. */
export function channelContract(name: string, open: (sink: RecordingSink) => Promise<ChannelFixture>): void {
  describe(`${name}, as every channel`, () => {
    let sink: RecordingSink
    let fixture: ChannelFixture

    beforeEach(async () => {
      sink = new RecordingSink()
      fixture = await open(sink)
    })

    afterEach(async () => {
      await fixture[Symbol.asyncDispose]()
    })

    it('hands on what a person writes, once, with who wrote it and where', async () => {
      await fixture.says('good morning')
      const [event] = await sink.count(1)
      const { channel, chat } = fixture
      expect(event).toMatchObject({ v: 1, type: 'message', platform: channel.name, account: channel.account })
      expect(event).toMatchObject({ addressed: 'dm', parts: [{ type: 'text', text: 'good morning' }] })
      expect(event?.chat.id).toBe(chat.id)
      expect(event?.sender.id.startsWith(`${channel.account}:`)).toBe(true)
      expect(event?.sender.isBot).toBe(false)
      // Every language of the console has how it is.
      const { detail, sentences } = channel.health()
      expect(englishOf(sentences ?? [])).toBe(detail)
    })

    it('keeps the order in which a person writes', async () => {
      const texts = Array.from({ length: 20 }, (_, index) => `line ${index}`)
      for (const text of texts) await fixture.says(text)
      await sink.count(texts.length)
      expect(sink.texts).toEqual(texts)
    })

    it('hands on only well-formed text without NUL', async () => {
      await fixture.says('a\0b \ud800 c 😀')
      await sink.count(1)
      expect(sink.texts).toEqual(['ab \ufffd c 😀'])
    })

    it('makes no event of a payload that is none', () => {
      const hollow = [{ update_id: 'x' }, { message: null }, { update_id: 1, message: {} }]
      const payloads = [undefined, null, 42, 'text', [], {}, ...hollow]
      expect(payloads.flatMap((payload) => fixture.channel.decode(payload))).toEqual([])
    })

    it('shows what is sent, and says that it was taken', async () => {
      const receipt = await fixture.channel.send(fixture.chat, saying('hello <b>there</b> & so_on_then'), never)
      expect(receipt.messageId).not.toBe('')
      await fixture.sees('hello <b>there</b> & so_on_then')
    })

    it('changes a message in place where it can', async ({ skip }) => {
      if (fixture.channel.capabilities(fixture.chat).streaming === 'none') return skip('this channel cannot edit')
      const receipt = await fixture.channel.send(fixture.chat, saying('it is', { final: false }), never)
      const edited = await fixture.channel.edit(fixture.chat, receipt, saying('it is a cat'), never)
      expect(edited.messageId).toBe(receipt.messageId)
      await fixture.sees('it is a cat')
    })

    it('takes a repeated edit as done', async ({ skip }) => {
      if (fixture.channel.capabilities(fixture.chat).streaming === 'none') return skip('this channel cannot edit')
      const receipt = await fixture.channel.send(fixture.chat, saying('one'), never)
      const two = saying('two')
      await fixture.channel.edit(fixture.chat, receipt, two, never)
      await fixture.channel.edit(fixture.chat, receipt, two, never)
      await fixture.sees('two')
    })

    it('takes a text of the full length that it states', async () => {
      const { length, unit } = fixture.channel.capabilities(fixture.chat).textMax
      const text = unit === 'utf16' ? '😀'.repeat(length / 2) : 'x'.repeat(length)
      await fixture.channel.send(fixture.chat, saying(text), never)
      await fixture.sees(text)
    })

    it('refuses a text longer than it states', async () => {
      const { length } = fixture.channel.capabilities(fixture.chat).textMax
      const sending = fixture.channel.send(fixture.chat, saying('x'.repeat(length + 1)), never)
      await expect(sending).rejects.toMatchObject({ name: 'ChannelError', code: 'refused' })
    })

    it('takes a text full of reserved characters up to the length it states for it', async () => {
      const { textMax, renderedLength } = fixture.channel.capabilities(fixture.chat)
      const length = renderedLength ?? ((text: string) => lengthOf(text, textMax.unit))
      const text = (times: number) => RESERVED.repeat(times).trimEnd()
      let times = 1
      while (length(text(times + 1)) <= textMax.length) times += 1
      const receipt = await fixture.channel.send(fixture.chat, saying(text(times)), never)
      expect(receipt.messageId).not.toBe('')
    })

    it('refuses an edit where it says that it cannot edit', async ({ skip }) => {
      if (fixture.channel.capabilities(fixture.chat).streaming === 'edit') return skip('this channel edits')
      const receipt = await fixture.channel.send(fixture.chat, saying('it is'), never)
      const editing = fixture.channel.edit(fixture.chat, receipt, saying('it is a cat'), never)
      await expect(editing).rejects.toMatchObject({ name: 'ChannelError' })
      await fixture.sees('it is')
    })

    it('recognises a repeated send where it says so', async ({ skip }) => {
      const { repeatedSend, keyTrustedMs } = fixture.channel.capabilities(fixture.chat)
      if (repeatedSend !== 'key') {
        expect(keyTrustedMs).toBeUndefined()
        return skip('this channel cannot recognise it')
      }
      const message = saying('only once')
      const first = await fixture.channel.send(fixture.chat, message, never)
      const second = await fixture.channel.send(fixture.chat, message, never)
      expect(second.messageId).toBe(first.messageId)
      await fixture.sees('only once')
    })

    it('finds what it sent exactly where it says so, and nothing that was not sent', async ({ skip }) => {
      const { channel, chat } = fixture
      expect(channel.findSent !== undefined).toBe(channel.capabilities(chat).reconciledBy === 'read-back')
      if (channel.findSent === undefined) return skip('this channel cannot read its chats')
      const [before, message] = [Date.now(), saying('was it sent?')]
      const { messageId } = await channel.send(chat, message, never)
      expect(await channel.findSent(chat, message, { sentAtMs: before }, never)).toMatchObject({ messageId })
      expect(await channel.findSent(chat, saying('never sent'), { sentAtMs: before }, never)).toBeUndefined()
    })

    it('shows buttons where it says so, and the words in any case', async () => {
      const { channel, chat, buttons } = fixture
      const message = saying('was this good?', { buttons: BUTTONS })
      await channel.send(chat, message, never)
      await fixture.sees('was this good?')
      const shown = channel.capabilities(chat).buttons === 'none' ? undefined : BUTTONS.map(({ label }) => label)
      expect(buttons?.()).toEqual(shown)
    })

    it('shows that it is typing where it says so', async ({ skip }) => {
      const { channel, chat } = fixture
      if (channel.capabilities(chat).typingLifetimeMs === undefined) return skip('this channel does not show it')
      await fixture.says('good morning')
      const [event] = await sink.count(1)
      const answers = event?.type === 'message' ? event.messageId : undefined
      await expect(channel.typing(event?.chat ?? chat, never, answers)).resolves.toBeUndefined()
    })

    it('brings a file to the person, byte by byte, and says that it was taken', async ({ skip }) => {
      const { channel, chat } = fixture
      if (!hasFiles(channel, chat)) return skip('this channel has no files')
      const content = randomBytes(200_000)
      const file = await fileOf(content, sink)
      const receipt = await channel.sendFile!(chat, file, never)
      expect(receipt.messageId).not.toBe('')
      expect(Buffer.compare(await fixture.gets(), content)).toBe(0)
    })

    it('says that a file is gone, or larger than it states', async ({ skip }) => {
      const { channel, chat } = fixture
      if (!hasFiles(channel, chat)) return skip('this channel has no files')
      const file = await fileOf(Buffer.from('small'), sink)
      const gone = channel.sendFile!(chat, { ...file, path: `${file.path}-gone` }, never)
      await expect(gone).rejects.toMatchObject({ name: 'ChannelError', code: 'media-gone' })
      const large = channel.sendFile!(chat, { ...file, bytes: channel.capabilities(chat).fileBytesMax + 1 }, never)
      await expect(large).rejects.toMatchObject({ name: 'ChannelError', code: 'media-too-large' })
    })

    it('has files exactly where it says so', async () => {
      const { channel, chat } = fixture
      if (hasFiles(channel, chat)) return expect(channel.sendFile).toBeDefined()
      const sending = channel.sendFile?.(chat, await fileOf(Buffer.from('small'), sink), never)
      await expect(sending ?? Promise.reject(new ChannelError('refused', 'no files'))).rejects.toThrow(ChannelError)
    })

    it('sends nothing once the caller has given up', async () => {
      const sending = fixture.channel.send(fixture.chat, saying('too late'), AbortSignal.abort(new Error('given up')))
      await expect(sending).rejects.toThrow('given up')
      await fixture.channel.send(fixture.chat, saying('in time'), never)
      await fixture.sees('in time')
      expect(fixture.seen()).toEqual(['in time'])
    })

    it('still sends after it has stopped taking', async () => {
      await fixture.says('last words')
      await sink.count(1)
      await fixture.channel.stop()
      await fixture.channel.send(fixture.chat, saying('farewell'), never)
      await fixture.sees('farewell')
    })

    it('can be closed twice, and before it is stopped', async () => {
      const { channel } = fixture
      await expect(channel[Symbol.asyncDispose]()).resolves.toBeUndefined()
      await expect(channel[Symbol.asyncDispose]()).resolves.toBeUndefined()
      // Whoever still sends has a receipt or a fault of the contract, and nothing else.
      const ended: unknown = await channel
        .send(fixture.chat, saying('from beyond'), never)
        .catch((error: unknown) => error)
      if (!(ended instanceof ChannelError)) expect(ended).toMatchObject({ messageId: expect.any(String) as string })
    })
  })
}

const hasFiles = (channel: Channel, chat: Chat) => channel.capabilities(chat).files !== 'none'

let replies = 0

/** A file on the disk, as a reply has it, which `sink` hands to whoever fetches it. */
async function fileOf(content: Uint8Array, sink: RecordingSink): Promise<OutgoingFile> {
  const filePath = path.join(await temporaryFolder(), 'file.zip')
  await writeFile(filePath, content)
  const about = { name: 'export.zip', mime: 'application/zip', bytes: content.length, path: filePath }
  const id = `file-${++replies}-of-the-contract`
  sink.files.set(id, { ...about, taken: async () => void sink.files.delete(id) })
  return { ...about, id, replyId: replyId(() => id), index: 1000 }
}

/** A first and last message of a reply. */
export function saying(text: string, extra: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return { replyId: replyId(() => `reply-${++replies}`), index: 0, kind: 'answer', text, final: true, ...extra }
}
