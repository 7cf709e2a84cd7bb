import { openTelegram } from '#adapters/telegram/channel.ts'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Channel, OutgoingFile } from '#core/contract/channel.ts'
import type { ReplyId } from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { saying } from '../../contract/channel.ts'
import { inspected } from '../../kit/inspected.ts'
import type { Fault } from '../../kit/telegram/faults.ts'
import type { Person } from '../../kit/telegram/person.ts'
import { telegramPlatform } from '../../kit/telegram/platform.ts'
import { type Fixture, openFixture, settingsFor } from './fixture.ts'

const never = new AbortController().signal
let fixture: Fixture
let impatient: Channel
let alice: Person
let chat: Chat

beforeAll(async () => {
  fixture = await openFixture({ double: { limits: 'off' } })
  // Another one on the same Telegram that does not wait; only for answers that never come.
  impatient = openTelegram({ ...settingsFor(fixture.double), callTimeoutMs: 100 })
  alice = fixture.double.person('Alice')
  chat = { id: String(alice.chatId), kind: 'dm' }
})

beforeEach(() => fixture.double.faults.clear())

afterAll(async () => {
  await impatient[Symbol.asyncDispose]()
  await fixture[Symbol.asyncDispose]()
})

const send = (text: string, extra = {}) => fixture.channel.send(chat, saying(text, extra), never)
const channelFor = (fault: Fault) => ('silent' in fault ? impatient : fixture.channel)

describe('what is sent', () => {
  it('goes as it is, without a parse mode and without previews of links', async () => {
    await send('_a* https://example.org <i> & \\')
    expect(fixture.double.calls('sendMessage').at(-1)?.payload).toEqual({
      chat_id: alice.chatId,
      text: '_a* https://example.org <i> & \\',
      link_preview_options: { is_disabled: true },
    })
  })

  it('shows what is marked, by its place in the text', async () => {
    await send('😀 **bold** and `code`')
    const entities = [
      { type: 'bold', offset: 3, length: 4 },
      { type: 'code', offset: 12, length: 4 },
    ]
    expect(fixture.double.calls('sendMessage').at(-1)?.payload).toMatchObject({ text: '😀 bold and code', entities })
  })

  it('answers the message it is about, also when that is gone', async () => {
    const question = alice.sends('what is it?')
    await send('a cat', { replyTo: String(question) })
    expect(await alice.hears(/a cat/)).toMatchObject({ replyTo: question })
    await send('a dog', { replyTo: '99999' })
    expect(await alice.hears(/a dog/)).toMatchObject({ replyTo: undefined })
  })

  it('goes into the topic that the question came from', async () => {
    const group = fixture.double.group('Huts', { topics: true })
    const topic = group.topic('Routes', alice)
    const place: Chat = { id: String(group.chatId), kind: 'group', threadId: String(topic) }
    await fixture.channel.send(place, saying('this way'), never)
    await fixture.channel.typing(place, never)
    await alice.in(group, topic).hears(/this way/)
    const typing = fixture.double.calls('sendChatAction').at(-1)
    expect(typing?.payload).toMatchObject({ message_thread_id: topic, action: 'typing' })
  })

  it('follows a group that became a supergroup, whether told before or by the refusal', async () => {
    const told = fixture.double.group('Told')
    const place: Chat = { id: String(told.chatId), kind: 'group' }
    told.moves(alice)
    await fixture.channel.send(place, saying('found you'), never)
    await alice.in(told).hears(/found you/)
    await fixture.channel.send(place, saying('again'), never)
    await alice.in(told).hears(/again/)
  })

  it('notifies nobody in a group whose name the model writes, and leaves code as it is', async () => {
    const platform = telegramPlatform(fixture.double)
    const group = platform.group!('Quiet')
    const here: Chat = { id: group.id, kind: 'group' }
    const text = 'Ask @alice_9001 or **mail @bob** at a@example.org: `@Override`'
    await fixture.channel.send(here, saying(text), never)
    const { text: shown, marks } = await platform.person('Alice').in(group).hears(/^Ask/)
    expect(marks).toEqual([
      { type: 'bold', text: 'mail @\u2060bob' },
      { type: 'code', text: '@Override' },
    ])
    expect(shown.replaceAll('\u2060', '')).toBe('Ask @alice_9001 or mail @bob at a@example.org: @Override')
    const { renderedLength } = fixture.channel.capabilities(here)
    expect(renderedLength?.('@ana '.repeat(5))).toBe('@ana '.length * 5 + 5)
  })

  it('shows its buttons, changes them by an edit and takes them away by one without', async () => {
    const stop = { name: 'stop', label: 'Stop', data: 'stop:r1' } as const
    const thumbs = [
      { name: 'good', label: '👍', data: 'good:r1' },
      { name: 'bad', label: '👎', data: 'bad:r1' },
    ] as const
    const sent = await send('One', { final: false, buttons: [stop] })
    expect(await alice.hears(/^One$/)).toMatchObject({ buttons: ['Stop'] })
    await fixture.channel.edit(chat, sent, saying('One', { buttons: thumbs }), never)
    await fixture.double.until(() => alice.transcript().at(-1)?.buttons.join('') === '👍👎' || undefined)
    await fixture.channel.edit(chat, sent, saying('One'), never)
    await fixture.double.until(() => alice.transcript().at(-1)?.buttons.length === 0 || undefined)
  })

  it('grows by edits, at most one a second in a private chat and one in three in a group', async () => {
    const sent = await send('It', { final: false })
    for (const text of ['It is', 'It is a cat.']) await fixture.channel.edit(chat, sent, saying(text), never)
    expect(await alice.hears(/It is a cat\./)).toMatchObject({ earlier: ['It', 'It is'] })
    expect(fixture.channel.capabilities(chat).editIntervalMs).toBe(1000)
    expect(fixture.channel.capabilities({ id: '-1', kind: 'group' }).editIntervalMs).toBe(3000)
  })
})

describe('a send that fails', () => {
  const cases: [name: string, fault: Fault, code: string, extra?: object][] = [
    ['one too many', { retryAfter: 7 }, 'rate-limited', { retryAfterMs: 7000 }],
    ['cut before it was taken', { drop: true }, 'unknown-outcome'],
    ['cut after it was taken', { dropAfterAccept: true }, 'unknown-outcome'],
    ['never answered', { silent: true }, 'unknown-outcome'],
    ['answered by a gateway', { html: true }, 'unknown-outcome'],
    ['500', { status: 500 }, 'unknown-outcome'],
    ['503', { status: 503 }, 'unreachable'],
    ['blocked', { status: 403, description: 'Forbidden: bot was blocked by the user' }, 'chat-gone'],
    ['no chat', { status: 400, description: 'Bad Request: chat not found' }, 'chat-gone'],
    ['topic closed', { status: 400, description: 'Bad Request: TOPIC_CLOSED' }, 'chat-gone'],
    ['not liked', { status: 400, description: 'Bad Request: something new' }, 'refused'],
    ['revoked', { status: 401, description: 'Unauthorized' }, 'unauthorised'],
  ]

  it.each(cases)('%s', async (_name, fault, code, extra = {}) => {
    fixture.double.faults.add({ op: 'sendMessage', ...fault })
    const sending = channelFor(fault).send(chat, saying('hello'), never)
    await expect(sending).rejects.toMatchObject({ name: 'ChannelError', code, ...extra })
  })

  it('was certainly not sent when there was no connection', async () => {
    const apart = await openFixture({ channel: { apiRoot: 'http://127.0.0.1:9' } })
    await expect(apart.channel.send(chat, saying('hello'), never)).rejects.toMatchObject({ code: 'unreachable' })
    await apart[Symbol.asyncDispose]()
  })

  it('was stopped by the caller on its way, so nobody knows', async () => {
    const caller = new AbortController()
    fixture.double.faults.add({ op: 'sendMessage', silent: true })
    const sending = fixture.channel.send(chat, saying('never mind'), caller.signal)
    await alice.hears(/never mind/)
    caller.abort()
    await expect(sending).rejects.toMatchObject({ code: 'unknown-outcome' })
  })

  it('is shown once, although the answer was lost', async () => {
    fixture.double.faults.add({ op: 'sendMessage', dropAfterAccept: true })
    await expect(send('only once')).rejects.toMatchObject({ code: 'unknown-outcome' })
    expect(alice.transcript().filter(({ text }) => text === 'only once')).toHaveLength(1)
  })

  it('says it is blocked when the person blocked the bot', async () => {
    const bob = fixture.double.person('Bob')
    bob.blocks()
    const sending = fixture.channel.send({ id: String(bob.chatId), kind: 'dm' }, saying('hello?'), never)
    await expect(sending).rejects.toMatchObject({ code: 'chat-gone' })
  })

  it('tells neither the token nor the text, not even in its cause', async () => {
    const faults: Fault[] = [{ drop: true }, { html: true }, { status: 400 }, { silent: true }, { status: 401 }]
    for (const fault of faults) {
      // One by one: a send over a connection that the last fault closed fails before it meets its own.
      fixture.double.faults.clear()
      fixture.double.faults.add({ op: 'sendMessage', ...fault })
      const sending = channelFor(fault).send(chat, saying('a secret of mine'), never)
      const error = await sending.catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ name: 'ChannelError' })
      const told = inspected(error)
      expect(told).not.toContain(fixture.double.token.split(':')[1])
      expect(told).not.toContain('a secret of mine')
    }
  })
})

describe('an edit that fails', () => {
  const cases: [name: string, fault: Fault, code: string][] = [
    ['cut after it was taken', { dropAfterAccept: true }, 'unreachable'],
    ['never answered', { silent: true }, 'unreachable'],
    ['answered by a gateway', { html: true }, 'unreachable'],
    ['too many', { retryAfter: 2 }, 'rate-limited'],
    ['too old', { status: 400, description: "Bad Request: message can't be edited" }, 'message-gone'],
  ]

  it.each(cases)('%s', async (_name, fault, code) => {
    const sent = await send('one')
    fixture.double.faults.add({ op: 'editMessageText', ...fault })
    const editing = channelFor(fault).edit(chat, sent, saying('two'), never)
    await expect(editing).rejects.toMatchObject({ code })
  })

  it('of a message that is gone says so', async () => {
    const gone = { messageId: '99999', atMs: 0 }
    await expect(fixture.channel.edit(chat, gone, saying('two'), never)).rejects.toMatchObject({ code: 'message-gone' })
  })

  it('can be repeated when its answer was lost, and then counts as done', async () => {
    const sent = await send('half')
    fixture.double.faults.add({ op: 'editMessageText', dropAfterAccept: true })
    const lost = fixture.channel.edit(chat, sent, saying('whole'), never)
    await expect(lost).rejects.toMatchObject({ code: 'unreachable' })
    const { messageId } = await fixture.channel.edit(chat, sent, saying('whole'), never)
    expect(messageId).toBe(sent.messageId)
    await alice.hears(/whole/)
  })
})

describe('a file', () => {
  const content = randomBytes(3_000_000)
  let file: OutgoingFile
  beforeAll(async () => {
    const filePath = path.join(await mkdtemp(path.join(tmpdir(), 'chasqui-file-')), 'export.zip')
    await writeFile(filePath, content)
    const about = { name: 'export.zip', mime: 'application/zip', bytes: content.length, path: filePath }
    file = { ...about, id: 'random', replyId: 'r' as ReplyId, index: 1000 }
  })
  afterAll(() => rm(path.dirname(file.path), { recursive: true, force: true }))

  const sendFile = (more: Partial<OutgoingFile> = {}, signal = never) =>
    fixture.channel.sendFile!(chat, { ...file, ...more }, signal)
  const sent = () => alice.transcript().filter((shown) => shown.file !== undefined)

  it('goes as a document under its name, with what is to be said about it', async () => {
    const { messageId } = await sendFile({ note: 'perhaps again' })
    const [document] = sent()
    expect(document).toMatchObject({
      messageId: Number(messageId),
      text: 'perhaps again',
      file: { name: 'export.zip' },
    })
    expect(Buffer.compare(document!.file!.bytes, content)).toBe(0)
  })

  it('goes into the topic that it was asked for in', async () => {
    const group = fixture.double.group('Files', { topics: true })
    const topic = group.topic('Routes', alice)
    const place: Chat = { id: String(group.chatId), kind: 'group', threadId: String(topic) }
    await fixture.channel.sendFile!(place, file, never)
    expect(await alice.in(group, topic).getsFiles(1)).toHaveLength(1)
  })

  const cases: [name: string, fault: Fault, code: string, extra?: object][] = [
    ['cut before it was taken', { drop: true }, 'unknown-outcome'],
    ['cut after it was taken', { dropAfterAccept: true }, 'unknown-outcome'],
    ['answered by a gateway', { html: true }, 'unknown-outcome'],
    ['too many', { retryAfter: 3 }, 'rate-limited', { retryAfterMs: 3000 }],
    ['too large', { status: 413, description: 'Request Entity Too Large' }, 'media-too-large'],
    ['blocked', { status: 403, description: 'Forbidden: bot was blocked by the user' }, 'chat-gone'],
  ]
  it.each(cases)('that fails says what is known: %s', async (_name, fault, code, extra = {}) => {
    fixture.double.faults.add({ op: 'sendDocument', ...fault })
    await expect(sendFile()).rejects.toMatchObject({ name: 'ChannelError', code, ...extra })
  })

  it('was certainly not sent when there was no connection', async () => {
    const apart = await openFixture({ channel: { apiRoot: 'http://127.0.0.1:9' } })
    await expect(apart.channel.sendFile!(chat, file, never)).rejects.toMatchObject({ code: 'unreachable' })
    await apart[Symbol.asyncDispose]()
  })

  it('that the caller stops on its way may have been sent', async () => {
    const caller = new AbortController()
    const before = sent().length
    fixture.double.faults.add({ op: 'sendDocument', silent: true })
    const sending = sendFile({}, caller.signal)
    await alice.getsFiles(before + 1)
    caller.abort()
    await expect(sending).rejects.toMatchObject({ code: 'unknown-outcome' })
  })
})
