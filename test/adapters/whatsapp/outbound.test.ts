import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { OwnSends } from '#adapters/whatsapp/own-sends.ts'
import { WhatsAppOutbound, type OutboundDeps } from '#adapters/whatsapp/outbound.ts'
import { ChannelError, type OutgoingMessage } from '#core/contract/channel.ts'
import type { ReplyId } from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import { ManualClock } from '../../kit/manual-clock.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { CHAT_ID, ScriptedPage } from './scripted-page.ts'

const chat: Chat = { id: CHAT_ID, kind: 'dm' }
const answer = (text = 'a cat', about: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  replyId: 'reply' as ReplyId,
  index: 0,
  kind: 'answer',
  text,
  final: true,
  ...about,
})
const never = new AbortController().signal

function opened(given: Partial<OutboundDeps> = {}) {
  const clock = new ManualClock()
  const page = new ScriptedPage(clock)
  const ownSends = new OwnSends()
  const sentAt: number[] = []
  const deps = { page: () => page, ownSends, clock, isPaced: false, sendsPerMinute: 20, ...given }
  const rest = { isQuiet: () => false, random: () => 0.5, onSent: (atMs: number) => void sentAt.push(atMs) }
  const outbound = new WhatsAppOutbound({ ...rest, ...deps })
  return { clock, page, ownSends, sentAt, outbound }
}

async function failureOf(work: Promise<unknown>): Promise<ChannelError> {
  const failure: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(failure instanceof ChannelError)) throw new Error(`expected a ChannelError, got ${String(failure)}`)
  return failure
}

test('a message is sent once the server has taken it', async () => {
  const { outbound, page, sentAt, clock, ownSends } = opened()
  const { messageId } = await outbound.send(chat, answer('**a cat**, see https://example.org'), never)
  expect(messageId).toBe(page.shown[0]?.id._serialized)
  expect(page.sends).toMatchObject([{ chatId: CHAT_ID, content: '*a cat*, see https://example.org' }])
  expect(sentAt).toEqual([clock.now()])
  expect(ownSends.isOurs({ chatId: CHAT_ID, messageId, text: '' })).toBe(true)
})

test('no page is fetched for an address, nobody is mentioned, and no words become a contact', async () => {
  const { outbound, page } = opened()
  await outbound.send(chat, answer('BEGIN:VCARD @4915100000 https://example.org'), never)
  const [sent] = page.sends
  expect(sent?.options).toMatchObject({ linkPreview: false, parseVCards: false, waitUntilMsgSent: true })
  expect(sent?.options).not.toHaveProperty('mentions')
  expect(sent?.options).not.toHaveProperty('quotedMessageId')
})

test('in a group the answer quotes, also when what it quotes is gone', async () => {
  const { outbound, page } = opened()
  await outbound.send({ id: '1203@g.us', kind: 'group' }, answer('a cat', { replyTo: 'false_1203@g.us_3A' }), never)
  expect(page.sends[0]?.options).toMatchObject({ quotedMessageId: 'false_1203@g.us_3A', ignoreQuoteErrors: true })
})

test.each(['status@broadcast', '4915100000@broadcast', '1203@newsletter', '0@c.us'])(
  'nothing is sent into %s',
  async (id) => {
    const { outbound, page } = opened()
    expect((await failureOf(outbound.send({ id, kind: 'dm' }, answer(), never))).code).toBe('refused')
    expect(page.sends).toEqual([])
  },
)

test('a message that is too long is refused, because it should have been split', async () => {
  const { outbound, page } = opened()
  expect((await failureOf(outbound.send(chat, answer('x'.repeat(4_097)), never))).code).toBe('refused')
  expect(page.sends).toEqual([])
})

test.each([
  [-1, 'unreachable'],
  ['no chat', 'chat-gone'],
  ['throws', 'unknown-outcome'],
] as const)('a send that resolves with %s is %s', async (outcome, code) => {
  const { outbound, page } = opened()
  page.outcomes.push(outcome)
  const failure = await failureOf(outbound.send(chat, answer(), never))
  expect(failure.code).toBe(code)
  expect(failure.message).not.toContain('4915')
})

test('what failed is tried again after longer and longer pauses, because each try stays in the chat', async () => {
  const { outbound, page } = opened()
  page.outcomes.push(-1, -1, -1, 1, -1)
  const retries: (number | undefined)[] = []
  for (let index = 0; index < 3; index += 1) {
    retries.push((await failureOf(outbound.send(chat, answer(), never))).retryAfterMs)
  }
  expect(retries).toEqual([5_000, 10_000, 20_000])
  await outbound.send(chat, answer(), never)
  const next = answer('more', { index: 1 })
  expect((await failureOf(outbound.send(chat, next, never))).retryAfterMs).toBe(5_000)
})

test('a message without an acknowledgement waits for one', async () => {
  const { outbound, page } = opened()
  page.outcomes.push(0)
  const sending = outbound.send(chat, answer(), never)
  await setImmediate()
  outbound.acked(`true_${CHAT_ID}_other`, 1)
  outbound.acked(`true_${CHAT_ID}_3EB01`, 2)
  expect((await sending).messageId).toBe(`true_${CHAT_ID}_3EB01`)
})

test('an acknowledgement that comes before the page says the id counts', async () => {
  const { outbound, page } = opened()
  page.outcomes.push(0)
  outbound.acked('true_778@lid_3EB01', 1)
  // What the server has taken does not fail afterwards.
  outbound.acked('true_778@lid_3EB01', -1)
  expect((await outbound.send(chat, answer(), never)).messageId).toBe(`true_${CHAT_ID}_3EB01`)
})

test('without an acknowledgement in time the outcome is unknown, and it is ours when it comes later', async () => {
  const { outbound, page, clock } = opened()
  page.outcomes.push(0)
  const sending = failureOf(outbound.send(chat, answer(), never))
  await clock.advance(20_000, setImmediate)
  expect((await sending).code).toBe('unknown-outcome')
  const since = { sentAtMs: clock.now() - 20_000 }
  expect((await failureOf(outbound.findSent(chat, answer(), since, never))).code).toBe('unreachable')
  outbound.acked(`true_${CHAT_ID}_3EB01`, 1)
  expect((await outbound.findSent(chat, answer(), since, never))?.messageId).toBe(`true_${CHAT_ID}_3EB01`)
  expect(page.sends).toHaveLength(1)
})

test('a failed try that came through after all is not made again', async () => {
  const { outbound, page } = opened()
  page.outcomes.push(-1)
  await failureOf(outbound.send(chat, answer(), never))
  outbound.acked(`true_${CHAT_ID}_3EB01`, 1)
  expect((await outbound.send(chat, answer(), never)).messageId).toBe(`true_${CHAT_ID}_3EB01`)
  expect(page.sends).toHaveLength(1)
})

test('after a restart the chat is read back before anything is sent again', async () => {
  const { outbound, page, clock } = opened()
  const sentAtMs = clock.now()
  const answers = page.shows('which?', { id: '3AQ' })
  page.outcomes.push('arrives, then hangs')
  const sending = failureOf(outbound.send(chat, answer('**a cat**', { answers }), never))
  await clock.advance(20_000, setImmediate)
  expect((await sending).code).toBe('unknown-outcome')
  const after = opened({ page: () => page }).outbound
  const find = (text: string) => after.findSent(chat, answer(text, { answers }), { sentAtMs }, never)
  expect(await find('a dog')).toBeUndefined()
  expect((await find('**a cat**'))?.messageId).toBe(`true_${CHAT_ID}_3EB01`)
  // It is the receipt of that message now.
  expect(await find('*a cat*')).toBeUndefined()
})

test('what the page tries to send in vain is repeated with a label after a minute', async () => {
  let isThere = true
  const { outbound, page, clock } = opened({ page: () => (isThere ? page : undefined) })
  const answers = page.shows('which?', { id: '3AQ' })
  page.shows('a cat', { id: '3EB09', isOwn: true, ack: 0 })
  const since = { sentAtMs: clock.now() }
  const find = async () => (await failureOf(outbound.findSent(chat, answer('a cat', { answers }), since, never))).code
  const findLater = (ms: number) => {
    clock.turn(ms)
    return find()
  }
  expect(await find()).toBe('unreachable')
  expect(await findLater(50_000)).toBe('unreachable')
  // The page was away, and begins to send anew.
  isThere = false
  await find()
  isThere = true
  expect(await findLater(50_000)).toBe('unreachable')
  expect(await findLater(59_999)).toBe('unreachable')
  expect(await findLater(1)).toBe('refused')
})

test('the echo of a send without an answer is still ours', async () => {
  const { outbound, page, clock, ownSends } = opened()
  page.outcomes.push('hangs')
  const sending = failureOf(outbound.send(chat, answer(), never))
  await clock.advance(20_000, setImmediate)
  expect((await sending).code).toBe('unknown-outcome')
  const echo = { chatId: CHAT_ID, messageId: 'true_x_y', text: 'a cat' }
  expect(ownSends.isOurs(echo)).toBe(true)
  expect(await outbound.findSent(chat, answer(), { sentAtMs: clock.now() }, never)).toBeUndefined()
  expect(ownSends.isOurs(echo)).toBe(false)
})

test('without a page nothing is sent, and the next try comes later the longer there is none', async () => {
  let page: ScriptedPage | undefined
  const { outbound, clock, page: there } = opened({ page: () => page })
  const next = async () => (await failureOf(outbound.send(chat, answer(), never))).retryAfterMs
  expect(await next()).toBe(500)
  clock.turn(40_000)
  expect(await next()).toBe(5_000)
  clock.turn(3_600_000)
  expect(await next()).toBe(60_000)
  page = there
  await outbound.send(chat, answer(), never)
  page = undefined
  expect((await failureOf(outbound.send(chat, answer('x', { index: 1 }), never))).retryAfterMs).toBe(500)
})

test('one message at a time goes into a chat, in order, and chats do not wait for each other', async () => {
  const { outbound, page } = opened()
  const gate = Promise.withResolvers<void>()
  page.gate = gate.promise
  const sending = ['one', 'two'].map((text, index) => outbound.send(chat, answer(text, { index }), never))
  const other = outbound.send({ id: '49152@c.us', kind: 'dm' }, answer('other', { index: 2 }), never)
  await setImmediate()
  expect(page.sends.map(({ content }) => content)).toEqual(['one', 'other'])
  gate.resolve()
  await Promise.all([...sending, other])
  expect(page.sends.map(({ content }) => content)).toEqual(['one', 'other', 'two'])
})

test('what is stopped while it waits was certainly not sent', async () => {
  const { outbound, page } = opened()
  const gate = Promise.withResolvers<void>()
  page.gate = gate.promise
  const first = outbound.send(chat, answer('one'), never)
  const stop = new AbortController()
  const second = failureOf(outbound.send(chat, answer('two', { index: 1 }), stop.signal))
  stop.abort()
  expect((await second).code).toBe('unreachable')
  gate.resolve()
  await first
  expect(page.sends).toHaveLength(1)
})

test('where the owner of the phone writes nothing is sent or typed', async () => {
  const { outbound, page } = opened({ isQuiet: () => true })
  const failure = await failureOf(outbound.send(chat, answer(), never))
  expect(failure).toMatchObject({ code: 'refused', isIntended: true })
  expect(failure.message).toContain('whatsapp.ownerQuietMinutes')
  await outbound.typing(chat, never)
  expect(page.acts).toEqual([])
})

test('while it is not known whether the owner writes, nothing is sent', async () => {
  const { outbound, page } = opened({ isQuiet: () => Promise.reject(new Error('no store')) })
  expect((await failureOf(outbound.send(chat, answer(), never))).code).toBe('unreachable')
  expect(page.sends).toEqual([])
})

test('a paced message comes after a pause in which typing is shown', async () => {
  const { outbound, page, clock } = opened({ isPaced: true })
  const sending = outbound.send(chat, answer('x'.repeat(400)), never)
  await clock.advance(1_999, setImmediate)
  expect(page.acts).toContain('shows typing')
  expect(page.sends).toEqual([])
  await clock.advance(1, setImmediate)
  await sending
  expect(page.sends).toMatchObject([{ atMs: 2_000 }])
})

test('beyond the rate over all chats a message waits with core, and the page is spared', async () => {
  const { outbound, page, clock } = opened({ isPaced: true, sendsPerMinute: 1 })
  const first = outbound.send(chat, answer(), never)
  await clock.advance(4_000, setImmediate)
  await first
  const other = outbound.send({ id: '49152@c.us', kind: 'dm' }, answer('x', { index: 1 }), never)
  expect(await failureOf(other)).toMatchObject({ code: 'rate-limited', isAnticipated: true, retryAfterMs: 56_000 })
  expect(page.sends).toHaveLength(1)
})

test('the owner who writes in that pause silences the message', async () => {
  let isQuiet = false
  const { outbound, page, clock } = opened({ isPaced: true, isQuiet: () => isQuiet })
  const sending = failureOf(outbound.send(chat, answer(), never))
  await setImmediate()
  isQuiet = true
  await clock.advance(4_000, setImmediate)
  expect((await sending).code).toBe('refused')
  expect(page.sends).toEqual([])
})

test('typing asks for a chat once, and marks what is answered as seen once', async () => {
  const { outbound, page } = opened()
  await outbound.typing(chat, never, 'false_x_1')
  await outbound.typing(chat, never, 'false_x_1')
  await outbound.typing(chat, never, 'false_x_2')
  const typed = ['typing', 'shows typing']
  const first = ['typing', 'asks for the chat', 'marks as seen', 'shows typing']
  expect(page.acts).toEqual([...first, ...typed, 'typing', 'marks as seen', 'shows typing'])
})

test('a file is sent as a document with its note', async () => {
  const { outbound, page } = opened()
  const folder = await temporaryFolder()
  const file = { replyId: 'r' as ReplyId, index: 1_000, id: 'x', path: path.join(folder, 'e.zip'), name: 'export.zip' }
  const about = { mime: 'application/zip', bytes: 3, note: 'perhaps again' }
  await writeFile(file.path, 'zip')
  await outbound.sendFile(chat, { ...file, ...about }, never)
  expect(page.sends[0]?.content).toMatchObject({
    mimetype: 'application/zip',
    data: btoa('zip'),
    filename: 'export.zip',
  })
  expect(page.sends[0]?.options).toMatchObject({ sendMediaAsDocument: true, caption: 'perhaps again' })
  page.outcomes.push('throws')
  expect((await failureOf(outbound.sendFile(chat, { ...file, ...about, index: 1_001 }, never))).code).toBe(
    'unreachable',
  )
  page.clockAheadMs = -300_000
  page.outcomes.push('arrives, then throws')
  const { messageId } = await outbound.sendFile(chat, { ...file, ...about, index: 1_003 }, never)
  expect(messageId).toBe(page.shown.at(-1)?.id._serialized)
  page.outcomes.push('arrives, then the page is gone')
  const lost = outbound.sendFile(chat, { ...file, ...about, index: 1_004 }, never)
  expect((await failureOf(lost)).code).toBe('unknown-outcome')
  const large = { ...file, ...about, bytes: 17 * 1024 ** 2 }
  expect((await failureOf(outbound.sendFile(chat, large, never))).code).toBe('media-too-large')
  await rm(folder, { recursive: true })
  expect((await failureOf(outbound.sendFile(chat, { ...file, ...about, index: 1_002 }, never))).code).toBe('media-gone')
})
