import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Access } from '#core/access/access.ts'
import type { GroupMode } from '#core/contract/access.ts'
import { conversationId, type ReplyId, type TurnId } from '#core/contract/ids.ts'
import type { Addressed, CommandEvent, MessageEvent } from '#core/contract/message.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { account, command, message } from '../../kit/events.ts'
import { accessHost } from './access-host.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

let host: ReturnType<typeof accessHost>
beforeEach(async () => {
  await database.store.pool.query('truncate person, conversation cascade')
  host = accessHost(database)
})

const group = conversationId(account, '-5')

function inGroup(addressed: Addressed, more: { threadId?: string; isBot?: boolean } = {}): MessageEvent {
  const sent = message('hello', { chatId: '-5', chatKind: 'group', addressed, isBot: more.isBot ?? false })
  return more.threadId === undefined ? sent : { ...sent, chat: { ...sent.chat, threadId: more.threadId } }
}

const answeredIn = (threadId: string) =>
  host.bus.publish({
    op: 'reply-ready',
    conversation: conversationId(account, '-5', threadId),
    reply: 'reply' as ReplyId,
  })

test.each<[GroupMode, Record<string, Addressed>]>([
  ['mention', { mention: 'mention', command: 'command', reply: 'none', none: 'none', thread: 'none' }],
  ['replies', { mention: 'mention', command: 'command', reply: 'reply', none: 'none', thread: 'none' }],
  ['thread', { mention: 'mention', command: 'command', reply: 'reply', none: 'none', thread: 'mode' }],
  ['all', { mention: 'mention', command: 'command', reply: 'reply', none: 'mode', thread: 'mode' }],
])('in mode %s messages count as %o', async (mode, expected) => {
  const access = await host.open()
  await access.operator.setGroupMode(group, mode)
  answeredIn('7')
  const [mention, byCommand, reply, none] = (['mention', 'command', 'reply', 'none'] as const).map((addressed) => {
    return access.applied(inGroup(addressed)).addressed
  })
  const thread = access.applied(inGroup('none', { threadId: '7' })).addressed
  expect({ mention, command: byCommand, reply, none, thread }).toEqual(expected)
})

test('in mode thread only those threads count in which the bot has answered, also after a restart', async () => {
  const access = await host.open()
  await access.operator.setGroupMode(group, 'thread')
  const countsIn = (of: Access, threadId: string) => of.applied(inGroup('none', { threadId })).addressed === 'mode'
  answeredIn('7')
  expect(['7', '8'].map((thread) => countsIn(access, thread))).toEqual([true, false])
  await hasAnsweredIn('7')
  const restarted = await accessHost(database).open()
  expect(['7', '8'].map((thread) => countsIn(restarted, thread))).toEqual([true, false])
})

test('an answer that grows counts before it is stored, since people may react to it', async () => {
  const access = await host.open({ groupMode: 'thread' })
  const conversation = conversationId(account, '-5', '7')
  const { chat } = inGroup('none', { threadId: '7' })
  const target = { reply: 'reply' as ReplyId, turn: 'turn' as TurnId, conversation, account, chat }
  host.bus.publish({ op: 'reply-draft', target, text: 'I am' })
  expect(access.applied(inGroup('none', { threadId: '7' })).addressed).toBe('mode')
})

test('a group that changes to mode thread knows where the bot has answered before', async () => {
  await hasAnsweredIn('7')
  const access = await host.open()
  expect(access.applied(inGroup('none', { threadId: '7' })).addressed).toBe('none')
  await access.operator.setGroupMode(group, 'thread')
  expect(access.applied(inGroup('none', { threadId: '7' })).addressed).toBe('mode')
  const byDefault = await accessHost(database).open({ groupMode: 'thread' })
  expect(byDefault.applied(inGroup('none', { threadId: '7' })).addressed).toBe('mode')
})

test('a mode counts for all threads of its group alone, before anybody wrote there, and after a restart', async () => {
  const access = await host.open()
  const set = await access.operator.setGroupMode(group, 'all')
  expect(set).toEqual({ type: 'set', mode: 'all', isKnown: false })
  for (const each of [access, await accessHost(database).open()]) {
    expect(each.applied(inGroup('none', { threadId: '9' })).addressed).toBe('mode')
    const elsewhere = message('hello', { chatId: '-6', chatKind: 'group', addressed: 'none' })
    expect(each.applied(elsewhere).addressed).toBe('none')
  }
  expect(await access.operator.setGroupMode(group, undefined)).toMatchObject({ mode: 'replies', isKnown: true })
  expect(access.applied(inGroup('none')).addressed).toBe('none')
  expect((await accessHost(database).open()).applied(inGroup('none')).addressed).toBe('none')
})

test('what other bots say, commands for them, and private chats are as they were in every mode', async () => {
  const access = await host.open({ groupMode: 'all' })
  expect(access.applied(inGroup('none', { isBot: true })).addressed).toBe('none')
  const forAnother: CommandEvent = { ...command('help', { chatId: '-5', chatKind: 'group' }), addressed: 'none' }
  expect(access.applied(forAnother).addressed).toBe('none')
  const privately = message('hello')
  expect(access.applied(privately)).toBe(privately)
})

test('a private chat has no mode', async () => {
  const { identity } = await host.knows('ana')
  const access = await host.open()
  expect(await access.operator.setGroupMode(identity as never, 'all')).toEqual({ type: 'private-chat' })
})

/** A turn that was answered there, as the database has it. */
async function hasAnsweredIn(threadId: string): Promise<void> {
  const { person } = await host.knows('ana')
  const chat = JSON.stringify({ id: '-5', kind: 'group', threadId })
  const values = [conversationId(account, '-5', threadId), account, chat]
  await database.store.pool.query(
    'insert into conversation (id, account, chat, created_at) values ($1, $2, $3, now())',
    values,
  )
  await database.store.pool.query(
    `insert into turn (id, conversation_id, person_id, number, reply_id, asked, state, attempts, started_at)
     values ('answered', $1, $2, 1, 'r', '{}', 'answered', 1, now())`,
    [values[0], person],
  )
}

test('the mode of a group follows it to another id', async () => {
  const access = await host.open()
  await access.operator.setGroupMode(group, 'all')
  access.groupMoved(group, conversationId(account, '-500'))
  const { chat } = inGroup('none')
  const moved = { ...inGroup('none'), chat: { ...chat, id: '-500' } }
  expect([access.applied(inGroup('none')).addressed, access.applied(moved).addressed]).toEqual(['none', 'mode'])
})
