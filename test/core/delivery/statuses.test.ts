import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { DeliveryEvent, DeliveryState } from '#core/contract/message.ts'
import { createStatuses } from '#core/delivery/statuses.ts'
import { createInbox } from '#core/inbox.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { account, envelope, message, randomId } from '../../kit/events.ts'

const log = logFor('test:statuses')
// The failures in these tests are intended.
log.level = 'silent'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => database.store.pool.query('truncate person, conversation, delivery_status, channel_cursor cascade'))

function opened() {
  const { store } = database
  const statuses = createStatuses({ store, clock: systemClock, log })
  const silent = { wakeUps: { wake: async () => undefined }, bus: { publish: () => undefined } }
  return { statuses, inbox: createInbox({ store, ...silent, statuses, clock: systemClock, random: randomId, log }) }
}

type More = Partial<Pick<DeliveryEvent, 'sentAs' | 'fault'>>

const status = (messageId: string, state: DeliveryState, more: More = {}): DeliveryEvent => ({
  ...envelope(),
  type: 'delivery',
  messageId,
  state,
  ...more,
})

async function rows(query: string): Promise<unknown[]> {
  return (await database.store.pool.query(query)).rows
}

test.each([
  [['sent', 'delivered', 'read'], 'read'],
  [['read', 'sent', 'delivered'], 'read'],
  [['failed', 'sent'], 'failed'],
  [['sent', 'failed'], 'failed'],
  [['delivered', 'failed'], 'delivered'],
  [['failed', 'delivered'], 'delivered'],
] as const)('of %j the furthest state stays, in one batch and one by one', async (states, furthest) => {
  const { inbox } = opened()
  await inbox.accept(states.map((state) => status('batch', state)))
  for (const state of states) await inbox.accept([status('single', state)])
  expect(await rows('select message_id, state from delivery_status order by message_id')).toEqual([
    { message_id: 'batch', state: furthest },
    { message_id: 'single', state: furthest },
  ])
})

test('all statuses of a batch are stored by one statement, and no person or event with them', async () => {
  const { inbox } = opened()
  const query = vi.spyOn(database.store.pool, 'query')
  await inbox.accept(Array.from({ length: 50 }, (_, index) => status(`m${index}`, 'sent')))
  expect(query).toHaveBeenCalledTimes(1)
  query.mockRestore()
  const counts = `select (select count(*)::int from delivery_status) as statuses, (select count(*)::int from event) as events,
    (select count(*)::int from person) as people`
  expect(await rows(counts)).toEqual([{ statuses: 50, events: 0, people: 0 }])
})

test('messages that come with statuses are stored as ever, and the cursor moves', async () => {
  const { inbox } = opened()
  await inbox.accept([status('a', 'sent'), message('hello', { messageId: 'm' })], { account, cursor: '7' })
  await inbox.accept([status('b', 'sent')], { account, cursor: '8' })
  expect(await rows('select message_id from event')).toEqual([{ message_id: 'm' }])
  expect(await inbox.cursor(account)).toBe('8')
})

test('what was sent with a message is kept, also when a later status does not repeat it', async () => {
  const { inbox } = opened()
  const sentAs = { replyId: 'r' as NonNullable<More['sentAs']>['replyId'], index: 2 }
  await inbox.accept([status('a', 'sent', { sentAs })])
  await inbox.accept([status('a', 'delivered')])
  expect(await rows('select state, sent_as from delivery_status')).toEqual([{ state: 'delivered', sent_as: 'r:2' }])
})

test('a failure is counted once, however often the platform repeats it', async () => {
  const { inbox, statuses } = opened()
  const failed = status('a', 'failed', { fault: 'Re-engagement message' })
  await inbox.accept([failed, failed])
  await inbox.accept([failed])
  expect(statuses.counts).toEqual({ statuses: 1, undelivered: 1 })
  expect(await rows('select fault from delivery_status')).toEqual([{ fault: 'Re-engagement message' }])
})

test('a status that cannot be stored as it came holds up nothing', async () => {
  const { inbox } = opened()
  await inbox.accept([status('a\0', 'failed', { fault: `half \ud83d ${'x'.repeat(500)}` }), message('hello')])
  const [stored] = (await rows('select message_id, fault from delivery_status')) as {
    message_id: string
    fault: string
  }[]
  expect(stored?.message_id).toBe('a')
  expect(stored?.fault.length).toBeLessThanOrEqual(300)
  expect(await rows('select 1 as one from event')).toHaveLength(1)
})

test('a status is taken while the disk is nearly full: replies go on', async () => {
  const { statuses } = opened()
  const { store } = database
  const silent = { wakeUps: { wake: async () => undefined }, bus: { publish: () => undefined } }
  const deps = { store, ...silent, statuses, clock: systemClock, random: randomId, hasRoom: () => false, log }
  const inbox = createInbox(deps)
  await inbox.accept([status('a', 'sent')])
  await expect(inbox.accept([status('b', 'sent'), message('hello')])).rejects.toThrow('disk')
  expect(await rows('select message_id from delivery_status order by message_id')).toHaveLength(2)
})
