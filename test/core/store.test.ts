import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderSchema } from '#core/store/render-schema.ts'
import { openStore } from '#core/store/store.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const open = () => openStore({ connection: database.connection, clock: systemClock, log: logFor('core:store') })

test('schema.sql is what the migrations make (render it anew with: npm test -- test/core/store.test.ts -u)', async () => {
  await expect(await renderSchema(database.store.pool)).toMatchFileSnapshot('../../core/store/schema.sql')
})

test('several processes may open the store at once and apply the migrations once', async () => {
  await database.store.pool.query('drop schema public cascade; drop schema drizzle cascade; create schema public')
  const stores = await Promise.all([open(), open(), open(), open()])
  const applied = await database.store.pool.query('select 1 from drizzle.__drizzle_migrations')
  expect(applied.rowCount).toBe(1)
  for (const store of stores) await store[Symbol.asyncDispose]()
})

test('a Postgres that is killed is waited for, and the store works on', async () => {
  const { postgres, store } = database
  const ended = new Promise<void>((resolve) => postgres.child.onExit(() => resolve()))
  process.kill(postgres.child.pid as number, 'SIGKILL')
  await ended
  const { rows } = await store.pool.query('select count(*) as n from person')
  expect(rows).toEqual([{ n: 0 }])
})
