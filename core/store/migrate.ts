import { fileURLToPath } from 'node:url'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type pg from 'pg'
import type { Logger } from '#machine/log.ts'
import { inTransaction } from './transaction.ts'

/**
 * Applies the missing ones of `migrations/`, all or none, and keeps drizzle's own record of that. Processes that start
 * at once take turns; the first does the work. Lock and settings end with the transaction, so that it works behind a
 * pooler; drizzle's own migrator does not.
 */
export async function migrate(pool: pg.Pool, log: Logger): Promise<void> {
  const migrations = readMigrationFiles({ migrationsFolder: FOLDER })
  await inTransaction(pool, async (client) => {
    const run = (text: string, values: unknown[] = []) => client.query<{ newest: number }>(withTimeLimit(text, values))
    await run('set local statement_timeout = 0')
    await run('select pg_advisory_xact_lock($1)', [LOCK])
    await run('create schema if not exists drizzle')
    await run(RECORD)
    const [applied] = (await run(NEWEST)).rows
    const missing = migrations.filter(({ folderMillis }) => folderMillis > (applied?.newest ?? 0))
    for (const { sql, hash, folderMillis } of missing) {
      for (const statement of sql) await run(statement)
      await run(REMEMBER, [hash, folderMillis])
    }
    log.debug({ applied: missing.length }, 'tables are up to date')
  })
}

const FOLDER = fileURLToPath(new URL('migrations', import.meta.url))
// Any number, as long as it stays the same: "chasqui" on the keys of a telephone.
const LOCK = 2_427_784
/** A new index on a large table takes its time. */
const STATEMENT_MS_MAX = 3_600_000

const RECORD = `
  create table if not exists drizzle.__drizzle_migrations (
    id serial primary key, hash text not null, created_at bigint)`
const NEWEST = 'select max(created_at) as newest from drizzle.__drizzle_migrations'
const REMEMBER = 'insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)'

const withTimeLimit = (text: string, values: unknown[]) => ({ text, values, query_timeout: STATEMENT_MS_MAX })
