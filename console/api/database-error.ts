import { sqlStateOf } from '#core/store/sql-state.ts'
import { isUnreachable } from '#core/store/unreachable.ts'
import { ConsoleError } from './console-error.ts'
import { say } from './sentences.ts'
import type { Sentence } from '#machine/sentence.ts'

const STATEMENT_TOO_LONG = '57014'
/** No such role, or another password. */
const NOT_LET_IN = /^28/
/** All four connections were busy for three seconds; pg gives it no code. */
const ALL_BUSY = 'timeout exceeded when trying to connect'

/** What the operator is told of a failure of the database that has a way out. */
export function databaseError(cause: Error): ConsoleError | undefined {
  const sentence = sentenceFor(cause)
  return sentence === undefined ? undefined : new ConsoleError('unavailable', sentence, { cause, retryAfterSeconds: 5 })
}

function sentenceFor(cause: Error): Sentence | undefined {
  const state = sqlStateOf(cause) ?? ''
  if (state === STATEMENT_TOO_LONG) return say('database.too-slow')
  if (NOT_LET_IN.test(state)) {
    return say('database.not-let-in')
  }
  if (isUnreachable(cause) || cause.message === ALL_BUSY) return say('database.away')
  return undefined
}
