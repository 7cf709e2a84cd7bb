import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { PersonId } from '#core/contract/ids.ts'
import { allItems } from '#core/memory/items.ts'
import { inMemoryOf, ofPerson, type PersonStatement } from '#core/memory/person-rows.ts'
import { openStore } from '#core/store/store.ts'
import { inTransaction } from '#core/store/transaction.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { memoryOfEverySort } from './of-every-sort.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { openPgBouncer, openRelay, PGBOUNCER } from '../../kit/pooler.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const [alice, bob] = ['alice' as PersonId, 'bob' as PersonId]
const TABLES = ['memory_item', 'memory_passage', 'memory_vector', 'memory_forgotten'] as const

beforeEach(async () => {
  const { pool } = database.store
  await pool.query('truncate person cascade')
  await pool.query(`insert into person (id, created_at) values ('alice', now()), ('bob', now())`)
  await remembers(alice, 'The person lives in Oslo.')
  await remembers(bob, 'The person lives in Lima.')
})

const remembers = (person: PersonId, text: string) =>
  memoryOfEverySort(database.store.pool, person, { turn: `turn of ${person}`, text })

/** One that was not made by `ofPerson`, as a fault of ours would be. */
let statements = 0
const wrong = (text: string) => ({ text, name: `wrong-${++statements}` }) as PersonStatement

describe('who asks without being that person gets no row', () => {
  test('without a person', async () => {
    for (const table of TABLES) {
      const { rows } = await database.store.pool.query(`select * from ${table}`)
      expect(rows, table).toEqual([])
      expect((await database.superuser.query(`select * from ${table}`)).rowCount, table).toBe(2)
    }
  })

  test('by a statement without the filter, of another person, or about everybody', async () => {
    const seen = await inMemoryOf(database.store.pool, alice, async (rows) => {
      const all = TABLES.map((table) => wrong(`select person_id from ${table} where $1::text is not null`))
      const foreign = TABLES.map((table) => wrong(`select person_id from ${table} where person_id <> $1`))
      const both =
        wrong(`select other.person_id from memory_item own join memory_item other on other.number = own.number
        where own.person_id = $1 or true`)
      const found: { person_id?: string }[] = []
      for (const each of [...all, ...foreign, both]) found.push(...(await rows.query<{ person_id: string }>(each)))
      return found
    })
    expect(seen.length).toBe(TABLES.length + 1)
    expect(new Set(seen.map((row) => row.person_id))).toEqual(new Set([alice]))
  })

  test('nor can they change, delete or add one', async () => {
    await inMemoryOf(database.store.pool, alice, async (rows) => {
      await rows.query(wrong(`update memory_item set text = 'changed' where $1::text is not null`))
      await rows.query(wrong(`delete from memory_passage where $1::text is not null`))
    })
    const { rows } = await database.superuser.query('select person_id, text from memory_item order by 1')
    expect(rows).toEqual([
      { person_id: alice, text: 'changed' },
      { person_id: bob, text: 'The person lives in Lima.' },
    ])
    expect((await database.superuser.query('select person_id from memory_passage')).rows).toEqual([{ person_id: bob }])
    const added = inMemoryOf(database.store.pool, alice, (own) =>
      own.query(
        wrong(`insert into memory_forgotten (person_id, hash) select 'bob', '\\x00' where $1::text is not null`),
      ),
    )
    await expect(added).rejects.toMatchObject({ code: '42501' })
    await expect(
      inMemoryOf(database.store.pool, alice, (own) =>
        own.query(wrong(`update memory_item set person_id = 'bob' where person_id = $1`)),
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })

  test('on the connection that has just worked for a person', async () => {
    const one = await openStore({
      connection: { ...database.connection, max: 1 },
      clock: systemClock,
      log: logFor('test:rows'),
    })
    onTestFinished(() => one[Symbol.asyncDispose]())
    const pid = async () => (await one.pool.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid
    const before = await pid()
    expect((await inMemoryOf(one.pool, alice, allItems)).length).toBe(1)
    await inMemoryOf(one.pool, alice, () => Promise.reject(new Error('undone'))).catch(() => undefined)
    expect(await pid()).toBe(before)
    expect((await one.pool.query('select from memory_item')).rowCount).toBe(0)
    expect((await inTransaction(one.pool, (client) => client.query('select from memory_item'))).rowCount).toBe(0)
  })

  test('as the role of the service, whatever it tries', async () => {
    for (const attempt of ['set row_security = off', 'set role chasqui', 'alter role current_user bypassrls']) {
      const client = await database.store.pool.connect()
      try {
        const rows = client.query(`begin; ${attempt}`).then(() => client.query('select * from memory_item'))
        await expect(rows, attempt).rejects.toMatchObject({ code: '42501' })
      } finally {
        await client.query('rollback')
        client.release(true)
      }
    }
  })

  test.skipIf(PGBOUNCER === undefined)('through a pooler that lends one session to everybody', async () => {
    const relay = await openRelay(database.postgres.host)
    onTestFinished(() => relay[Symbol.asyncDispose]())
    const bouncer = await openPgBouncer(relay, { pool_mode: 'transaction', default_pool_size: 1 })
    onTestFinished(() => bouncer[Symbol.asyncDispose]())
    const connection = { ...database.connection, host: '127.0.0.1', port: bouncer.port }
    const store = await openStore({ connection, clock: systemClock, log: logFor('test:rows') })
    onTestFinished(() => store[Symbol.asyncDispose]())
    expect(store.pool.isBehindPooler).toBe(true)
    const reads = Array.from({ length: 40 }, async (_, index) => {
      if (index % 4 === 0) return (await store.pool.query('select person_id from memory_item')).rows
      const person = index % 2 === 0 ? alice : bob
      const read = await inMemoryOf(store.pool, person, (rows) =>
        rows.query(wrong('select person_id from memory_item where $1::text is not null')),
      )
      return read.filter((row) => row.person_id !== person)
    })
    expect((await Promise.all(reads)).flat()).toEqual([])
  })
})

describe('a statement on memories', () => {
  test.each([
    'select * from memory_item where person_id = $1',
    'select * from memory_item i join memory_vector v on v.ref = i.ref where i.person_id = $1 and v.person_id = $1',
    'delete from memory_item i using memory_passage p where i.person_id = $1 and p.person_id = $1',
    'insert into memory_vector (person_id, ref) select $1, ref from unnest($2::text[]) ref on conflict (person_id, ref) do nothing',
    'with gone as (delete from memory_item where person_id = $1 returning number) select count(*) from gone',
    `select 'memory_item', text from memory_item where memory_item.person_id = $1 and (kind = 'a' or kind = 'b')`,
    'select from turn where person_id = $1',
  ])('%s: is taken', (text) => {
    expect(ofPerson(`taken: ${text}`, text)).toMatchObject({ text })
  })

  test.each([
    'select * from memory_item',
    'select * from memory_item where person_id = $10',
    'select * from memory_item where person_id = $2',
    `select * from memory_item where text = 'person_id = $1'`,
    'select (person_id) from memory_item',
    'select * from turn, memory_item where turn.person_id = $1',
    'select * from memory_item a, memory_item b where a.person_id = $1 and a.person_id = $1',
    'select * from memory_item i join memory_vector v using (person_id) where i.person_id = $1',
    'select * from memory_item where person_id = $1 and number in (select number from memory_item)',
    'with all_of as (select * from memory_passage) select * from memory_item, all_of where memory_item.person_id = $1',
    'delete from memory_item using memory_passage p where memory_item.person_id = $1',
    'delete from only memory_item',
    'truncate memory_item',
    'select * from public.memory_item',
    'select * from "memory_item" where person_id = $1',
    'select * from memory_item where person_id = $1 or true',
    'select * from memory_item where true or person_id = $1',
    'select * from memory_item where not (person_id = $1)',
    'select * from memory_item -- person_id = $1',
    'select * from memory_item /* person_id = $1 */',
    'select 1; select * from memory_item where person_id = $1',
    'insert into memory_item (person_id, number) values ($2, $1)',
    `insert into memory_item (person_id, number) select 'bob', 1 where $1 = ''`,
    'insert into memory_item select * from other where person_id = $1',
  ])('%s: is refused', (text) => {
    expect(() => ofPerson('refused', text)).toThrow(/person_id|memories|statement|comment/)
  })

  test('two statements of one name are refused: a connection keeps one plan for each', () => {
    const text = 'select number from memory_item where person_id = $1'
    ofPerson('same-name', text)
    expect(() => ofPerson('same-name', `${text} order by number`)).toThrow('another statement has this name')
  })
})
