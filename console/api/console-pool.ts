import type pg from 'pg'
import { RetryingPool } from '#core/store/retrying-pool.ts'
import type { Clock } from '#machine/clock.ts'

export type ConsolePool = pg.Pool

/**
 * A statement that each connection plans once: for those of every request, where planning takes longer than looking.
 * One whose plan depends on its values is better planned each time.
 */
export const prepared = (name: string, text: string, values: unknown[]): pg.QueryConfig => ({ name, text, values })

const CONNECTIONS_MAX = 4
const STATEMENT_MS_MAX = 3_000
const CONNECT_MS_MAX = 3_000
const IDLE_MS_MAX = 10_000

/**
 * The console's own connections: however slow its pages are, people's messages never wait for them. Whoever looks is told
 * at once that the database is away: nothing is retried.
 */
export function openConsolePool(connection: string | pg.PoolConfig, { clock }: { clock: Clock }): ConsolePool {
  const given = typeof connection === 'string' ? { connectionString: connection } : connection
  const own = {
    ...given,
    application_name: 'chasqui console',
    max: CONNECTIONS_MAX,
    query_timeout: STATEMENT_MS_MAX + 500,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    idleTimeoutMillis: IDLE_MS_MAX,
    // Otherwise the pool sets the limit itself, where no pooler is in front that could refuse it.
    ...(given.statement_timeout !== undefined && { statement_timeout: STATEMENT_MS_MAX }),
  }
  const pool = new RetryingPool(own, { clock, retryMs: 0, statementMsMax: STATEMENT_MS_MAX })
  // One that fails while idle is replaced; without a listener it would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
