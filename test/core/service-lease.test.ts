import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { conversation } from '#core/store/schema.ts'
import { takeServiceLease, type ServiceLease } from '#core/store/service-lease.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'
import { account, conversationOf } from '../kit/events.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => database.store.pool.query('truncate service_lease, conversation cascade'))

const taken: ServiceLease[] = []
afterEach(async () => {
  for (const lease of taken.splice(0)) await lease[Symbol.asyncDispose]()
})

type About = { readonly id: string; readonly leaseMs?: number; readonly clock?: Clock }
async function take({ id, leaseMs = 60_000, clock = systemClock }: About): Promise<ServiceLease> {
  const service = { id, hostName: `host of ${id}`, dataFolder: `/data/${id}` }
  const lease = await takeServiceLease({ store: database.store, service, clock, log: logFor('test:lease'), leaseMs })
  taken.push(lease)
  return lease
}

/** Time in which nothing is renewed until `renew` is called. */
function heldClock() {
  const due = Promise.withResolvers<void>()
  const sleep: Clock['sleep'] = async (_delayMs, signal) => {
    await due.promise
    signal?.throwIfAborted()
  }
  return { clock: { ...systemClock, sleep }, renew: due.resolve }
}

test('another service is refused while the lease runs, with who holds it and what to do', async () => {
  await take({ id: 'one' })
  await expect(take({ id: 'two' })).rejects.toMatchObject({
    code: 'in-use',
    message: expect.stringMatching(
      /: one on host of one, .*\/data\/one, since \d{4}-.*DATABASE_URL.*start again after \d{4}-/,
    ),
  })
  const { rows } = await database.store.pool.query('select owner, fence from service_lease')
  expect(rows).toEqual([{ owner: 'one', fence: 1 }])
})

test('of services that start at once, one gets the database', async () => {
  const started = await Promise.allSettled(['a', 'b', 'c', 'd'].map((id) => take({ id })))
  expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('the same service takes over at once, frees what it held before, and the earlier process notices', async () => {
  const { clock, renew } = heldClock()
  const before = await take({ id: 'one', clock })
  const row = { account, chat: { id: '1', kind: 'dm' as const }, createdAt: new Date() }
  const leases = { leaseOwner: 'x', leaseUntil: new Date(Date.now() + 60_000), deliveryOwner: 'x' }
  await database.store.db.insert(conversation).values({ id: conversationOf(), ...row, ...leases })
  const after = await take({ id: 'one' })
  const { rows } = await database.store.pool.query('select lease_owner, lease_until, delivery_owner from conversation')
  expect(rows).toEqual([{ lease_owner: null, lease_until: null, delivery_owner: null }])
  const lost = new Promise((resolve) => before.lost.addEventListener('abort', resolve))
  renew()
  await lost
  await before[Symbol.asyncDispose]()
  await expect(take({ id: 'two' })).rejects.toMatchObject({ code: 'in-use' })
  expect(after.lost.aborted).toBe(false)
})

test('an expired lease may be taken, and its former holder stops', async () => {
  const { clock, renew } = heldClock()
  const before = await take({ id: 'one', leaseMs: 0, clock })
  await take({ id: 'two' })
  const lost = new Promise((resolve) => before.lost.addEventListener('abort', resolve))
  renew()
  await lost
  await expect(take({ id: 'one' })).rejects.toMatchObject({ code: 'in-use' })
})

test('a released lease may be taken at once', async () => {
  const before = await take({ id: 'one' })
  await before[Symbol.asyncDispose]()
  expect((await take({ id: 'two' })).lost.aborted).toBe(false)
})

test('a lease that is renewed does not expire', async () => {
  const held = await take({ id: 'one', leaseMs: 300 })
  const until = async () =>
    (await database.store.pool.query<{ until: Date }>('select until from service_lease')).rows[0]?.until
  const first = await until()
  await expect.poll(until).not.toEqual(first)
  expect(held.lost.aborted).toBe(false)
})
