import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Clock } from './clock.ts'
import type { Logger } from './log.ts'
import { PostgresError } from './postgres-error.ts'
import type { PostgresUser } from './postgres-user.ts'
import { syncFolder, syncTree } from './sync-folder.ts'

/**
 * Creates the database folder when it is absent: under another name, then renamed, so that an existing one is complete.
 *
 * @throws {PostgresError} `version-differs` when it exists and another major version made it
 */
export async function createCluster(
  options: { program: { folder: string; version: string }; folder: string; user: PostgresUser; log: Logger },
  signal?: AbortSignal,
): Promise<void> {
  const { program, folder, user, log } = options
  await removeDrafts(folder)
  const made = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (made !== undefined) return checkVersion(folder, made.trim(), program.version)
  const draft = `${folder}${DRAFT}-${randomBytes(4).toString('hex')}`
  await mkdir(draft, { recursive: true, mode: 0o700 })
  await user.own(draft)
  await initialise(program, draft, user, signal)
  await chmod(draft, 0o700)
  await syncTree(draft)
  await rename(draft, folder).catch((cause: unknown) => {
    throw new PostgresError('create-failed', `${folder} exists and is not a database. Move it away and start again.`, {
      cause,
    })
  })
  await syncFolder(dirname(folder))
  log.info({ version: program.version }, 'the database was created')
}

/**
 * Postgres refuses to start while the process id in its lock files exists, whatever that process is: after a crash the
 * id may belong to another program, in a container it usually does. We hold the lock of the data folder, so a running
 * Postgres on it was left by a killed service: it is stopping, and we wait for that. A file that names another program
 * is removed. One that names a dead process stays: Postgres reads in it what that process may have left running.
 */
export async function forgetDeadPostmaster(
  options: { folder: string; socketFolder: string; clock: Clock },
  signal: AbortSignal,
): Promise<void> {
  const { folder, socketFolder, clock } = options
  for (const file of [join(folder, 'postmaster.pid'), join(socketFolder, '.s.PGSQL.5432.lock')]) {
    let owner = await ownerOf(file)
    for (let waitedMs = 0; owner === 'postgres' && waitedMs < ENDING_MS; waitedMs += POLL_MS) {
      await clock.sleep(POLL_MS, signal)
      owner = await ownerOf(file)
    }
    if (owner === 'another') await rm(file, { force: true })
  }
}

/** `18` of `18.4`. */
export function majorOf(version: string): number {
  return Number.parseInt(version, 10)
}

const DRAFT = '.new'
const POLL_MS = 20
const ENDING_MS = 15_000
const CREATE_MS = 120_000
const BUILTIN_LOCALE_SINCE = 17

/** Removes drafts of killed starts. One that an initdb still writes to is removed at the next start. */
async function removeDrafts(folder: string): Promise<void> {
  const parent = dirname(folder)
  const siblings = await readdir(parent).catch(() => [])
  const drafts = siblings.filter((name) => name.startsWith(`${basename(folder)}${DRAFT}`))
  const remove = (name: string) => rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined)
  await Promise.all(drafts.map(remove))
}

function checkVersion(folder: string, made: string, ours: string): void {
  if (majorOf(made) === majorOf(ours)) return
  throw new PostgresError(
    'version-differs',
    `The database in ${folder} was made by PostgreSQL ${made}, and this ` +
      `Chasqui brings ${ours}. Start it with the release of Chasqui that made it, set DATABASE_URL to a PostgreSQL ` +
      `${made} that serves it, or set CHASQUI_DATA to a new folder.`,
  )
}

async function initialise(
  program: { folder: string; version: string },
  folder: string,
  user: PostgresUser,
  signal?: AbortSignal,
): Promise<void> {
  // Without these options an empty LANG would give SQL_ASCII, in which lower('Á') does nothing.
  const builtin = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const locale = majorOf(program.version) >= BUILTIN_LOCALE_SINCE ? builtin : ['--locale=C.UTF-8']
  const access = ['-U', 'chasqui', '--auth-local=trust', '--auth-host=reject']
  // It would sync its thousand files one after the other, which takes three times as long as to sync several at once.
  const sync = ['--no-sync']
  const initdb = join(program.folder, 'bin', 'initdb')
  const [command = '', ...args] = [...user.prefix, initdb, '-D', folder, '-E', 'UTF8', ...locale, ...access, ...sync]
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }
  await promisify(execFile)(command, args, { env, timeout: CREATE_MS, ...(signal && { signal }) }).catch(
    (cause: Error & { stderr?: string }) => {
      signal?.throwIfAborted()
      throw creationError(folder, cause)
    },
  )
}

function creationError(folder: string, cause: Error & { stderr?: string }): PostgresError {
  const said = cause.stderr?.trim().split('\n').slice(-4).join('\n  ') ?? ''
  if (/No space left|quota exceeded/i.test(said)) {
    const sentence = `The disk is full: the database in ${folder} could not be made. Free 100 MB and start again.`
    return new PostgresError('disk-full', sentence, { cause })
  }
  const sentence = `The database in ${folder} could not be made:\n  ${said || cause.message}`
  return new PostgresError('create-failed', sentence, { cause })
}

/** What the process is whose id is in the first line of a lock file. */
async function ownerOf(file: string): Promise<'nobody' | 'postgres' | 'another'> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const pid = Math.abs(Number.parseInt(text, 10))
  if (!Number.isInteger(pid) || pid === 0) return 'nobody'
  const { state, command } = await processOf(pid)
  // A zombie process still has its name.
  if (command === '' || state.startsWith('Z')) return 'nobody'
  return /(^|\/)postgres$/.test(command) ? 'postgres' : 'another'
}

async function processOf(pid: number): Promise<{ state: string; command: string }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const [, command = '', state = ''] = /^\d+ \((.*)\) (\S)/s.exec(stat) ?? []
  if (command || process.platform === 'linux') return { state, command }
  const listed = promisify(execFile)('ps', ['-o', 'stat=', '-o', 'comm=', '-p', String(pid)])
  const line = await listed.then(
    ({ stdout }) => stdout.trim(),
    () => '',
  )
  const [first = '', ...rest] = line.split(/\s+/)
  return { state: first, command: rest.join(' ') }
}
