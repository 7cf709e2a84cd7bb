import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { migrate } from './migrate.ts'
import { PatientPool } from './retrying-pool.ts'
import * as schema from './schema.ts'
import { sqlStateOf } from './sql-state.ts'
import { StoreError } from './store-error.ts'

/**
 * The truth of the service. Whoever needs many rows in one go writes SQL against `pool`; the rest goes through `db`.
 */
export type Store = {
  readonly db: NodePgDatabase<typeof schema>
  /** Gives `bigint` as a number and `timestamptz` as a Date. */
  readonly pool: PatientPool
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Connects, and brings the tables up to date. Later a Postgres that is away for a moment is waited for when a
 * connection is opened; a statement that was under way when it went fails, and whoever sent it decides whether to send
 * it again. It may be reached through a pooler that lends a session for each transaction.
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
  const pool = new PatientPool({ ...LIMITS, ...given, types: TYPES }, { clock, patienceMs: CONNECT_MS_MAX })
  // A connection that dies while idle is only replaced; without a listener it would end the process.
  // One that ends together with the pool may see Postgres go first.
  pool.on('error', (error) => pool.ending || log.warn({ error }, 'a database connection was lost'))
  // So would one that dies while it is lent: there the statement under way fails, and that says enough.
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    await migrate(pool, log)
  } catch (error) {
    await pool.end()
    throw pool.isBehindPooler && sqlStateOf(error)?.startsWith('08') ? unfitPooler(error) : error
  }
  if (pool.isBehindPooler) log.info('a pooler is in front of Postgres: no prepared statements are used')
  const db = drizzle(pool, { schema, casing: 'snake_case' })
  return { db, pool, [Symbol.asyncDispose]: () => pool.end() }
}

const CONNECT_MS_MAX = 10_000

function unfitPooler(cause: unknown): StoreError {
  const sentence = 'The pooler at DATABASE_URL does not let whole transactions through. Set DATABASE_URL to the ' +
    'direct address of the Postgres, or let the pooler work by transaction (PgBouncer: pool_mode = transaction).'
  return new StoreError('pooler-unfit', sentence, { cause })
}

const LIMITS = {
  application_name: 'chasqui',
  // Statements are short and turns spend their time elsewhere: this is far more than 64 turns at once keep busy.
  max: 10,
  connectionTimeoutMillis: CONNECT_MS_MAX,
  // A server that went without a word is noticed; it keeps a limit of its own (retrying-pool.ts, transaction.ts).
  query_timeout: 15_000,
  keepAlive: true,
  // Each is a process of 5 MB: what a busy minute opened is closed soon after it.
  idleTimeoutMillis: 10_000,
} satisfies pg.PoolConfig

const INT8: number = pg.types.builtins.INT8

/** Our counters stay far below 2^53, so numbers are exact. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format: 'text') =>
    id === INT8 ? Number : pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
}
