import type pg from 'pg'
import { isUnreachable } from './unreachable.ts'

export const STATEMENT_MS_MAX = 10_000
const IDLE_MS_MAX = 10_000

// Set for this transaction alone: a pooler lends the session to others after it, and may refuse parameters of a new
// connection.
const begin = (statementMsMax: number) => `begin; set local statement_timeout = ${statementMsMax};
  set local idle_in_transaction_session_timeout = ${IDLE_MS_MAX}`

/** Some have a limit of their own. */
type Pool = pg.Pool & { readonly statementMsMax?: number }

/** Runs `work` in one transaction; whatever it throws undoes all of it and is thrown on. */
export async function inTransaction<T>(pool: Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(begin(pool.statementMsMax ?? STATEMENT_MS_MAX))
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    broken = await undone(client, error)
    throw error
  } finally {
    client.release(broken)
  }
}

/** Why the connection cannot be used again. */
async function undone(client: pg.PoolClient, cause: unknown): Promise<Error | undefined> {
  // Postgres may not be there to answer.
  if (isUnreachable(cause)) return cause as Error
  return client.query('rollback').then(
    () => undefined,
    (error: Error) => error,
  )
}
