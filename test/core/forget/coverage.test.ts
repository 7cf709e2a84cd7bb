import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PERSON_ROWS } from '#core/forget/person-rows.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { TABLES } from '../../kit/traces.ts'

/** Tables that no row of a person is deleted from, with the reason. */
const NOTHING_OF_A_PERSON: Record<string, string> = {
  channel_cursor: "how far a bot's own account has been read",
  service_lease: 'which data folder works on the database',
  __drizzle_migrations: 'which migrations were applied',
  event_tombstone: 'keyed hashes, from which nobody can be told',
  deletion_receipt: 'how much was deleted, not of whom',
  usage_rollup: 'counts across people',
  console_account: 'who may sign in to the console',
  console_session: 'browsers of those who are signed in to the console',
  console_link: 'links of those who may sign in to the console',
  console_attempt: 'failed sign-ins to the console',
  console_passkey: 'how operators prove who they are',
  console_token: 'by which programs of operators use the console',
  setting: 'what operators have set for the service',
  persona_version: 'the name and tone of the bot, as operators wrote them',
  console_audit: 'what was done in the console; blanked where it was about the person',
}

/** Columns of any shape that hold nothing of a person, with the reason. */
const HARMLESS: Record<string, string> = {
  'event_tombstone.hash': 'HMAC of the identity of an event',
  'channel_note.value': 'encrypted by the secret of the data folder',
  'deletion_receipt.asked_by': 'whether in a chat or in the console',
  'deletion_receipt.asked_at': 'a time',
  'deletion_receipt.counts': 'numbers by table',
  'usage_rollup.turns': 'numbers by outcome',
  'usage_rollup.first_words': 'numbers by bucket',
  'usage_rollup.blocks': 'numbers by hazard',
  'console_account.name': 'of an operator',
  'console_account.totp_secret': 'of an operator, encrypted',
  'console_account.recovery_hashes': 'of an operator, hashed',
  'console_session.token_hash': 'of an operator, hashed',
  'console_link.hash': 'of a random link',
  'console_passkey.name': 'of an operator',
  'console_passkey.public_key': 'of an operator',
  'console_passkey.transports': 'how a browser reaches it',
  'console_token.name': 'of an operator',
  'console_token.token_hash': 'of an operator, hashed',
  'setting.value': 'of the service',
  'setting.sealed': 'of the service, encrypted',
  'persona_version.name': 'of the bot',
  'console_audit.account_name': 'of an operator',
  'console_audit.about_person': 'blanked with the person',
}

/** Names by which columns refer to people, to what they said, and to where. */
const SUSPECT =
  /person|identity|sender|author|user|(?<!host_)name|locale|conversation|chat|event|message|turn|reply|text|body|asked|answer/

/** Columns whose content may be anything. */
const SHAPELESS = new Set(['json', 'jsonb', 'bytea'])

type Column = { table: string; name: string; type: string }

/** What keeps the deletion of a person from being whole, by what the database says of its tables. */
async function gapsIn(
  client: Pick<pg.ClientBase, 'query'>,
  listed: Record<string, string> = NOTHING_OF_A_PERSON,
): Promise<string[]> {
  const tables = (await client.query<{ name: string }>(TABLES)).rows.map(({ name }) => name)
  const columns = (await client.query<Column>(COLUMNS)).rows
  const references = (await client.query<{ table: string; column: string; isPerson: boolean }>(REFERENCES)).rows
  const conditions: Record<string, string> = PERSON_ROWS
  return [
    ...tables
      .filter((table) => !(table in conditions) && !(table in listed))
      .map((table) => `${table}: neither deleted from nor listed`),
    ...columns
      .filter(({ table, name }) => !(`${table}.${name}` in HARMLESS))
      .filter(({ table, name, type }) => table in listed && (SUSPECT.test(name) || SHAPELESS.has(type)))
      .map(({ table, name }) => `${table}.${name}: may hold something of a person`),
    ...references
      .filter(({ table }) => table in listed)
      .map(({ table, column }) => `${table}.${column}: refers to a person`),
    // A second person in a row of somebody: it is not found by the first one.
    ...references
      .filter(({ table, column, isPerson }) => isPerson && conditions[table]?.includes(column) === false)
      .map(({ table, column }) => `${table}.${column}: is not covered`),
    ...[...Object.keys(conditions), ...Object.keys(listed)]
      .filter((table) => !tables.includes(table))
      .map((table) => `${table}: is no table`),
  ]
}

const COLUMNS = `
  select table_name as "table", column_name as name, data_type as type from information_schema.columns
  where table_schema not in ('pg_catalog', 'information_schema')`

/** Columns that lead to a person, over as many tables as it takes. */
const REFERENCES = `
  with recursive key as (
    select conrelid as "from", confrelid as "to", attname as name
    from pg_constraint join pg_attribute on attrelid = conrelid and attnum = any(conkey) where contype = 'f'
  ), chain as (
    select "from", name, true as is_person from key where "to" in ('person'::regclass, 'identity'::regclass)
    union
    select key."from", key.name, false from key join chain on chain."from" = key."to"
  )
  select relname as "table", name as column, bool_or(is_person) as "isPerson"
  from chain join pg_class on pg_class.oid = "from" group by relname, name`

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

/** The gaps after a change of the tables that is undone again. */
async function gapsAfter(change: string, listed?: Record<string, string>): Promise<string[]> {
  const client = await database.store.pool.connect()
  try {
    await client.query(`begin; ${change}`)
    return (await gapsIn(client, listed)).toSorted()
  } finally {
    await client.query('rollback')
    client.release()
  }
}

test('the deletion of a person covers every table of the database', async () => {
  expect(await gapsIn(database.store.pool)).toEqual([])
})

test.each([
  ['create table x (person_id text)', ['x: neither deleted from nor listed']],
  ['create schema other; create table other.x (note text)', ['x: neither deleted from nor listed']],
  ['alter table event add column quoted_id text references person', ['event.quoted_id: is not covered']],
  ['alter table channel_cursor add column seen jsonb', ['channel_cursor.seen: may hold something of a person']],
  ['alter table verdict rename to judgement', ['judgement: neither deleted from nor listed', 'verdict: is no table']],
])('%s: is noticed', async (change, gaps) => {
  expect(await gapsAfter(change)).toEqual(gaps)
})

test.each([
  ['create table x (person_id text)', ['x.person_id: may hold something of a person']],
  ['create table x (notes jsonb)', ['x.notes: may hold something of a person']],
  ['create table x (id bigint references verdict)', ['x.id: refers to a person']],
  [
    'create table x (id bigint primary key references verdict); create table y (id bigint references x)',
    ['x.id: refers to a person', 'y.id: refers to a person'],
  ],
])('%s: cannot be listed as holding nothing', async (change, gaps) => {
  const listed = { ...NOTHING_OF_A_PERSON, x: 'so they say', ...(change.includes('table y') && { y: 'so they say' }) }
  expect(await gapsAfter(change, listed)).toEqual(gaps)
})
