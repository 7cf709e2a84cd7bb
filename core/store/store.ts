import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { migrate } from './migrate.ts'
import { RetryingPool } from './retrying-pool.ts'
import * as schema from './schema.ts'
import { sqlStateOf } from './sql-state.ts'
import { StoreError } from './store-error.ts'

/**
 * The service's source of truth. Statements on many rows are SQL against `pool`; the rest goes through `db`.
 */
export type Store = {
  readonly db: NodePgDatabase<typeof schema>
  /** Gives `bigint` as a number and `timestamptz` as a Date. */
  readonly pool: RetryingPool
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Connects, and brings the tables up to date. Later, opening a connection is retried while Postgres is unreachable; a
 * statement that was running when it went fails, and its caller decides whether to retry. Postgres may be behind a
 * pooler that lends a session for each transaction.
 *
 * @throws {StoreError} when it takes no writes, or a pooler in front of it lends nothing for a whole transaction
 * @throws what Postgres says when it cannot be reached within `CONNECT_MS_MAX`, or a migration fails
 */
export async function openStore(options: {
  connection: string | pg.PoolConfig
  clock: Clock
  log: Logger
}): Promise<Store> {
  const { clock, log } = options
  const given = typeof options.connection === 'string' ? { connectionString: options.connection } : options.connection
  const pool = new RetryingPool({ ...LIMITS, ...given, types: TYPES }, { clock, retryMs: CONNECT_MS_MAX })
  // A connection that fails while idle is only replaced; without a listener it would end the process.
  // One that ends together with the pool may lose Postgres first.
  pool.on('error', (error) => pool.ending || log.warn({ error }, 'database connection lost'))
  // So would one that fails while it is in use: there the running statement fails, which is enough.
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    await migrate(pool, log)
  } catch (error) {
    await pool.end()
    throw pool.isBehindPooler && sqlStateOf(error)?.startsWith('08') ? unfitPooler(error) : error
  }
  if (pool.mightyRole !== undefined)
    log.warn({ role: pool.mightyRole }, 'the role of DATABASE_URL is a superuser or bypasses row-level security')
  if (pool.isBehindPooler) log.info('Postgres is behind a pooler: no prepared statements are used')
  const db = drizzle(pool, { schema, casing: 'snake_case' })
  return { db, pool, [Symbol.asyncDispose]: () => pool.end() }
}

const CONNECT_MS_MAX = 10_000

function unfitPooler(cause: unknown): StoreError {
  const sentence =
    'The pooler at DATABASE_URL does not let whole transactions through. Set DATABASE_URL to the ' +
    'direct address of the Postgres, or let the pooler work by transaction (PgBouncer: pool_mode = transaction).'
  return new StoreError('pooler-unfit', sentence, { cause })
}

const LIMITS = {
  application_name: 'chasqui',
  // Statements are short, and turns mostly wait for engines: this is far more than 64 turns at once keep busy.
  max: 10,
  connectionTimeoutMillis: CONNECT_MS_MAX,
  // Notices a server that stopped answering; the server has a limit of its own (retrying-pool.ts, transaction.ts).
  query_timeout: 15_000,
  keepAlive: true,
  // Each is a process of 5 MB: connections that a busy minute opened are closed soon after it.
  idleTimeoutMillis: 10_000,
} satisfies pg.PoolConfig

const INT8: number = pg.types.builtins.INT8

/** Our counters stay far below 2^53, so numbers are exact. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format: 'text') =>
    id === INT8 ? Number : pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
}
