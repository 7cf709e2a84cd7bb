import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Channel, OutgoingFile } from '#core/contract/channel.ts'
import { replyId } from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import { systemClock } from '#machine/clock.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saying } from '../../contract/channel.ts'
import type { Person } from '../../kit/discord/person.ts'
import type { Fault } from '../../kit/faults.ts'
import { inspected } from '../../kit/inspected.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { healthOf } from '../telegram/fixture.ts'
import { type Fixture, openFixture, openOn } from './fixture.ts'

const never = new AbortController().signal
const SEND = 'POST /channels/:channel/messages'
let fixture: Fixture
let impatient: Channel
let alice: Person
let chat: Chat

// Each test has its own 50 calls a second, which discord.js counts.
beforeEach(async () => {
  fixture = await openFixture({ double: { limits: 'off' } })
  // Another one on the same Discord that does not wait; only for answers that never come.
  impatient = await openOn(fixture.double, { clock: systemClock, folder: fixture.folder, callTimeoutMs: 100 })
  alice = fixture.double.person('Alice')
  chat = { id: alice.chatId, kind: 'dm' }
})

afterEach(async () => {
  await impatient[Symbol.asyncDispose]()
  await fixture[Symbol.asyncDispose]()
})

const send = (text: string, extra = {}) => fixture.channel.send(chat, saying(text, extra), never)
const channelFor = (fault: Fault) => ('silent' in fault ? impatient : fixture.channel)
const shownOnce = (text: string) => alice.transcript().filter((message) => message.text === text)

describe('what is sent', () => {
  it('pings nobody, shows no previews, and carries its key', async () => {
    const id = replyId(() => 'abcdefghijklmnopqrstuv')
    await send('hi @everyone https://example.org', { replyId: id, index: 3 })
    expect(fixture.double.calls(SEND).at(-1)?.body).toEqual({
      content: String.raw`hi \@everyone <https://example.org>`,
      allowed_mentions: { parse: [], replied_user: false },
      flags: 1 << 2,
      components: [],
      nonce: 'abcdefghijklmnopqrstuv.3',
      enforce_nonce: true,
    })
    const { marks } = await alice.hears(/hi @everyone/)
    expect(marks.map(({ type }) => type)).toEqual(['link'])
  })

  it('has a key of at most 25 characters, whatever the reply and the part', async () => {
    for (const extra of [{ index: 1295 }, { index: 4000 }, { replyId: replyId(() => 'r'.repeat(60)) }]) {
      await send('keyed', { replyId: replyId(() => 'abcdefghijklmnopqrstuv'), ...extra })
      const body = fixture.double.calls(SEND).at(-1)?.body as { nonce: string } | undefined
      expect(body?.nonce.length).toBeLessThanOrEqual(25)
    }
  })

  it('answers the message it is about, also when that is gone', async () => {
    const question = alice.says('what is it?')
    await send('a cat', { replyTo: question })
    expect(await alice.hears(/a cat/)).toMatchObject({ replyTo: question })
    await send('a dog', { replyTo: '1100000000000009999' })
    expect(await alice.hears(/a dog/)).toMatchObject({ replyTo: undefined })
  })

  it('goes into the thread that the question came from', async () => {
    const group = fixture.double.group('Huts')
    const thread = group.thread('Routes')
    const place: Chat = { id: group.id, kind: 'group', threadId: thread }
    await fixture.channel.send(place, saying('this way'), never)
    await fixture.channel.typing(place, never)
    await alice.in(group, thread).hears(/this way/)
    expect(fixture.double.calls('POST /channels/:channel/typing').at(-1)).toBeDefined()
  })

  it('grows by edits, which show no previews either, and has buttons until an edit takes them away', async () => {
    const buttons = [{ name: 'stop', label: 'Stop', data: 'stop:x' }] as const
    const sent = await send('It', { final: false, buttons })
    expect(await alice.hears(/^It$/)).toMatchObject({ buttons: ['Stop'] })
    await fixture.channel.edit(chat, sent, saying('It is https://example.org/a'), never)
    const grown = await alice.hears(/It is https/)
    expect(grown).toMatchObject({ earlier: ['It'], buttons: [] })
    expect(grown.marks.filter(({ type }) => type === 'preview')).toEqual([])
  })

  it('is measured as it is rendered', () => {
    const { renderedLength, textMax } = fixture.channel.capabilities(chat)
    expect(textMax).toEqual({ length: 2000, unit: 'utf16' })
    expect(renderedLength?.('a_b')).toBe(4)
  })
})

describe('a send that fails', () => {
  const cases: [name: string, fault: Fault, code: string, extra?: object][] = [
    ['one too many', { retryAfter: 7 }, 'rate-limited', { isAnticipated: false, retryAfterMs: 7050 }],
    ['cut before it was taken', { drop: true }, 'unknown-outcome'],
    ['cut after it was taken', { dropAfterAccept: true }, 'unknown-outcome'],
    ['never answered', { silent: true }, 'unknown-outcome'],
    ['answered by a gateway', { html: true }, 'unknown-outcome'],
    ['500', { status: 500 }, 'unknown-outcome'],
    ['503', { status: 503 }, 'unreachable'],
    ['revoked', { status: 401 }, 'unauthorised'],
    ['not liked', { status: 400 }, 'refused'],
  ]

  it.each(cases)('%s', async (_name, fault, code, extra = {}) => {
    fixture.double.faults.add({ op: 'send', ...fault })
    const before = fixture.double.calls(SEND).length
    const sending = channelFor(fault).send(chat, saying('hello'), never)
    await expect(sending).rejects.toMatchObject({ name: 'ChannelError', code, ...extra })
    // Who sends decides whether and when it is tried again.
    expect(fixture.double.calls(SEND).length - before).toBeLessThanOrEqual(1)
    // A lost token is not a lost channel.
    await send('and on')
  })

  it('was certainly not sent when there was no connection', async () => {
    const apart = await openOn(fixture.double, {
      clock: systemClock,
      folder: fixture.folder,
      apiRoot: 'http://127.0.0.1:9/api',
    })
    await expect(apart.send(chat, saying('hello'), never)).rejects.toMatchObject({ code: 'unreachable' })
    await apart[Symbol.asyncDispose]()
  })

  it('is shown once when it is repeated with its key', async () => {
    const message = saying('only once', { replyId: replyId(() => 'onceonceonceonceonceon') })
    fixture.double.faults.add({ op: 'send', dropAfterAccept: true })
    await expect(fixture.channel.send(chat, message, never)).rejects.toMatchObject({ code: 'unknown-outcome' })
    const { messageId } = await fixture.channel.send(chat, message, never)
    expect(shownOnce('only once').map(({ id }) => id)).toEqual([messageId])
  })

  it('says that the person blocked the bot', async () => {
    const bob = fixture.double.person('Bob')
    bob.blocks()
    const sending = fixture.channel.send({ id: bob.chatId, kind: 'dm' }, saying('hello?'), never)
    await expect(sending).rejects.toMatchObject({ code: 'chat-gone' })
  })

  it('for lack of a permission is reported with what to give, until it works again', async () => {
    const group = fixture.double.group('Huts')
    await healthOf(fixture.channel, { state: 'ready' })
    alice.in(group).mentions('hi')
    await fixture.sink.count(1)
    group.removesBot()
    const place: Chat = { id: group.id, kind: 'group' }
    await expect(fixture.channel.send(place, saying('no'), never)).rejects.toMatchObject({ code: 'chat-gone' })
    const detail = expect.stringMatching(/may not write in #general: give its role .*Send Messages/) as string
    expect(fixture.channel.health()).toMatchObject({ state: 'ready', detail })
    await send('elsewhere it may')
    group.guild.isLeft = false
    await fixture.channel.send(place, saying('again'), never)
    expect(fixture.channel.health().detail).toBe('@chasqui.')
  })

  it('tells neither the token nor the text, not even in its cause', async () => {
    for (const fault of [
      { drop: true },
      { html: true },
      { status: 400 },
      { silent: true },
      { status: 401 },
    ] as Fault[]) {
      fixture.double.faults.clear()
      fixture.double.faults.add({ op: 'send', ...fault })
      const error: unknown = await channelFor(fault)
        .send(chat, saying('a secret of mine'), never)
        .catch((thrown: unknown) => thrown)
      const told = inspected(error)
      expect(told).toContain('ChannelError')
      expect(told).not.toContain(fixture.double.token.split('.').at(-1))
      expect(told).not.toContain('a secret of mine')
    }
  })
})

describe('an edit that fails', () => {
  it.each<[name: string, fault: Fault, code: string]>([
    ['cut after it was taken', { dropAfterAccept: true }, 'unreachable'],
    ['never answered', { silent: true }, 'unreachable'],
    ['answered by a gateway', { html: true }, 'unreachable'],
    ['too many', { retryAfter: 2 }, 'rate-limited'],
  ])('%s', async (_name, fault, code) => {
    const sent = await send('one')
    fixture.double.faults.add({ op: 'edit', ...fault })
    const editing = channelFor(fault).edit(chat, sent, saying('two'), never)
    await expect(editing).rejects.toMatchObject({ code })
  })

  it('of a message that is gone says so', async () => {
    const gone = { messageId: '1100000000000009999', atMs: 0 }
    await expect(fixture.channel.edit(chat, gone, saying('two'), never)).rejects.toMatchObject({ code: 'message-gone' })
  })
})

describe('a message that may have been sent', () => {
  const long = 'A long answer about cats, dogs and birds that goes on and on.'
  const since = () => ({ sentAtMs: Date.now() })

  it('is found by its buttons, by what it answers, or by how it began', async () => {
    const before = since()
    const growing = saying('A long answer about', { final: false, buttons: [] })
    const sent = await fixture.channel.send(chat, growing, never)
    const found = await fixture.channel.findSent?.(chat, { ...growing, text: long, final: true }, before, never)
    expect(found?.messageId).toBe(sent.messageId)
    const question = alice.says('and?')
    const reply = saying('Short.', { replyTo: question })
    const second = await fixture.channel.send(chat, reply, never)
    const again = await fixture.channel.findSent?.(chat, { ...reply, text: 'Other.' }, before, never)
    expect(again?.messageId).toBe(second.messageId)
  })

  it('is not taken for another reply that reads the same, nor for what a person wrote', async () => {
    const before = since()
    const button = (reply: string) => [{ name: 'good', label: '+', data: `good:${reply}` }] as const
    const other = saying('The same words.', { replyId: replyId(() => 'other'), buttons: button('other') })
    await fixture.channel.send(chat, other, never)
    alice.says('Words of mine.')
    const mine = saying('The same words.', { buttons: button('mine') })
    expect(await fixture.channel.findSent?.(chat, mine, before, never)).toBeUndefined()
    expect(await fixture.channel.findSent?.(chat, saying('Words of mine.'), before, never)).toBeUndefined()
  })

  it('cannot be known while Discord does not answer', async () => {
    fixture.double.faults.add({ op: 'any', status: 500, times: 9 })
    const finding = fixture.channel.findSent?.(chat, saying(long), since(), never)
    await expect(finding).rejects.toMatchObject({ code: 'unreachable' })
  })
})

describe('a file', () => {
  it('of more than 10 MiB is refused before it is read, and a repeated one is shown once', async () => {
    const content = randomBytes(1_000_000)
    const filePath = path.join(await temporaryFolder(), 'export.zip')
    await writeFile(filePath, content)
    const about = { name: 'export.zip', mime: 'application/zip', bytes: content.length, path: filePath }
    const file: OutgoingFile = { ...about, id: 'x', replyId: replyId(() => 'filefilefilefilefilefi'), index: 1000 }
    const carol = fixture.double.person('Carol')
    const place: Chat = { id: carol.chatId, kind: 'dm' }
    await fixture.channel.sendFile?.(place, { ...file, note: 'maybe once more' }, never)
    await fixture.channel.sendFile?.(place, file, never)
    expect(carol.transcript().map((message) => message.file?.bytes.length)).toEqual([content.length])
    const large = fixture.channel.sendFile?.(place, { ...file, bytes: 10 * 1024 ** 2 + 1 }, never)
    await expect(large).rejects.toMatchObject({ code: 'media-too-large' })
  })
})
