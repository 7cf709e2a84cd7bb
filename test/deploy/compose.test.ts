import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { openTestDatabase } from '../kit/database.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../deploy')
const run = promisify(execFile)

const compose = z.object({
  services: z.record(z.string(), z.object({ ports: z.array(z.string()).optional(), image: z.string().optional() })),
})

/** The tool's own validation, in either of its two forms; `undefined` where there is none. */
async function composeTool(): Promise<readonly string[] | undefined> {
  for (const command of [['docker', 'compose'], ['docker-compose']]) {
    const [program = '', ...words] = command
    const isThere = await run(program, [...words, 'version']).then(
      () => true,
      () => false,
    )
    if (isThere) return command
  }
  return undefined
}

test('compose.yaml passes the validation of the compose tool', async ({ skip }) => {
  const tool = await composeTool()
  if (tool === undefined) return skip('no docker compose here')
  const [program = '', ...words] = tool
  const { stdout } = await run(program, [...words, '-f', path.join(FOLDER, 'compose.yaml'), 'config'])
  expect(stdout).toContain('chasqui')
})

test('what compose publishes is on loopback only, and every image is pinned', async () => {
  const { services } = compose.parse(parse(await readFile(path.join(FOLDER, 'compose.yaml'), 'utf8')))
  const ports = Object.values(services).flatMap((service) => service.ports ?? [])
  expect(ports).toEqual(['127.0.0.1:3000:3000', '127.0.0.1:3001:3001'])
  const images = Object.values(services).flatMap((service) => service.image ?? [])
  expect(images).not.toEqual([])
  expect(images.filter((image) => !/:\d+\.\d+/.test(image))).toEqual([])
})

test('the image runs as an ordinary user, checks its health, and starts the pinned Node', async () => {
  const lines = (await readFile(path.join(FOLDER, 'Dockerfile'), 'utf8')).split('\n')
  const bases = lines.filter((line) => line.startsWith('FROM'))
  expect(bases).not.toEqual([])
  expect(bases.filter((line) => !/node:22\.23\.2-/.test(line))).toEqual([])
  expect(lines).toContain('USER chasqui')
  expect(lines.some((line) => line.startsWith('HEALTHCHECK'))).toBe(true)
})

test("the image builds the console's pages from their sources, and its console is reached from outside the container", async () => {
  const text = await readFile(path.join(FOLDER, 'Dockerfile'), 'utf8')
  const [before = '', after = ''] = text.split('\nCOPY . .\n')
  expect(before).toMatch(/^RUN node setup\/prepare\.mjs main\.ts$/m)
  expect(after).toMatch(/^RUN node setup\/prepare\.mjs main\.ts$/m)
  expect(after).toContain('CHASQUI_CONSOLE_HOST=0.0.0.0 CHASQUI_CONSOLE_PORT=3001')
  expect(after).toMatch(/^EXPOSE .*3001/m)
})

test('secrets that lie where compose reads them get neither into a commit nor into an image', async () => {
  const root = path.join(FOLDER, '..')
  for (const file of ['.gitignore', '.dockerignore']) {
    const lines = (await readFile(path.join(root, file), 'utf8')).split('\n')
    expect(
      lines.map((line) => line.replace(/\/$/, '')),
      file,
    ).toContain('deploy/secrets')
  }
})

test('the database of compose belongs to a role that row-level security holds for, also one that a superuser made', async ({
  skip,
}) => {
  const hasPsql = await run('psql', ['--version']).catch(() => undefined)
  if (hasPsql === undefined) return skip('no psql here')
  await using database = await openTestDatabase()
  const { superuser, connection } = database
  const { host, database: name } = connection
  if (typeof host !== 'string' || name === undefined) throw new Error('expected a socket and a database')
  await superuser.query('create schema if not exists drizzle; create table drizzle.earlier (id text)')
  const { rows: admin } = await superuser.query<{ name: string }>('select current_user as name')
  const env = { ...process.env, PGHOST: host, POSTGRES_USER: admin[0]!.name, POSTGRES_DB: name }
  const script = path.join(FOLDER, 'service-role.sh')
  for (const password of ["it's one", 'another'])
    await run('sh', [script], { env: { ...env, CHASQUI_DATABASE_PASSWORD: password } })
  const { rows } = await superuser.query(`
    select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as "isMighty", rolpassword is not null as "hasPassword",
      (select datdba = r.oid from pg_database where datname = current_database()) as "ownsDatabase",
      (select bool_and(tableowner = rolname) from pg_tables where schemaname in ('public', 'drizzle')) as "ownsTables"
    from pg_authid r where rolname = 'chasqui_service'`)
  expect(rows).toEqual([{ isMighty: false, hasPassword: true, ownsDatabase: true, ownsTables: true }])
  const service = new pg.Client({ host, database: name, user: 'chasqui_service', password: 'another' })
  await service.connect()
  await service.query('create table public.later (id text)').finally(() => service.end())
  const { rows: consoles } = await superuser.query(`
    select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as "isMighty", rolpassword is not null as "hasPassword"
    from pg_authid where rolname = 'chasqui_console'`)
  expect(consoles).toEqual([{ isMighty: false, hasPassword: true }])
})

test('the service of compose connects as that role, and its console as one of its own', async () => {
  const text = await readFile(path.join(FOLDER, 'compose.yaml'), 'utf8')
  expect(text).toMatch(/DATABASE_URL: postgres:\/\/chasqui_service:/)
  expect(text).toMatch(/CHASQUI_CONSOLE_DATABASE_URL: postgres:\/\/chasqui_console:/)
  expect(text).toContain('./service-role.sh:/docker-entrypoint-initdb.d/service-role.sh:ro')
  expect(text).not.toContain('trust')
})
