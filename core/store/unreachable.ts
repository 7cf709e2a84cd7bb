import { StoreError } from './store-error.ts'

/** What a server says that has become a standby: its successor takes the same statement. */
export const READ_ONLY = '25006'

const AWAY = new Set([
  // No socket, nobody behind it, closed while connecting, no way there now.
  ...['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'],
  // Shut down, crashed, starting up or recovering, the session was idle for too long, all connections taken.
  ...['57P01', '57P02', '57P03', '57P05', '53300'],
  READ_ONLY,
])

/** A connection that broke; what a pooler says when its server went away. */
const CONNECTION_CLASS = /^08/

// pg says these in words alone, when the server goes while a connection is opened, used, or used again, or is silent.
const AWAY_IN_WORDS = ['Connection terminated', 'Client has encountered a connection error', 'Query read timeout']

/** Whether Postgres could not be reached, went away, or takes no writes: the same may succeed a little later. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof StoreError) return error.code === 'read-only'
  const code = 'code' in error ? String(error.code) : ''
  const isOne = AWAY.has(code) || CONNECTION_CLASS.test(code)
  // drizzle wraps what Postgres said.
  return isOne || AWAY_IN_WORDS.some((words) => error.message.startsWith(words)) || isAway(error.cause)
}
