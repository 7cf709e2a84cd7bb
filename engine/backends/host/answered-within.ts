import { EngineError } from '../../contract.ts'
import type { Clock } from '#machine/clock.ts'

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
  const over = new AbortController()
  const late = new AbortController()
  void clock.sleep(deadlineMs, over.signal).then(() => late.abort(), () => undefined)
  try {
    return await ask(AbortSignal.any([signal, late.signal]))
  } catch (error) {
    throw late.signal.aborted && !signal.aborted ? new UnansweredError(host, deadlineMs) : error
  } finally {
    over.abort()
  }
}
