import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PersonId, TurnId } from '#core/contract/ids.ts'
import { memoryRetention } from '#core/memory/retention.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { passageOf, remembered, vectorOf } from './rows.ts'

const DAY_MS = 86_400_000
const nowMs = Date.parse('2030-06-01')
const daysAgo = (days: number) => nowMs - days * DAY_MS
const clock: Clock = { ...systemClock, now: () => nowMs, sleep: async () => undefined }
const retention = { factsDays: 730, passagesDays: 365 }
const never = new AbortController().signal

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => database.store.pool.query('truncate person, conversation cascade'))

const person = async (id: string) => {
  await database.store.pool.query('insert into person (id, created_at) values ($1, now())', [id])
  return id as PersonId
}
const all = async (text: string) =>
  (await database.superuser.query({ text, rowMode: 'array' })).rows.map(([first]) => first)
const refs = () => all('select ref from memory_vector order by ref')

test('facts, events and passages go after their days, with their vectors; a profile does not age', async () => {
  const { pool } = database.store
  for (const id of ['alice', 'bob']) {
    const who = await person(id)
    await remembered(pool, who, { kind: 'profile', text: 'old profile', saidAtMs: daysAgo(9_000) })
    await remembered(pool, who, { kind: 'fact', text: 'old fact', saidAtMs: daysAgo(731) })
    await remembered(pool, who, { kind: 'event', text: 'old event', saidAtMs: daysAgo(731) })
    await remembered(pool, who, { kind: 'fact', text: 'new fact', saidAtMs: daysAgo(729) })
    for (const number of [1, 2, 3, 4]) await vectorOf(pool, who, `item:${number}`)
    await passageOf(pool, who, `old of ${id}`, daysAgo(366))
    await passageOf(pool, who, `new of ${id}`, daysAgo(364))
  }
  const run = memoryRetention({ pool, clock, retention: () => retention })
  expect(await run(never)).toEqual({ memories: 4, passages: 2 })
  expect(await all('select text from memory_item order by person_id, number')).toEqual([
    ...['old profile', 'new fact'],
    ...['old profile', 'new fact'],
  ])
  expect(await all('select turn_id from memory_passage order by turn_id')).toEqual(['new of alice', 'new of bob'])
  expect(await refs()).toEqual(['item:1', 'item:1', 'item:4', 'item:4', 'turn:new of alice', 'turn:new of bob'])
  expect(await run(never)).toEqual({})
})

test('what was learnt from a turn outlives it, without naming it', async () => {
  const { pool } = database.store
  const alice = await person('alice')
  await pool.query(`insert into conversation (id, account, chat, created_at) values ('c', 'a', '{}', now())`)
  await pool.query(`
    insert into turn (id, conversation_id, person_id, number, reply_id, asked, state, attempts, started_at)
    values ('here', 'c', 'alice', 1, 'r', '{}', 'answered', 1, now())`)
  await remembered(pool, alice, { turnId: 'here' as TurnId, saidAtMs: nowMs })
  await remembered(pool, alice, { turnId: 'gone' as TurnId, saidAtMs: nowMs })
  await memoryRetention({ pool, clock, retention: () => retention })(never)
  expect(await all('select turn_id from memory_item order by number')).toEqual(['here', null])
})

test('a run that was interrupted is continued by the next, where it was', async () => {
  const { pool } = database.store
  const people = Array.from({ length: 120 }, (_, index) => `p${String(index).padStart(3, '0')}`)
  for (const id of people) await remembered(pool, await person(id), { saidAtMs: daysAgo(731) })
  const left = () => all('select person_id from memory_item order by person_id')
  const stopped = new AbortController()
  let isFirst = true
  const sleep = async () => {
    if (isFirst) stopped.abort()
    isFirst = false
  }
  const run = memoryRetention({ pool, clock: { ...clock, sleep }, retention: () => retention })
  expect(await run(stopped.signal)).toEqual({ memories: 50 })
  expect(await left()).toEqual(people.slice(50))
  await remembered(pool, people[0] as PersonId, { saidAtMs: daysAgo(731) })
  expect(await run(never)).toEqual({ memories: 70 })
  expect(await left()).toEqual(people.slice(0, 1))
  expect(await run(never)).toEqual({ memories: 1 })
})
