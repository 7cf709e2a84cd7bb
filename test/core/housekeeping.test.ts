import { afterAll, beforeAll, expect, test } from 'vitest'
import { sweepOnce } from '#core/housekeeping.ts'
import { createInbox } from '#core/inbox.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'
import { message, randomId } from '../kit/events.ts'

const DAY_MS = 86_400_000

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

test('pictures, raw payloads and full buckets go after their time, and nothing before', async () => {
  const { store } = database
  const log = logFor('test:housekeeping')
  const silent = { doorbell: { wake: async () => undefined }, bus: { publish: () => undefined } }
  const inbox = createInbox({ store, clock: systemClock, random: randomId, log, ...silent })
  const raw = new Uint8Array([1, 2, 3])
  await inbox.accept([message('old', { receivedAtMs: Date.now() - 8 * DAY_MS, raw }), message('new', { raw })])
  await store.pool.query(
    `insert into limit_bucket (key, tokens, filled_at)
     values ('old', 1, now() - interval '8 days'), ('new', 1, now() - interval '6 days')`,
  )
  const sweeps: number[] = []
  const media = { sweep: async (olderThanMs: number) => sweeps.push(olderThanMs) }
  await sweepOnce({ store, media, mediaKeepDays: 30, clock: systemClock, log })
  expect(sweeps).toEqual([30 * DAY_MS])
  const { rows } = await store.pool.query(`select body->'parts'->0->>'text' as text, raw is not null as kept from event`)
  expect(rows).toEqual(expect.arrayContaining([{ text: 'old', kept: false }, { text: 'new', kept: true }]))
  expect((await store.pool.query('select key from limit_bucket')).rows).toEqual([{ key: 'new' }])
})
