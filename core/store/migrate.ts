import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyFolder } from 'drizzle-orm/node-postgres/migrator'
import type pg from 'pg'
import type { Logger } from '#machine/log.ts'

/**
 * Applies what of `migrations/` is missing. Processes that start at once go one after the other; the first does the
 * work.
 */
export async function migrate(pool: pg.Pool, log: Logger): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await applyFolder(drizzle(client), { migrationsFolder: FOLDER })
    log.debug('the tables are up to date')
  } finally {
    // With its connection the lock and the changed setting go, too, however this ended.
    client.release(true)
  }
}

const FOLDER = fileURLToPath(new URL('migrations', import.meta.url))
// Any number will do as long as it stays: "chasqui" as letters on a telephone's keys.
const LOCK = 2_427_784
