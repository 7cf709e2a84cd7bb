import { dirname } from 'node:path'
import pg from 'pg'
import { superviseChild } from './child.ts'
import type { Child } from './child-options.ts'
import type { Clock } from './clock.ts'
import type { Logger } from './log.ts'
import { createCluster, forgetDeadPostmaster, majorOf } from './postgres-cluster.ts'
import { PostgresError } from './postgres-error.ts'
import { GIVE_TO_SERVICE, MAKE_DATABASE, SERVICE_ROLE } from './postgres-role.ts'
import { postgresUser } from './postgres-user.ts'
import { present, type PostgresProgram } from './programs.ts'
import { retry } from './retry.ts'

export type Postgres = {
  /** The socket's folder, which `pg` takes as a host. */
  readonly host: string
  readonly database: 'chasqui'
  /** Owns the tables, and cannot bypass row-level security. */
  readonly user: typeof SERVICE_ROLE
  /** For what only an operator does; the service never connects as it. */
  readonly superuser: 'chasqui'
  readonly child: Child
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Starts the bundled Postgres in `folder`, on a unix socket and no port, with every commit synced to disk. The first
 * start creates the database. Resolves when it answers; it is restarted when it exits.
 *
 * @throws {ProgramMissingError} when set-up found no Postgres
 * @throws {PostgresError} when the folder is of another major version, the disk is full, or root cannot run it
 * @throws {ChildError} when it cannot start for another reason
 */
export async function startPostgres(
  options: { program: PostgresProgram; folder: string; socketFolder: string; log: Logger; clock: Clock },
  signal?: AbortSignal,
): Promise<Postgres> {
  const { folder, socketFolder, log, clock } = options
  const program = present(options.program)
  const user = await postgresUser(dirname(folder))
  await createCluster({ program, folder, user, log }, signal)
  await user.own(folder)
  const [command, ...prefixArgs] = [...user.prefix, `${program.folder}/bin/postgres`]
  const child = superviseChild({
    name: 'postgres',
    command,
    args: [...prefixArgs, '-D', folder, ...settingsFor(socketFolder, majorOf(program.version))],
    env: { LC_ALL: 'C', TZ: 'UTC' },
    prepare: (stop) => forgetDeadPostmaster({ folder, socketFolder, clock }, stop),
    ready: (stop) => retry(() => connectOnce(socketFolder), { pauseMs: () => POLL_MS, clock }, stop),
    // Fast shutdown, then immediate shutdown; the smart one (SIGTERM) would wait for open connections.
    stop: ['SIGINT', 'SIGQUIT'],
    stopAfterMs: 5_000,
    onLine: (line) => (ALARMING.test(line) ? log.error({ line }, 'postgres') : log.debug({ line }, 'postgres')),
    backOff: { firstMs: 50, maxMs: 5_000 },
    // Recovery after a crash replays at most `max_wal_size`.
    startTimeoutMs: 60_000,
    clock,
    log,
  })
  const dispose = () => child[Symbol.asyncDispose]()
  await child.whenReady(signal).catch(async (error: unknown) => {
    await dispose()
    throw diskFull(child, folder) ?? error
  })
  return {
    host: socketFolder,
    database: NAME,
    user: SERVICE_ROLE,
    superuser: NAME,
    child,
    [Symbol.asyncDispose]: dispose,
  }
}

const NAME = 'chasqui'
const POLL_MS = 10
const CONNECT_MS = 5_000
const NO_SUCH_DATABASE = '3D000'
const NO_SPACE = /No space left on device|Disk quota exceeded/
const ALARMING = /No space left on device|Disk quota exceeded|PANIC|FATAL: {2}(could not|data directory)/

/** Small in memory, durable, and with a log that holds no statement, no value and no detail of a row. */
function settingsFor(socketFolder: string, major: number): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    // Each reserves shared memory: a pool has ten, and an operator needs some, too.
    max_connections: '30',
    max_wal_senders: '0',
    max_replication_slots: '0',
    max_pred_locks_per_transaction: '10',
    shared_buffers: '8MB',
    wal_buffers: '1MB',
    work_mem: '4MB',
    maintenance_work_mem: '32MB',
    min_wal_size: '32MB',
    max_wal_size: '256MB',
    // A segment that was used again would keep what deleted people wrote until it is overwritten.
    wal_recycle: 'off',
    max_worker_processes: '2',
    max_parallel_workers_per_gather: '0',
    max_parallel_maintenance_workers: '0',
    max_logical_replication_workers: '0',
    autovacuum_max_workers: '1',
    huge_pages: 'off',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    ...(major >= 18 && { io_method: 'sync', io_max_concurrency: '1', autovacuum_worker_slots: '1' }),
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

async function connectOnce(host: string): Promise<void> {
  try {
    await query(host, NAME, [GIVE_TO_SERVICE])
  } catch (error) {
    if ((error as { code?: string }).code !== NO_SUCH_DATABASE) throw error
    await query(host, 'postgres', MAKE_DATABASE(NAME))
  }
}

async function query(host: string, database: string, texts: readonly string[]): Promise<void> {
  const client = new pg.Client({ host, database, user: NAME, password: '', connectionTimeoutMillis: CONNECT_MS })
  client.on('error', () => undefined)
  try {
    await client.connect()
    for (const text of texts) await client.query(text)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function diskFull(child: Child, folder: string): PostgresError | undefined {
  if (!child.state.lastLines.some((line) => NO_SPACE.test(line))) return undefined
  return new PostgresError(
    'disk-full',
    `The disk that holds ${folder} is full. Free some space and start again; nothing that was stored is lost.`,
  )
}
