import pg from 'pg'

export type ConsolePool = pg.Pool

const CONNECTIONS_MAX = 4
const STATEMENT_MS_MAX = 3_000
const CONNECT_MS_MAX = 3_000
const IDLE_MS_MAX = 10_000

/** The console's own connections: however slow its pages are, people's messages never wait for them. */
export function openConsolePool(connection: string | pg.PoolConfig): ConsolePool {
  const given = typeof connection === 'string' ? { connectionString: connection } : connection
  const pool = new pg.Pool({
    ...given,
    application_name: 'chasqui console',
    max: CONNECTIONS_MAX,
    statement_timeout: STATEMENT_MS_MAX,
    query_timeout: STATEMENT_MS_MAX + 500,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    idleTimeoutMillis: IDLE_MS_MAX,
  })
  // One that fails while idle is replaced; without a listener it would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
