import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { CallbackEvent, ChatEvent, ReactionEvent } from '#core/contract/message.ts'
import { createInbox } from '#core/inbox.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import { deleteOld } from '#core/store/retention.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { conversationOf, envelope, message, randomId } from '../../kit/events.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => database.store.pool.query('truncate person, conversation cascade'))

const deps = () => ({ store: database.store, clock: systemClock, random: randomId })

async function rows<Row extends object>(query: string): Promise<Row[]> {
  return (await database.store.pool.query(query)).rows as Row[]
}

async function arrives(...events: ChatEvent[]): Promise<void> {
  const silent = { wakeUps: { wake: async () => undefined }, bus: { publish: () => undefined } }
  await createInbox({ ...deps(), ...silent, log: logFor('test:mailbox') }).accept(events)
}

/** Answers what waits in a chat, and what else is to be done there. Returns the reply's id. */
async function processed(chatId = '1'): Promise<string | undefined> {
  const mailbox = createMailbox({ ...deps(), owner: 'one' })
  const claim = await mailbox.claim(conversationOf(chatId))
  if (claim === undefined) throw new Error('refused')
  let reply: string | undefined
  for (;;) {
    const step = await mailbox.next(claim)
    if (step.type !== 'turn') break
    await mailbox.finish(claim, step.turn, { outcome: { type: 'answered', text: 'hello!' }, verdicts: [] })
    reply = step.turn.replyId
  }
  await mailbox.release(claim)
  return reply
}

/** A question was answered by a message with this id. */
async function answered(messageId: string, chatId = '1', threadId?: string): Promise<string> {
  const asked = message('hi', { chatId, chatKind: 'group', addressed: 'mention' })
  await arrives(threadId === undefined ? asked : { ...asked, chat: { ...asked.chat, threadId } })
  const reply = await processed(threadId === undefined ? chatId : `${chatId}/${threadId}`)
  const receipt = { messageId, atMs: 1 }
  const sends = [{ state: 'sent', index: 0, receipt, labelled: false, text: 'hello!', final: true }]
  await database.store.pool.query(`update outbox set sends = $2, state = 'sent' where id = $1`, [
    reply,
    JSON.stringify(sends),
  ])
  return reply ?? ''
}

let presses = 0
const about = { chatKind: 'group' } as const
const reaction = (messageId: string, emoji: string[], from = 'alice', chatId = '1'): ReactionEvent => ({
  ...envelope({ ...about, from, chatId, sentAtMs: (presses += 1) }),
  type: 'reaction',
  messageId,
  emoji,
})
const press = (data: string, from = 'alice', chatId = '1'): CallbackEvent => ({
  ...envelope({ ...about, from, chatId }),
  type: 'callback',
  callbackId: `c${(presses += 1)}`,
  messageId: 'any',
  data,
})

async function given(...events: ChatEvent[]) {
  for (const each of events) {
    await arrives(each)
    await processed(each.chat.id)
  }
  return rows<{ who: string; value: string }>(
    `select i.display_name as who, f.value from feedback f join identity i on i.person_id = f.person_id order by 1`,
  )
}
const rules = async () =>
  (
    await rows<{ outcome_detail: string }>(
      `select outcome_detail from event where kind in ('reaction', 'callback') order by seq`,
    )
  ).map((row) => row.outcome_detail)

test('a thumb on an answer is kept for its turn, each person their newest, until it is taken back', async () => {
  await answered('sent 1')
  expect(await given(reaction('sent 1', ['👍🏽']))).toEqual([{ who: 'alice', value: 'good' }])
  expect(await given(reaction('sent 1', ['❤️', '👎']), reaction('sent 1', ['👍'], 'bob'))).toEqual([
    { who: 'alice', value: 'bad' },
    { who: 'bob', value: 'good' },
  ])
  expect(await given(reaction('sent 1', []))).toEqual([{ who: 'bob', value: 'good' }])
  expect(await rules()).toEqual(['feedback', 'feedback', 'feedback', 'feedback'])
  expect(await rows("select state, outcome from event where kind = 'reaction' and outcome <> 'ignored'")).toEqual([])
})

test('a thumb on an answer in a topic is found, although the platform does not say in which', async () => {
  await answered('sent 1', '1', '7')
  await answered('sent 1', '10', '7')
  expect(await given(reaction('sent 1', ['👍']))).toEqual([{ who: 'alice', value: 'good' }])
  expect(await rows(`select t.conversation_id as "in" from feedback join turn t on t.id = turn_id`)).toEqual([
    { in: `${conversationOf('1')}/7` },
  ])
})

test('where a platform tells one reaction at a time, only the one that is taken back goes', async () => {
  await answered('sent 1')
  const changed = (emoji: string, change: 'added' | 'removed') => ({ ...reaction('sent 1', [emoji]), change })
  const good = [{ who: 'alice', value: 'good' }]
  expect(await given(changed('👍', 'added'), changed('🎉', 'added'), changed('🎉', 'removed'))).toEqual(good)
  expect(await given(changed('👎', 'added'), changed('👍', 'removed'))).toEqual([{ who: 'alice', value: 'bad' }])
  expect(await given(changed('👎', 'removed'))).toEqual([])
})

test('a press of a button of an answer does the same', async () => {
  const reply = await answered('sent 1')
  expect(await given(press(`good:${reply}`))).toEqual([{ who: 'alice', value: 'good' }])
  expect(await given(press(`bad:${reply}`))).toEqual([{ who: 'alice', value: 'bad' }])
  expect(await rules()).toEqual(['feedback', 'feedback'])
})

test('other reactions, other buttons, and what is not of this conversation say nothing', async () => {
  const reply = await answered('sent 1')
  const elsewhere = [press(`good:${reply}`, 'alice', '2'), reaction('sent 1', ['👍'], 'alice', '2')]
  const others = [
    reaction('sent 1', ['❤️']),
    reaction('not ours', ['👍']),
    press('good:none'),
    press('other'),
    press(''),
  ]
  expect(await given(...others, ...elsewhere)).toEqual([])
  expect(new Set(await rules())).toEqual(new Set(['reaction', 'callback']))
})

test('it is deleted with its turn', async () => {
  const reply = await answered('sent 1')
  expect(await given(press(`good:${reply}`))).toHaveLength(1)
  const clock = { ...systemClock, now: () => Date.now() + 2 * 86_400_000 }
  const retention = { turnsDays: 1, limitedDays: 1 }
  await deleteOld({ pool: database.store.pool, clock, retention }, new AbortController().signal)
  expect(await rows('select from feedback')).toEqual([])
  expect(await rows('select from turn')).toEqual([])
})

test('in a group nothing is stored of a reaction to what somebody else wrote, nor of who gave it', async () => {
  await answered('sent 1')
  await arrives(reaction('of somebody', ['👍'], 'carol'), reaction('of somebody', [], 'carol'))
  expect(await rows("select from event where kind = 'reaction'")).toEqual([])
  expect(await rows("select from identity where display_name = 'carol'")).toEqual([])
})
