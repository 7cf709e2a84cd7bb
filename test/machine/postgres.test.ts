import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock as clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { startPostgres, type Postgres } from '#machine/postgres.ts'
import { openedFolder, programs, startedPostgres } from './open-programs.ts'
import { processIsGone, runProgram } from './run-program.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

async function clientOf({ host, database, user }: Postgres): Promise<pg.Client> {
  const client = new pg.Client({ host, database, user })
  client.on('error', () => undefined)
  await client.connect()
  onTestFinished(() => client.end().catch(() => undefined))
  return client
}

async function valueOf(client: pg.Client, text: string): Promise<unknown> {
  const { rows } = await client.query<{ value: unknown }>(`select (${text}) as value`)
  return rows[0]?.value
}

test('Postgres speaks Unicode, syncs to disk and listens on no port', async () => {
  const postgres = await startedPostgres(await openedFolder(await temporaryFolder()))
  const client = await clientOf(postgres)
  expect(await valueOf(client, "lower('ÁÉ')")).toBe('áé')
  expect(await valueOf(client, "current_setting('server_encoding')")).toBe('UTF8')
  expect(await valueOf(client, "current_setting('fsync')")).toBe('on')
  expect(await valueOf(client, "current_setting('listen_addresses')")).toBe('')
  expect((await stat(join(postgres.host, '.s.PGSQL.5432'))).mode & 0o777).toBe(0o700)
})

test('what was committed survives a kill of Postgres, which comes back by itself', async () => {
  const postgres = await startedPostgres(await openedFolder(await temporaryFolder()))
  const client = await clientOf(postgres)
  await client.query('create table kept (id int); insert into kept values (1)')
  const died = new Promise((resolve) => postgres.child.onExit(resolve))
  process.kill(postgres.child.pid ?? 0, 'SIGKILL')
  await died
  await postgres.child.whenReady()
  expect(await valueOf(await clientOf(postgres), 'select count(*)::int from kept')).toBe(1)
})

test('what was committed survives a kill of the service, and the next one starts at once', async () => {
  const path = await temporaryFolder()
  for (let round = 0; round < 2; round += 1) {
    const service = runProgram('service.ts', path)
    const { postgres: pid } = JSON.parse((await service.line()) ?? '{}') as { postgres: number }
    service.kill('SIGKILL')
    await service.exited
    const folder = await openedFolder(path)
    const postgres = await startedPostgres(folder)
    const client = await clientOf(postgres)
    await client.query('create table if not exists kept (id int); insert into kept values (1)')
    expect(await valueOf(client, 'select count(*)::int from kept')).toBe(round + 1)
    await processIsGone(pid)
    await client.end()
    await postgres[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  }
})

test('it is made below a home that is closed to others', async () => {
  const home = await temporaryFolder()
  await chmod(home, 0o700)
  const postgres = await startedPostgres(await openedFolder(join(home, 'service', 'data')))
  expect(await valueOf(await clientOf(postgres), '1 + 1')).toBe(2)
})

test('a lock file that names another living program does not keep it from starting', async () => {
  const folder = await openedFolder(await temporaryFolder())
  const postgres = await startedPostgres(folder)
  const lockFile = join(folder.path, 'postgres', 'postmaster.pid')
  const lines = (await readFile(lockFile, 'utf8')).split('\n')
  await postgres[Symbol.asyncDispose]()
  const other = runProgram('stops-in-order.ts')
  await other.line()
  await writeFile(lockFile, [String(other.pid), ...lines.slice(1)].join('\n'))
  const again = await startedPostgres(folder)
  expect(await valueOf(await clientOf(again), '1')).toBe(1)
})

test('a start that was cut off while it made the database is made good', async () => {
  const folder = await openedFolder(await temporaryFolder())
  await mkdir(join(folder.path, 'postgres.new', 'base'), { recursive: true })
  const postgres = await startedPostgres(folder)
  expect(await valueOf(await clientOf(postgres), '1')).toBe(1)
  await expect(stat(join(folder.path, 'postgres.new'))).rejects.toThrow('ENOENT')
})

test('a database of another major version is refused with what can be done', async () => {
  const { path, socketFolder } = await openedFolder(await temporaryFolder())
  const folder = join(path, 'postgres')
  await mkdir(folder)
  await writeFile(join(folder, 'PG_VERSION'), '9\n')
  const log = logFor('test:postgres')
  const starting = startPostgres({ program: programs.postgres, folder, socketFolder, log, clock })
  await expect(starting).rejects.toMatchObject({ code: 'version-differs', message: /PostgreSQL 9.*CHASQUI_DATA/ })
})

test('no value and no statement of a failing query reaches the log', async () => {
  const folder = await openedFolder(await temporaryFolder())
  const postgres = await startedPostgres(folder)
  const client = await clientOf(postgres)
  await expect(client.query("select 'private words'::int")).rejects.toThrow('private words')
  await client.query("do $$ begin raise log 'a line that comes after'; end $$")
  while (!postgres.child.state.lastLines.join().includes('comes after')) await clock.sleep(5)
  expect(postgres.child.state.lastLines.join('\n')).not.toContain('private words')
})

const ROLE = `
  select rolname as name, rolsuper or rolbypassrls or rolcreaterole as "isMighty" from pg_roles where rolname = current_user`

test('the service works under a role that no superuser right helps', async () => {
  const postgres = await startedPostgres(await openedFolder(await temporaryFolder()))
  expect((await (await clientOf(postgres)).query(ROLE)).rows).toEqual([{ name: 'chasqui_service', isMighty: false }])
})

test('the tables of a database that a superuser made are given to the service, and what they hold is kept', async () => {
  const folder = await openedFolder(await temporaryFolder())
  const postgres = await startedPostgres(folder)
  const { host, database } = postgres
  const before = new pg.Client({ host, database: 'postgres', user: postgres.superuser })
  before.on('error', () => undefined)
  await before.connect()
  await before.query(`drop database ${database}`)
  await before.query(`drop role chasqui_service`)
  await before.query(`create database ${database}`)
  await before.end()
  const made = new pg.Client({ host, database, user: postgres.superuser })
  await made.connect()
  await made.query(`
    create table kept (id serial primary key, n bigint generated always as identity); insert into kept default values;
    create schema drizzle; create table drizzle.record (id serial); create sequence loose; create view seen as table kept`)
  await made.end()
  await postgres[Symbol.asyncDispose]()

  const again = await startedPostgres(folder)
  const client = await clientOf(again)
  expect((await client.query(ROLE)).rows).toEqual([{ name: 'chasqui_service', isMighty: false }])
  await client.query(`
    insert into kept default values; alter table kept add column word text; create table new_one (id int);
    insert into drizzle.record default values; alter table drizzle.record add column word text;
    alter sequence loose restart; create or replace view seen as table kept; create schema another`)
  expect(await valueOf(client, 'select count(*)::int from seen')).toBe(2)
  const foreign = `select count(*)::int from pg_class c join pg_namespace n on n.oid = relnamespace
    where nspname in ('public', 'drizzle') and relowner <> current_user::regrole`
  expect(await valueOf(client, foreign)).toBe(0)
})
