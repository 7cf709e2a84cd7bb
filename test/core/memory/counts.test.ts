import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonId } from '#core/contract/ids.ts'
import { countMemory } from '#core/memory/counts.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { passageOf, remembered } from './rows.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
const clock: Clock = { ...systemClock, now: () => Date.parse('2030-06-01T12:00:00Z') }
const never = new AbortController().signal

test('memory is counted exactly, and partly only where that takes too long', async () => {
  const { pool } = database.store
  for (let index = 0; index < 130; index += 1) {
    const person = `p${index}` as PersonId
    await pool.query('insert into person (id, created_at) values ($1, now())', [person])
    await remembered(pool, person, { kind: 'profile' })
    if (index % 2 === 0) await remembered(pool, person, { kind: 'event' })
    if (index % 10 === 0) await passageOf(pool, person, 't')
  }
  await pool.query(`update memory_person set is_off = true where person_id = 'p3'`)
  await pool.query(
    `update memory_person set learnt_day = '2030-06-01', learnt_count = 4 where person_id in ('p1', 'p2')`,
  )
  await pool.query(`update memory_person set learnt_day = '2030-05-31', learnt_count = 9 where person_id = 'p4'`)
  await pool.query(`
    insert into job (name, key, tries, created_at) values ('learn', 'p1', 12, now()), ('delete-person', 'p2', 12, now())`)
  const exact = {
    people: 130,
    peopleCounted: 130,
    items: { profile: 130, fact: 0, event: 65 },
    superseded: 0,
    passages: 13,
    vectors: 13,
    forgotten: 0,
    off: 1,
    learntToday: 8,
    turnsWaiting: 0,
    peopleGivenUp: 1,
  }
  expect(await countMemory({ pool, clock }, never)).toEqual(exact)
  let ms = 0
  const slow = { ...clock, monotonicMs: () => (ms += 59_000) }
  const partly = await countMemory({ pool, clock: slow }, never)
  expect(partly).toMatchObject({ people: 130, peopleCounted: 100, items: { profile: 100 } })
})
