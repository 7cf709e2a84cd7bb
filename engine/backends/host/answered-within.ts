import { EngineError } from '../../contract.ts'
import { say } from '../../sentences.ts'
import type { Clock } from '#machine/clock.ts'
import { DeadlineError, withDeadline } from '#machine/deadline.ts'

/** The host did not answer a question before the deadline. */
export class UnansweredError extends EngineError {
  constructor(host: string, afterMs: number) {
    super('unavailable', say('host.unanswered', { host, seconds: afterMs / 1000 }))
  }
}

/**
 * The result of `ask`, which is aborted at the deadline.
 * @throws {UnansweredError} at the deadline
 */
export async function answeredWithin<T>(
  deadlineMs: number,
  { host, clock, ask }: { host: string; clock: Clock; ask: (signal: AbortSignal) => Promise<T> },
  signal: AbortSignal,
): Promise<T> {
  return withDeadline({ limitMs: deadlineMs, clock }, ask, signal).catch((error: unknown) => {
    throw error instanceof DeadlineError && !signal.aborted ? new UnansweredError(host, deadlineMs) : error
  })
}
