import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grantToConsole } from '#core/store/console-grants.ts'
import { logFor } from '#machine/log.ts'
import { CONSOLE_ROLE } from '#machine/postgres-role.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'

let database: TestDatabase
let reader: pg.Client
beforeAll(async () => {
  database = await openTestDatabase()
  await grantToConsole({ pool: database.store.pool, log: logFor('test:role') })
  reader = new pg.Client({ ...database.connection, user: CONSOLE_ROLE })
  await reader.connect()
})
afterAll(async () => {
  await reader.end()
  await database[Symbol.asyncDispose]()
})

const DENIED = /permission denied/

test('the role of the console reads what pages show, and changes its own tables alone', async () => {
  const { rows } = await reader.query<{ name: string; reads: boolean; writes: boolean }>(
    `select relname as name, has_table_privilege(oid, 'select') as reads,
       has_table_privilege(oid, 'insert') or has_table_privilege(oid, 'update') or has_table_privilege(oid, 'delete')
         or has_table_privilege(oid, 'truncate') as writes
     from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  const namesOf = (which: 'reads' | 'writes') => rows.filter((row) => row[which]).map(({ name }) => name)
  expect(namesOf('writes').filter((name) => !name.startsWith('console_'))).toEqual([])
  expect(namesOf('writes')).toContain('console_session')
  expect(namesOf('reads')).toEqual(expect.arrayContaining(['turn', 'verdict', 'person', 'memory_item', 'usage_rollup']))
  expect(namesOf('reads')).not.toContain('channel_note')
  await expect(reader.query('delete from turn')).rejects.toThrow(DENIED)
  await expect(reader.query('select from channel_note')).rejects.toThrow(DENIED)
  await expect(reader.query('create table public.more (id int)')).rejects.toThrow(DENIED)
  await reader.query(
    `insert into console_audit (at, account_name, action, outcome, network) values (now(), 'x', 'x.y', 'done', 'x')`,
  )
})

test('it sees the memories of the person who is set, and of nobody else', async () => {
  const { superuser } = database
  await superuser.query(`insert into person (id, created_at) values ('ana', now()), ('bo', now())`)
  await superuser.query(
    `insert into memory_passage (person_id, turn_id, conversation_id, scope, said_at, text, terms, term_count)
     select p, p || '-t', 'c', 'private', now(), 'of ' || p, '', 0 from unnest(array['ana', 'bo']) p`,
  )
  const seen = async () => (await reader.query<{ text: string }>('select text from memory_passage')).rows
  expect(await seen()).toEqual([])
  await reader.query(`begin; set local chasqui.person = 'ana'`)
  expect(await seen()).toEqual([{ text: 'of ana' }])
  await reader.query('rollback')
})

test('a table that comes later is granted at the next start', async () => {
  await database.store.pool.query('create table console_later (id int); create table later (id int)')
  await grantToConsole({ pool: database.store.pool, log: logFor('test:role') })
  await reader.query('insert into console_later values (1)')
  expect((await reader.query('select from later')).rowCount).toBe(0)
  await expect(reader.query('insert into later values (1)')).rejects.toThrow(DENIED)
})
