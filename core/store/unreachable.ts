import { NO_ANSWER } from './pool-client.ts'
import { StoreError } from './store-error.ts'

/** The answer of a server that has become a standby: the new primary takes the same statement. */
export const READ_ONLY = '25006'

const CODES = new Set([
  // No socket, no process behind it, closed while connecting, no route.
  ...['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'],
  // Shut down, crashed, starting up or recovering, the session was idle for too long, all connections in use.
  ...['57P01', '57P02', '57P03', '57P05', '53300'],
  READ_ONLY,
])

/** A broken connection; what a pooler answers when its server is gone. */
const CONNECTION_CLASS = /^08/

// Errors of pg without a code: the server went while a connection was opened, used or reused, or it does not answer.
const MESSAGES = ['Connection terminated', 'Client has encountered a connection error', 'Client was closed', NO_ANSWER]

/** Whether Postgres could not be reached, went away, or takes no writes: the same may succeed a little later. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof StoreError) return error.code === 'read-only'
  const code = 'code' in error ? String(error.code) : ''
  const isOne = CODES.has(code) || CONNECTION_CLASS.test(code)
  // drizzle wraps what Postgres said.
  return isOne || MESSAGES.some((words) => error.message.startsWith(words)) || isUnreachable(error.cause)
}
