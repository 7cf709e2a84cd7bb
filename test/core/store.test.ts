import { readFile, readdir } from 'node:fs/promises'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderSchema } from '#core/store/render-schema.ts'
import * as schema from '#core/store/schema.ts'
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

test('schema.sql is what the migrations make (render it: npm test -- test/core/store.test.ts -u)', async () => {
  await expect(await renderSchema(database.store.pool)).toMatchFileSnapshot('../../core/store/schema.sql')
})

test('the migrations make what schema.ts says (next one: npx drizzle-kit generate --name CHANGE)', async () => {
  const folder = new URL('../../core/store/migrations/meta/', import.meta.url)
  const newest = (await readdir(folder)).filter((name) => name.endsWith('_snapshot.json')).toSorted().at(-1) as string
  const before = JSON.parse(await readFile(new URL(newest, folder), 'utf8')) as ReturnType<typeof generateDrizzleJson>
  const now = generateDrizzleJson(schema, before.id, undefined, 'snake_case')
  expect(await generateMigration(before, now)).toEqual([])
})

test('several processes may open the store at once and apply the migrations once', async () => {
  await database.store.pool.query('drop schema public cascade; drop schema drizzle cascade; create schema public')
  const stores = await Promise.all([open(), open(), open(), open()])
  const applied = await database.store.pool.query('select 1 from drizzle.__drizzle_migrations')
  const folder = new URL('../../core/store/migrations/', import.meta.url)
  expect(applied.rowCount).toBe((await readdir(folder)).filter((name) => name.endsWith('.sql')).length)
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
