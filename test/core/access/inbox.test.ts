import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Access } from '#core/access/access.ts'
import { conversationId } from '#core/contract/ids.ts'
import type { ChatEvent } from '#core/contract/message.ts'
import { createInbox } from '#core/inbox.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { account, command, deletion, edit, envelope, message, picture, randomId } from '../../kit/events.ts'
import { accessHost, idOf } from './access-host.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

beforeEach(() => database.store.pool.query('truncate person, conversation, access_entry cascade'))

const group = conversationId(account, '-5')
const inGroup = { chatId: '-5', chatKind: 'group' } as const

const inboxWith = (access: Access) =>
  createInbox({
    store: database.store,
    wakeUps: { wake: async () => undefined },
    bus: { publish: () => undefined },
    access,
    clock: systemClock,
    random: randomId,
    log: logFor('test:inbox'),
  })

async function stored() {
  type Row = { id: string; rule: string | null; addressed: string | null; kept: boolean }
  const { rows } = await database.store.pool.query<Row>(`
    select message_id as id, outcome_detail as rule, body ->> 'addressed' as addressed,
      body is not null or raw is not null as kept from event order by message_id, kind`)
  return rows
}

const overheard = async () =>
  (await database.store.pool.query<{ count: number }>('select unaddressed_count as count from conversation')).rows

test('nothing that a blocked person sends is kept but its key, in every mode, whatever it is', async () => {
  const access = await accessHost(database).open({ mode: 'open' })
  await access.operator.block(idOf('mallory'))
  const from = 'mallory'
  const words = message('let me in', { from, messageId: '1', raw: Buffer.from('raw') })
  const events: ChatEvent[] = [
    words,
    message('', { from, messageId: '2', parts: [picture()] }),
    command('start', { from, messageId: '3' }),
    edit(words, 'please'),
    { ...envelope({ from }), type: 'callback', callbackId: '4', messageId: 'x', data: 'stop:x' },
    message('@bot hi', { ...inGroup, from, messageId: '5', addressed: 'mention' }),
    message('to others', { ...inGroup, from, messageId: '6', addressed: 'none' }),
    message('hello', { from: 'ana', messageId: '7' }),
  ]
  await inboxWith(access).accept(events)
  const ignored = (id: string) => ({ id, rule: 'blocked', addressed: null, kept: false })
  expect(await stored()).toEqual([
    ...['1', '1', '2', '3', '4', '5'].map(ignored),
    { id: '7', rule: null, addressed: 'dm', kept: true },
  ])
})

test('what a blocked person said is not read when somebody else replies to it', async () => {
  const access = await accessHost(database).open({ mode: 'open' })
  await access.operator.block(idOf('mallory'))
  const quoteOf = (name: string) => ({
    fromBot: false,
    text: `words of ${name}`,
    authorId: idOf(name),
    media: [picture()],
  })
  const replies = ['mallory', 'ana'].map((name) => {
    const replyTo = { messageId: `of ${name}`, ...quoteOf(name) }
    const raw = Buffer.from(`words of ${name}`)
    return message('what does that say?', { ...inGroup, messageId: `to ${name}`, addressed: 'mention', replyTo, raw })
  })
  await inboxWith(access).accept(replies)
  const { rows } = await database.store.pool.query<{ body: ChatEvent; raw: Buffer | null }>(
    'select body, raw from event order by message_id',
  )
  expect(rows).toMatchObject([
    {
      body: { parts: [{ text: 'what does that say?' }], replyTo: { text: 'words of ana', media: [{ type: 'image' }] } },
    },
    { body: { parts: [{ text: 'what does that say?' }], replyTo: { messageId: 'of mallory', media: [] } }, raw: null },
  ])
  expect(JSON.stringify(rows)).not.toContain('words of mallory')
})

test('what a blocked person deletes is still deleted from what is remembered', async () => {
  const access = await accessHost(database).open({ mode: 'open' })
  const said = message('my cat is called Saffron', { from: 'mallory', messageId: '1' })
  await inboxWith(access).accept([said])
  await access.operator.block(idOf('mallory'))
  await inboxWith(access).accept([deletion(said)])
  expect((await stored()).map(({ rule }) => rule)).toEqual([null, null])
})

test('by the mode of its group a message is stored and marked, or counted and not stored', async () => {
  const access = await accessHost(database).open()
  const inbox = inboxWith(access)
  const sends = (messageId: string, addressed: 'none' | 'reply') =>
    inbox.accept([message('hello', { ...inGroup, messageId, addressed })])
  await sends('before', 'none')
  await access.operator.setGroupMode(group, 'all')
  await sends('in all', 'none')
  await access.operator.setGroupMode(group, 'mention')
  await sends('a reply', 'reply')
  await access.operator.setGroupMode(group, undefined)
  await sends('a reply, again', 'reply')
  expect(await stored()).toEqual([
    { id: 'a reply, again', rule: null, addressed: 'reply', kept: true },
    { id: 'in all', rule: null, addressed: 'mode', kept: true },
  ])
  expect(await overheard()).toEqual([{ count: 2 }])
})

test('in mode all an edit and an album count as the messages do; in mode mention an album of replies may still name the bot', async () => {
  const access = await accessHost(database).open({ groupMode: 'all' })
  const first = message('first words', { ...inGroup, messageId: '1', addressed: 'none' })
  const part = message('', { ...inGroup, messageId: '2', groupId: 'album', parts: [picture()], addressed: 'none' })
  await inboxWith(access).accept([first, part, edit(first, 'better words')])
  expect((await stored()).map(({ id, addressed }) => [id, addressed])).toEqual([
    ['1', 'mode'],
    ['1', 'mode'],
    ['2', 'mode'],
  ])
  await access.operator.setGroupMode(group, 'mention')
  const reply = message('', { ...inGroup, messageId: '3', groupId: 'next', parts: [picture()], addressed: 'reply' })
  await inboxWith(access).accept([reply])
  expect((await stored()).at(-1)).toMatchObject({ id: '3', addressed: 'none', rule: null })
})
