import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ConversationId } from '#core/contract/ids.ts'
import type { ChatEvent } from '#core/contract/message.ts'
import type { BusMessage } from '#core/delivery/bus.ts'
import { createInbox } from '#core/inbox.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'
import { account, command, conversationOf, deletion, edit, message, picture, randomId } from '../kit/events.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

let woken: ConversationId[]
let published: BusMessage[]
beforeEach(async () => {
  woken = []
  published = []
  await database.store.pool.query('truncate person, identity, conversation, event, channel_cursor cascade')
})

const inbox = (more: { answerMsMax?: () => number } = {}) =>
  createInbox({
    ...more,
    store: database.store,
    wakeUps: { wake: async (conversation) => void woken.push(conversation) },
    bus: { publish: (sent) => void published.push(sent) },
    clock: systemClock,
    random: randomId,
    log: logFor('test:inbox'),
  })

async function rows<Row extends object>(query: string): Promise<Row[]> {
  return (await database.store.pool.query(query)).rows as Row[]
}

type Stored = { conversation_id: string; seq: number; message_id: string; state: string; outcome_detail: string | null }
const events = () => rows<Stored>('select * from event order by conversation_id, seq')

test('events are stored in their order, and the conversation is woken once', async () => {
  await inbox().accept([message('one', { messageId: 'a' }), message('two', { messageId: 'b' })])
  expect(await events()).toMatchObject([
    { seq: 1, message_id: 'a', state: 'pending' },
    { seq: 2, message_id: 'b', state: 'pending' },
  ])
  expect(woken).toEqual([conversationOf()])
})

test('what a platform repeats is stored once', async () => {
  const sent = message('hello')
  await inbox().accept([sent, sent])
  await inbox().accept([sent])
  await inbox().accept([sent, message('and more', { messageId: 'later' })])
  const stored = await events()
  expect(stored.map((row) => row.message_id)).toEqual([sent.messageId, 'later'])
  expect(stored[1]?.seq).toBeGreaterThan(stored[0]?.seq as number)
  expect(woken).toHaveLength(2)
})

test('the body is stored as it came, the raw payload beside it', async () => {
  const sent = message('ünïcödé "quoted" \\ {braces} 🙂', { raw: new Uint8Array([0, 1, 255]) })
  await inbox().accept([sent, message('')])
  const [row] = await rows<{ body: ChatEvent; raw: Buffer }>('select body, raw from event order by seq')
  const { raw: _raw, ...body } = sent
  expect(row?.body).toEqual(body)
  expect([...(row?.raw ?? [])]).toEqual([0, 1, 255])
})

test('text that cannot be stored is cleaned and does not block what comes after it', async () => {
  const title = 'half \ud83d'
  const broken = message('a\0b \udc00', { displayName: 'x\0', raw: new Uint8Array([7]) })
  await inbox().accept([{ ...broken, chat: { ...broken.chat, title } }, message('after')])
  const [row] = await rows<{ text: string; title: string; raw: Buffer }>(
    `select body->'parts'->0->>'text' as text, body->'chat'->>'title' as title, raw from event order by seq`,
  )
  expect(row).toEqual({ text: 'ab \ufffd', title: 'half \ufffd', raw: Buffer.from([7]) })
  expect(await events()).toHaveLength(2)
})

test('the cursor moves with the events and is read back', async () => {
  expect(await inbox().cursor(account)).toBeUndefined()
  await inbox().accept([message('hello')], { account, cursor: '17' })
  await inbox().accept([], { account, cursor: '18' })
  expect(await inbox().cursor(account)).toBe('18')
})

test('when one event cannot be stored, none is and the cursor stays', async () => {
  const broken = { ...message('hello'), receivedAtMs: Number.POSITIVE_INFINITY }
  await expect(inbox().accept([message('hello'), broken], { account, cursor: '17' })).rejects.toThrow()
  expect(await events()).toEqual([])
  expect(await inbox().cursor(account)).toBeUndefined()
  expect(woken).toEqual([])
})

test('events are accepted although no wake-up can be enqueued', async () => {
  const wakeUps = { wake: () => Promise.reject(new Error('no Redis')) }
  const offline = createInbox({
    store: database.store,
    wakeUps,
    bus: { publish: () => undefined },
    clock: systemClock,
    random: randomId,
    log: logFor('test:inbox'),
  })
  await offline.accept([message('hello')])
  expect(await events()).toHaveLength(1)
})

test('one identity is one person, and its newest name and language are kept', async () => {
  await inbox().accept([message('a', { chatId: '1', locale: 'de' }), message('b', { chatId: '2' })])
  await inbox().accept([message('c', { chatId: '3', displayName: 'Alice B.' }), message('d', { from: 'bob' })])
  expect(await rows('select display_name, locale from identity order by id')).toEqual([
    { display_name: 'Alice B.', locale: 'de' },
    { display_name: 'bob', locale: null },
  ])
  expect(await rows('select distinct person_id from event')).toHaveLength(2)
  expect(await rows('select id from person')).toHaveLength(2)
})

test('an event that does not say a name, such as a deletion, leaves the one that is known', async () => {
  await inbox().accept([message('a')])
  await inbox().accept([message('b', { displayName: '', chatId: '2' })])
  await inbox().accept([message('c', { displayName: '', locale: 'de' })])
  expect(await rows('select display_name, locale from identity')).toEqual([{ display_name: 'alice', locale: 'de' }])
})

test('a stranger who comes through two chats at once is one person', async () => {
  const chats = Array.from({ length: 20 }, (_, chat) => [message('hi', { chatId: `chat ${chat}`, from: 'carol' })])
  await Promise.all(chats.map((batch) => inbox().accept(batch)))
  expect(await rows('select id from person')).toHaveLength(1)
  expect(await rows('select distinct person_id from event')).toHaveLength(1)
})

test('what a group says to others is counted and not stored, and its people are not known', async () => {
  const overheard = message('hello all', { chatKind: 'group' })
  await inbox().accept([overheard, message('hello bot', { chatKind: 'group', from: 'bob', addressed: 'mention' })])
  await inbox().accept([edit(overheard, 'hello everybody'), message('more', { chatKind: 'group' })])
  expect(await rows('select unaddressed_count, last_seq from conversation')).toMatchObject([{ unaddressed_count: 2 }])
  expect(await rows('select display_name from identity')).toMatchObject([{ display_name: 'bob' }])
  expect(await events()).toHaveLength(1)
})

test('parts of a group album are stored even when they do not address the bot', async () => {
  const part = (ref: string) => message('', { chatKind: 'group', groupId: 'album', parts: [picture(ref)] })
  await inbox().accept([part('1'), part('2')])
  expect(await events()).toHaveLength(2)
})

test('an edit is announced once it is stored, also when it no longer names the bot', async () => {
  const asked = message('hello bot', { chatKind: 'group', addressed: 'mention' })
  await inbox().accept([asked])
  await inbox().accept([edit(asked, 'hello', { addressed: 'none' })])
  await inbox().accept([edit(asked, 'hello', { addressed: 'none' })])
  expect(published).toEqual([{ op: 'message-edited', conversation: conversationOf(), messageId: asked.messageId }])
})

test('in a group a deletion is stored when its message is, whoever made it', async () => {
  const group = { chatKind: 'group', addressed: 'mention' } as const
  const asked = message('hello bot', group)
  const moderator = { ...deletion(asked), sender: message('', { from: 'moderator' }).sender }
  await inbox().accept([asked])
  await inbox().accept([deletion(message('to others', { chatKind: 'group' })), moderator])
  expect((await events()).map(({ message_id: id }) => id)).toEqual([asked.messageId, asked.messageId])
  expect(published).toEqual([{ op: 'message-deleted', conversation: conversationOf(), messageId: asked.messageId }])
})

test('messages of bots are kept, ignored', async () => {
  await inbox().accept([message('beep', { from: 'robot', isBot: true }), deletion(message('x'))])
  expect(await events()).toMatchObject([{ state: 'done', outcome_detail: 'from-bot' }, { state: 'pending' }])
})

test('messages and commands that arrive too late are kept by their key, and wake nobody', async () => {
  const receivedAtMs = Date.now()
  const sent = (hours: number) => ({ receivedAtMs, sentAtMs: receivedAtMs - hours * 3_600_000 })
  const late = [message('old', sent(25)), command('help', sent(25)), message('stop', { ...sent(25), chatId: '2' })]
  await inbox({ answerMsMax: () => 24 * 3_600_000 }).accept(late)
  const stored = await rows('select state, outcome, outcome_detail, body from event')
  const rule = { state: 'done', outcome: 'ignored', outcome_detail: 'too-old', body: null }
  expect(stored).toEqual([rule, rule, rule])
  expect([woken, published]).toEqual([[], []])
  await inbox({ answerMsMax: () => 24 * 3_600_000 }).accept([
    message('new', sent(23)),
    message('by a fast clock', sent(-30)),
  ])
  expect(await rows("select from event where state = 'pending'")).toHaveLength(2)
})

test('conversations filled by many at once keep an order without two events at one number', async () => {
  const chats = Array.from({ length: 100 }, (_, chat) => `${chat}`)
  const toAll = (text: string) => chats.map((chatId) => message(text, { chatId, from: chatId }))
  const acceptors = Array.from({ length: 5 }, (_, acceptor) =>
    Array.from({ length: 4 }, (_, turn) => toAll(`${acceptor}.${turn}`)),
  )
  await Promise.all(
    acceptors.map(async (batches) => {
      for (const batch of batches) await inbox().accept(batch)
    }),
  )
  const wrong = await rows(`
    select conversation_id from event group by 1
    having count(*) <> 20 or max(seq) <> 20 or count(distinct seq) <> 20`)
  expect(wrong).toEqual([])
  const stored = await rows<{ conversation_id: string; text: string }>(
    `select conversation_id, body->'parts'->0->>'text' as text from event order by conversation_id, seq`,
  )
  for (const texts of Map.groupBy(stored, (row) => row.conversation_id).values()) {
    for (const own of Map.groupBy(texts, (row) => row.text[0]).values()) {
      expect(own.map((row) => row.text.at(-1))).toEqual(['0', '1', '2', '3'])
    }
  }
})

test('while the disk has no room nothing new is taken, and the cursor moves only past nothing', async () => {
  let isFull = true
  const store = createInbox({
    store: database.store,
    wakeUps: { wake: async () => undefined },
    clock: systemClock,
    bus: { publish: () => undefined },
    hasRoom: () => !isFull,
    random: randomId,
    log: logFor('test:inbox'),
  })
  const refused = store.accept([message('hello')], { account, cursor: '17' })
  await expect(refused).rejects.toMatchObject({ code: 'storage-full' })
  expect(await store.cursor(account)).toBeUndefined()
  await store.accept([], { account, cursor: '18' })
  isFull = false
  await store.accept([message('hello')], { account, cursor: '19' })
  expect(await events()).toHaveLength(1)
})
