import { EngineError } from '../../contract.ts'
import type { Clock } from '#machine/clock.ts'
import { openDeadline } from '#machine/deadline.ts'

/** A question that the host left unanswered for too long. */
export class UnansweredError extends EngineError {
  constructor(host: string, afterMs: number) {
    super('unavailable', `${host} left a question unanswered for ${afterMs / 1000} s.`)
  }
}

/**
 * What `ask` resolves with, which is aborted at its deadline.
 * @throws {UnansweredError} at the deadline
 */
export async function answeredWithin<T>(
  deadlineMs: number,
  { host, clock, ask }: { host: string; clock: Clock; ask: (signal: AbortSignal) => Promise<T> },
  signal: AbortSignal,
): Promise<T> {
  const deadline = openDeadline({ limitMs: deadlineMs, clock }, signal)
  try {
    return await ask(deadline.signal)
  } catch (error) {
    throw deadline.hasPassed ? new UnansweredError(host, deadlineMs) : error
  } finally {
    deadline.end()
  }
}
