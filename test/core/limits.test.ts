import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ConversationId, PersonId, TurnId } from '#core/contract/ids.ts'
import { createLimits, type Limits } from '#core/limits.ts'
import { ownLimitOf, setOwnLimit } from '#core/own-limits.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
let nowMs: number
beforeEach(async () => {
  nowMs = Date.parse('2030-01-01')
  await database.store.pool.query('truncate limit_bucket, person_limit')
})

const clock: Clock = { ...systemClock, now: () => nowMs }
const OFF = { burst: 0, perMinute: 0 }

const limited = (person = { burst: 3, perMinute: 60 }, conversation = OFF) =>
  createLimits({ store: database.store, clock, limits: () => ({ person, conversation }) })

let turns = 0
const turnOf = (person = 'alice', conversation = 'chat') => ({
  id: `t${++turns}` as TurnId,
  person: person as PersonId,
  conversation: conversation as ConversationId,
})

test('a burst is granted, then as much as has filled again', async () => {
  const limits = limited()
  const taken = []
  for (let count = 0; count < 4; count += 1) taken.push(await limits.take(turnOf(), 1))
  expect(taken.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => ({ type: 'granted' })))
  expect(taken[3]).toMatchObject({ type: 'refused' })
  nowMs += 1_000
  expect(await limits.take(turnOf(), 1)).toEqual({ type: 'granted' })
  expect(await limits.take(turnOf(), 1)).toMatchObject({ type: 'refused' })
})

test('one notice a period: further refusals are covered by its turn', async () => {
  const limits = limited({ burst: 1, perMinute: 0.1 })
  await limits.take(turnOf(), 1)
  const first = turnOf()
  expect(await limits.take(first, 1)).toEqual({ type: 'refused', period: 'new' })
  expect(await limits.take(turnOf(), 1)).toEqual({ type: 'refused', period: first.id })
  expect(await limits.take(first, 1)).toEqual({ type: 'refused', period: 'new' })
  nowMs += 61_000
  expect(await limits.take(turnOf(), 1)).toEqual({ type: 'refused', period: 'new' })
})

test('each person has their own bucket, and a conversation one for all', async () => {
  const limits = limited({ burst: 2, perMinute: 1 }, { burst: 3, perMinute: 1 })
  expect(await limits.take(turnOf('alice'), 2)).toEqual({ type: 'granted' })
  expect(await limits.take(turnOf('bob'), 1)).toEqual({ type: 'granted' })
  expect(await limits.take(turnOf('bob'), 1)).toMatchObject({ type: 'refused' })
  // The refusal took nothing: elsewhere there is still one left.
  expect(await limits.take(turnOf('bob', 'elsewhere'), 1)).toEqual({ type: 'granted' })
})

test('a turn of more messages than the burst passes when the bucket is full', async () => {
  expect(await limited().take(turnOf(), 20)).toEqual({ type: 'granted' })
  expect(await limited().take(turnOf(), 1)).toMatchObject({ type: 'refused' })
})

test('a lifted limit keeps no bucket', async () => {
  const limits = limited(OFF, OFF)
  for (let count = 0; count < 50; count += 1) expect(await limits.take(turnOf(), 9)).toEqual({ type: 'granted' })
  expect((await database.store.pool.query('select from limit_bucket')).rowCount).toBe(0)
})

/** As an operator sets them; what is left out is as the settings say. */
async function ownLimits(person: string, own: { burst?: number; perMinute?: number }) {
  const { pool } = database.store
  await pool.query('insert into person (id, created_at) values ($1, now()) on conflict do nothing', [person])
  const change = { person: person as PersonId, burst: own.burst ?? null, perMinute: own.perMinute ?? null }
  const seenAtMs = (await ownLimitOf(pool, change.person))?.changedAtMs ?? null
  nowMs += 1
  return setOwnLimit(pool, { ...change, seenAtMs }, new Date(nowMs))
}

const grantedOf = async (limits: Limits, person: string, tries: number) => {
  const taken = []
  for (let count = 0; count < tries; count += 1) taken.push((await limits.take(turnOf(person), 1)).type)
  return taken.filter((type) => type === 'granted').length
}

test.each([
  ['fewer than the settings give', { burst: 1, perMinute: 1 }, { burst: 3, perMinute: 60 }, 1],
  ['more than the settings give', { burst: 5, perMinute: 1 }, { burst: 3, perMinute: 60 }, 5],
  ['another burst alone', { burst: 2 }, { burst: 3, perMinute: 60 }, 2],
  ['a limit where the settings lift it', { burst: 2, perMinute: 1 }, OFF, 2],
  ['none where the settings have one', { burst: 0 }, { burst: 3, perMinute: 60 }, 6],
])("a person's own limits give them %s", async (_, own, settings, granted) => {
  await ownLimits('carla', own)
  const limits = limited(settings)
  expect(await grantedOf(limits, 'carla', 6)).toBe(granted)
  expect(await grantedOf(limits, 'dora', 6)).toBe(settings.burst === 0 ? 6 : 3)
})

test('own limits hold from the next message on, and without them those of the settings again', async () => {
  const limits = limited({ burst: 4, perMinute: 0.01 })
  expect(await grantedOf(limits, 'eve', 1)).toBe(1)
  await ownLimits('eve', { burst: 1, perMinute: 1 })
  expect(await grantedOf(limits, 'eve', 3)).toBe(1)
  await ownLimits('eve', {})
  expect((await database.store.pool.query(`select from person_limit where person_id = 'eve'`)).rowCount).toBe(0)
  expect(await grantedOf(limits, 'eve', 3)).toBe(0)
})

test('of two operators who change the limits of a person at once the second is told what they are now', async () => {
  const { pool } = database.store
  await ownLimits('fay', {})
  const set = (burst: number, seenAtMs: number | null, atMs: number) =>
    setOwnLimit(pool, { person: 'fay' as PersonId, burst, perMinute: null, seenAtMs }, new Date(atMs))
  expect(await set(5, null, 1_000)).toEqual({ type: 'set', own: { burst: 5, perMinute: null, changedAtMs: 1_000 } })
  const changed = { type: 'changed', own: { burst: 5, perMinute: null, changedAtMs: 1_000 } }
  expect(await set(7, null, 2_000)).toEqual(changed)
  expect(await set(7, 500, 2_000)).toEqual(changed)
  expect(await set(7, 1_000, 2_000)).toMatchObject({ type: 'set' })
  const gone = { person: 'nobody' as PersonId, burst: 1, perMinute: 1, seenAtMs: null }
  expect(await setOwnLimit(pool, gone, new Date())).toEqual({ type: 'no-person' })
})

test('a clock that is set back adds no tokens and removes none', async () => {
  const limits = limited()
  await limits.take(turnOf(), 2)
  nowMs -= 3_600_000
  expect(await limits.take(turnOf(), 1)).toEqual({ type: 'granted' })
  expect(await limits.take(turnOf(), 1)).toMatchObject({ type: 'refused' })
})

test('many turns at once get no more than the burst', async () => {
  const limits = limited({ burst: 10, perMinute: 1 })
  await limits.take(turnOf(), 1)
  const taken = await Promise.all(Array.from({ length: 30 }, () => limits.take(turnOf(), 1)))
  expect(taken.filter((each) => each.type === 'granted')).toHaveLength(9)
  expect(taken.filter((each) => each.type === 'refused' && each.period === 'new')).toHaveLength(1)
})
