import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ConversationId, PersonId, TurnId } from '#core/contract/ids.ts'
import { createLimits } from '#core/limits.ts'
import type { Store } from '#core/store/store.ts'
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
  await database.store.pool.query('truncate limit_bucket')
})

const clock: Clock = { ...systemClock, now: () => nowMs }
const OFF = { burst: 0, perMinute: 0 }

const limited = (person = { burst: 3, perMinute: 60 }, conversation = OFF) =>
  createLimits({ store: database.store, clock, limits: { person, conversation } })

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

test('a lifted limit asks nobody', async () => {
  const store = undefined as unknown as Store
  const limits = createLimits({ store, clock, limits: { person: OFF, conversation: OFF } })
  expect(await limits.take(turnOf(), 1)).toEqual({ type: 'granted' })
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
