import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ConversationId, PersonId, TurnId } from '#core/contract/ids.ts'
import type { ChatEvent } from '#core/contract/message.ts'
import { historyOf } from '#core/conversation/history.ts'
import type { BusMessage } from '#core/delivery/bus.ts'
import { createInbox } from '#core/inbox.ts'
import { createLimits, type Limit, type Limits } from '#core/limits.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'
import { command, conversationOf, edit, message, randomId } from '../kit/events.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

let nowMs: number
const clock: Clock = { ...systemClock, now: () => nowMs }
let woken: ConversationId[]
let published: BusMessage[]
let limits: Limits
beforeEach(async () => {
  nowMs = Date.parse('2030-01-01')
  woken = []
  published = []
  limits = limitsOf(FEW)
  await database.store.pool.query('truncate person, identity, conversation, event, limit_bucket cascade')
})

const FEW = { burst: 2, perMinute: 6 }
const NONE = { burst: 0, perMinute: 0 }
const limitsOf = (person: Limit, conversation: Limit = NONE) =>
  createLimits({ store: database.store, clock, limits: () => ({ person, conversation }) })

async function arrives(events: readonly ChatEvent[], by = limits): Promise<void> {
  const wakeUps = { wake: async (conversation: ConversationId) => void woken.push(conversation) }
  const bus = { publish: (told: BusMessage) => void published.push(told) }
  const log = logFor('test:inbox')
  await createInbox({ store: database.store, wakeUps, bus, clock, random: randomId, limits: by, log }).accept(events)
}

async function rows<Row>(query: string): Promise<Row[]> {
  return (await database.store.pool.query(query)).rows as Row[]
}

const fates = () =>
  rows('select message_id, state, outcome, outcome_detail, body is not null as has_body from event order by seq')

const answered = () => rows(`update event set state = 'done', outcome = 'reply' where state = 'pending'`)

/** Somebody takes until they are refused, and gets a notice; returns the period of that notice. */
async function refused(from = 'alice', by = limits): Promise<TurnId> {
  const [row] = await rows<{ person_id: PersonId }>(`select person_id from identity where id = 'telegram:bot:${from}'`)
  const about = { person: row?.person_id as PersonId, conversation: conversationOf() }
  for (;;) {
    const turn = { id: randomId() as TurnId, ...about }
    const taken = await by.take(turn, 1)
    if (taken.type !== 'granted') return turn.id
  }
}

test('while a limit notice covers a person, the key alone of their messages is stored, and no wake-up is enqueued', async () => {
  const raw = new Uint8Array([1])
  await arrives([message('one', { messageId: 'a', raw })])
  const period = await refused()
  woken = []
  const flood = [message('two', { messageId: 'b', raw }), { ...command('help', { messageId: 'c' }), raw }]
  await arrives(flood)
  await arrives(flood)
  const limited = { state: 'done', outcome: 'limited', outcome_detail: period, has_body: false }
  expect(await fates()).toEqual([
    { message_id: 'a', state: 'pending', outcome: null, outcome_detail: null, has_body: true },
    { message_id: 'b', ...limited },
    { message_id: 'c', ...limited },
  ])
  expect(await rows('select message_id from event where raw is not null')).toEqual([{ message_id: 'a' }])
  expect(woken).toEqual([])
})

test('a stop counts all the same, and once', async () => {
  await arrives([message('one')])
  await refused()
  const stop = message('stop')
  await arrives([stop, message('a thing', { forwardedFrom: 'Bob' })])
  await arrives([stop])
  expect(published).toMatchObject([{ op: 'stop-asked', conversation: conversationOf() }])
  expect((await fates()).slice(1)).toMatchObject([{ outcome: 'limited' }, { outcome: 'limited' }])
})

test('it covers nobody else, and a notice to a whole conversation covers all in it', async () => {
  const group = (text: string, from: string) => message(text, { from, chatKind: 'group', addressed: 'mention' })
  const ofAll = limitsOf(NONE, FEW)
  await arrives([group('one', 'alice'), group('two', 'bob')])
  await refused('alice')
  await arrives([group('three', 'bob')])
  const period = await refused('alice', ofAll)
  await arrives([group('four', 'bob')], ofAll)
  await arrives([message('elsewhere', { from: 'bob', chatId: '2' })], ofAll)
  expect(await rows('select outcome, outcome_detail from event order by received_at, seq')).toEqual(
    expect.arrayContaining([{ outcome: 'limited', outcome_detail: period }]),
  )
  expect(await rows(`select 1 from event where outcome = 'limited'`)).toHaveLength(1)
})

test('what the bucket has room for again is taken, and so is everything once the notice is over', async () => {
  await arrives([message('one', { messageId: 'a' })])
  await answered()
  await refused()
  nowMs += 9_000
  await arrives([message('two', { messageId: 'b' })])
  nowMs += 1_000
  await arrives([message('three', { messageId: 'c' })])
  await answered()
  await refused()
  nowMs += 61_000
  await arrives([message('four', { messageId: 'd' })])
  expect(await rows(`select message_id from event where outcome is distinct from 'limited' order by seq`)).toEqual([
    { message_id: 'a' },
    { message_id: 'c' },
    { message_id: 'd' },
  ])
})

test('a flood that joins into turns larger than what is left of the bucket is covered, too', async () => {
  limits = limitsOf({ burst: 30, perMinute: 1 })
  await arrives([message('one')])
  const [row] = await rows<{ person_id: PersonId }>('select person_id from identity')
  const about = { person: row?.person_id as PersonId, conversation: conversationOf() }
  const take = (count: number) => limits.take({ id: randomId() as TurnId, ...about }, count)
  expect(await take(20)).toEqual({ type: 'granted' })
  expect(await take(20)).toMatchObject({ type: 'refused' })
  const batches = Array.from({ length: 5 }, () => Array.from({ length: 50 }, () => message('flood')))
  for (const batch of batches) await arrives(batch)
  // Ten are left in the bucket, and the first message waits.
  expect(await rows(`select 1 from event where state = 'pending'`)).toHaveLength(10)
  expect(await rows(`select 1 from event where outcome = 'limited'`)).toHaveLength(241)
})

test('where limits are lifted an old notice covers nothing', async () => {
  await arrives([message('one')])
  await refused()
  await arrives([message('two')], limitsOf(NONE, NONE))
  expect(await rows(`select 1 from event where state = 'pending'`)).toHaveLength(2)
})

test('an edit of a message that still waits is taken, whatever covers its author', async () => {
  const waiting = message('one')
  await arrives([waiting])
  await refused()
  await arrives([edit(waiting, 'one, rather')])
  const mailbox = createMailbox({ store: database.store, clock, random: randomId, owner: 'test' })
  const claim = await mailbox.claim(conversationOf())
  if (claim === undefined) throw new Error('refused')
  expect(await mailbox.next(claim)).toMatchObject({ turn: { asked: { text: 'one, rather' } } })
})

test('what is known by its key alone is not in the history of the conversation', async () => {
  await arrives([message('one', { messageId: 'a' })])
  await refused()
  await arrives(Array.from({ length: 10 }, (_, index) => message('flood', { messageId: `flood ${index}` })))
  const { entries } = await historyOf(
    { store: database.store, files: { isKept: async () => true } },
    { conversation: conversationOf(), bytesMax: 4_096 },
  )
  expect(entries.map(({ id }) => id)).toEqual(['a'])
})

test('where nobody was refused for a minute no notice is searched for', async () => {
  const at = () => limits.covering(new Date(nowMs))
  await arrives([message('one')])
  expect(at()).toBeUndefined()
  await refused()
  nowMs += 59_000
  expect(at()).toBeDefined()
  nowMs += 1_000
  expect(at()).toBeUndefined()
})
