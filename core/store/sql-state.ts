import pg from 'pg'

/** The error code of Postgres, also when drizzle has wrapped the error. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  return error instanceof pg.DatabaseError ? error.code : sqlStateOf(error.cause)
}

/** What a row refers to is not there. */
export const FOREIGN_KEY_VIOLATION = '23503'

/** A value that the column does not take (class 22), a constraint that it breaks (23): another try changes nothing. */
export function isRefusedForGood(error: unknown): boolean {
  return /^2[23]/.test(sqlStateOf(error) ?? '')
}
