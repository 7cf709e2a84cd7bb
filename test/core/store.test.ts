import { once } from 'node:events'
import { cp, readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as migrateAsDrizzleDoes } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { renderSchema } from '../kit/render-schema.ts'
import * as schema from '#core/store/schema.ts'
import { openStore } from '#core/store/store.ts'
import { retryTransient } from '#core/store/retry-transient.ts'
import { inTransaction } from '#core/store/transaction.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { isUnreachable } from '#core/store/unreachable.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const open = (clock: Clock = systemClock) =>
  openStore({ connection: database.connection, clock, log: logFor('core:store') })

test('schema.sql is what the migrations make (render it: npm test -- test/core/store.test.ts -u)', async () => {
  await expect(await renderSchema(database.store.pool)).toMatchFileSnapshot('../../core/store/schema.sql')
})

test('the migrations make what schema.ts says (next one: npx drizzle-kit generate --name CHANGE)', async () => {
  const folder = new URL('../../core/store/migrations/meta/', import.meta.url)
  const newest = (await readdir(folder))
    .filter((name) => name.endsWith('_snapshot.json'))
    .toSorted()
    .at(-1) as string
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

test('tables that an earlier version made, and what they hold, are brought up to date', async () => {
  const { pool } = database.store
  await pool.query('drop schema public cascade; drop schema drizzle cascade; create schema public')
  const earlier = await temporaryFolder()
  await cp(new URL('../../core/store/migrations/', import.meta.url), earlier, { recursive: true })
  const journalFile = path.join(earlier, 'meta', '_journal.json')
  const journal = JSON.parse(await readFile(journalFile, 'utf8')) as { entries: unknown[] }
  await writeFile(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 1) }))
  await migrateAsDrizzleDoes(drizzle(pool), { migrationsFolder: earlier })
  await pool.query(`insert into person (id, created_at) values ('somebody', now())`)
  await (await open())[Symbol.asyncDispose]()
  await expect(await renderSchema(pool)).toMatchFileSnapshot('../../core/store/schema.sql')
  expect((await pool.query('select id from person')).rows).toEqual([{ id: 'somebody' }])
})

test('a role that row-level security does not hold for is noticed, with what to do', async () => {
  expect(database.store.pool.mightyRole).toBeUndefined()
  await database.superuser.query('create role bypasser login bypassrls; grant chasqui_service to bypasser')
  onTestFinished(async () => void (await database.superuser.query('drop role bypasser')))
  for (const user of [database.postgres.superuser, 'bypasser']) {
    const warnings: unknown[][] = []
    const log = { ...logFor('core:store'), debug: () => undefined, warn: (...said: unknown[]) => warnings.push(said) }
    const connection = { ...database.connection, user }
    const store = await openStore({ connection, clock: systemClock, log })
    expect(store.pool.mightyRole).toBe(user)
    expect(warnings).toEqual([[{ role: user }, expect.stringContaining('row-level security')]])
    await store[Symbol.asyncDispose]()
  }
})

test('the store retries to connect to a Postgres that was killed, and works on', async () => {
  const { postgres, store } = database
  const ended = new Promise<void>((resolve) => postgres.child.onExit(() => resolve()))
  process.kill(postgres.child.pid as number, 'SIGKILL')
  await ended
  const { rows } = await store.pool.query('select 1 from person limit 0')
  expect(rows).toEqual([])
})

test('the server itself ends a statement that takes too long, on every connection', async () => {
  const store = await open()
  onTestFinished(() => store[Symbol.asyncDispose]())
  const clients = await Promise.all(Array.from({ length: 3 }, () => store.pool.connect()))
  for (const client of clients) {
    expect((await client.query('show statement_timeout')).rows).toEqual([{ statement_timeout: '10s' }])
    client.release()
  }
})

describe('after a failover', () => {
  /** Each connection of the pool is to a server that has become a standby. */
  async function becomeReadOnly(pool: pg.Pool): Promise<void> {
    const clients = await Promise.all(Array.from({ length: 5 }, () => pool.connect()))
    for (const client of clients) await client.query('set session characteristics as transaction read only')
    for (const client of clients) client.release()
  }

  /** And so are new ones, or no longer. */
  async function newConnections(take: 'reads' | 'writes'): Promise<void> {
    const name = database.connection.database ?? ''
    const admin = new pg.Client({ ...database.connection, database: 'postgres' })
    await admin.connect()
    const change = take === 'reads' ? 'set default_transaction_read_only = on' : 'reset default_transaction_read_only'
    await admin.query(`alter database ${name} ${change}`).finally(() => admin.end())
  }

  beforeEach(() => {
    onTestFinished(() => newConnections('writes'))
  })

  const insert = `insert into person (id, created_at) values (gen_random_uuid(), now())`

  test('the pool leaves a server that became read-only with all its connections at once', async () => {
    const { pool } = database.store
    const works = {
      alone: () => pool.query(insert),
      'in a transaction': () => inTransaction(pool, (client) => client.query(insert)),
    }
    for (const [how, work] of Object.entries(works)) {
      await becomeReadOnly(pool)
      await expect(work(), how).rejects.toMatchObject({ code: '25006' })
      await Promise.all(Array.from({ length: 5 }, work))
    }
  })

  test('connecting is retried until a connection takes writes', async () => {
    let sleeps = 0
    const clock = { ...systemClock, sleep: async () => void ((sleeps += 1) === 4 && (await newConnections('writes'))) }
    const { pool, ...store } = await open(clock)
    onTestFinished(() => store[Symbol.asyncDispose]())
    await becomeReadOnly(pool)
    await newConnections('reads')
    await retryTransient(() => pool.query(insert), clock)
    expect(sleeps).toBeGreaterThanOrEqual(4)
  })

  test('a start on a standby ends with the sentence that names the setting', async () => {
    let nowMs = 0
    const clock = { ...systemClock, monotonicMs: () => nowMs, sleep: async () => void (nowMs += 3_000) }
    await newConnections('reads')
    await expect(open(clock)).rejects.toMatchObject({
      code: 'read-only',
      message: expect.stringMatching(/takes no writes.*Set DATABASE_URL/),
    })
  })
})

test('the connection to a server that stops answering during a statement is closed, and the statement may be retried', async () => {
  const silent = await openStore({
    connection: { ...database.connection, query_timeout: 200 },
    clock: systemClock,
    log: logFor('core:store'),
  })
  onTestFinished(() => silent[Symbol.asyncDispose]())
  let tries = 0
  await retryTransient(() => silent.pool.query((tries += 1) === 1 ? 'select pg_sleep(5)' : 'select 1'), systemClock)
  expect(tries).toBe(2)
  const held = inTransaction(silent.pool, (client) => client.query('select pg_sleep(5)'))
  await expect(held).rejects.toThrow('Query read timeout')
  expect(silent.pool.totalCount).toBe(0)
  // Whoever holds it still asks in vain, rather than behind what hangs.
  const client = await silent.pool.connect()
  await expect(client.query('select pg_sleep(5)')).rejects.toThrow('Query read timeout')
  const next = await client.query('select 1').catch((error: unknown) => error)
  expect([String(next), isUnreachable(next)]).toEqual(['Error: Client was closed and is not queryable', true])
  client.release()
  expect(silent.pool.totalCount).toBe(0)
})

test('what is no statement of text, such as a cursor, is left to the library', async () => {
  const client = await database.store.pool.connect()
  onTestFinished(() => client.release())
  const submitted = new pg.Query('select 1 as one')
  expect(client.query(submitted)).toBe(submitted)
  const [row] = await once(submitted, 'row')
  expect(row).toEqual({ one: 1 })
})

test('rows that were read are freed by a short garbage collection', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void
  const oldBytes = () => {
    collect({ type: 'minor' })
    collect({ type: 'minor' })
    return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? Number.NaN
  }
  const text = 'select n, now() as one, now() as other, $1 as words from generate_series(1, 200) n'
  // Some 10 MB of rows.
  const read = async (from: Pick<pg.Pool, 'query'>) => {
    for (let n = 0; n < 100; n += 1) await from.query(text, [`word ${n}`])
  }
  const client = await database.store.pool.connect()
  onTestFinished(() => client.release())
  for (const from of [database.store.pool, client]) {
    await read(from)
    collect()
    const before = oldBytes()
    await read(from)
    expect(oldBytes() - before).toBeLessThan(1_000_000)
  }
})
