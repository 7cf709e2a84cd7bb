import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, truncate } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { openStore } from '#core/store/store.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { startPostgres, type Postgres } from '#machine/postgres.ts'
import { present, readPrograms, type PostgresProgram } from '#machine/programs.ts'
import { KEPT_FOLDER } from './memory-folder.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MAKERS = [
  'core/store/migrations',
  'core/store/migrate.ts',
  'machine/postgres-cluster.ts',
  'machine/postgres-role.ts',
]
const log = logFor('test:made-cluster')

/**
 * Puts a database folder there as the service itself would have made it at its first start, with its tables, unless one
 * is there. Making one takes most of two seconds, copying one does not: it is made once for a state of the code that
 * makes it, and kept among the temporary files.
 */
export async function placeMadeCluster(folder: string): Promise<void> {
  if (existsSync(folder)) return
  const made = await madeCluster(present((await readPrograms(ROOT)).postgres))
  // The same on Linux and macOS, and many times as fast as `cp` of Node for a thousand small files.
  await promisify(execFile)('cp', ['-pPR', made, folder])
}

async function madeCluster(program: Exclude<PostgresProgram, { missing: string }>): Promise<string> {
  const home = join(process.env[KEPT_FOLDER] ?? tmpdir(), `chasqui-test-${userInfo().uid}`)
  const cached = join(home, `postgres-${program.version}-${await stateOfMakers()}`)
  if (existsSync(cached)) return cached
  await mkdir(home, { recursive: true, mode: 0o700 })
  // Short, because the path of a socket may not be long, and on the disk on which the result is kept.
  const draft = await mkdtemp(join(home, 'cq-'))
  const folder = join(draft, 'made')
  const postgres = await startPostgres({ program, folder, socketFolder: draft, log, clock: systemClock })
  const { host, user, database } = postgres
  const store = await openStore({ connection: { host, user, database, password: '' }, clock: systemClock, log })
  await store[Symbol.asyncDispose]()
  await onANewLogFile(postgres)
  await postgres[Symbol.asyncDispose]()
  await withHoles(join(folder, 'pg_wal'))
  // A second process finds the folder and uses it.
  await rename(folder, cached).catch(() => undefined)
  await rm(draft, { recursive: true, force: true })
  return cached
}

/** The files of its log that hold how it was made are no longer needed after a checkpoint. */
async function onANewLogFile({ host, database, superuser: user }: Postgres): Promise<void> {
  const client = new pg.Client({ host, database, user, password: '' })
  await client.connect()
  for (const text of ['select pg_switch_wal()', 'checkpoint']) await client.query(text)
  await client.end()
}

/** What is left of its log is 16 MB, almost all of them zeros: as a hole they take no time to copy. */
async function withHoles(folder: string): Promise<void> {
  const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile())
  for (const { name } of files) {
    const whole = await readFile(join(folder, name))
    await truncate(join(folder, name), whole.findLastIndex((byte) => byte !== 0) + 1)
    await truncate(join(folder, name), whole.length)
  }
}

async function stateOfMakers(): Promise<string> {
  const hash = createHash('sha256')
  for (const maker of MAKERS) {
    const names = maker.endsWith('.ts')
      ? ['']
      : (await readdir(join(ROOT, maker))).filter((name) => name.endsWith('.sql'))
    for (const name of names.toSorted()) hash.update(await readFile(join(ROOT, maker, name)))
  }
  return hash.digest('hex').slice(0, 8)
}
