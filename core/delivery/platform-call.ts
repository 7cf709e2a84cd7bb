import type { Clock } from '#machine/clock.ts'
import { CallFailed, faultOf } from './fault.ts'

/** Longer than a platform takes; what is not answered by then has an unknown outcome. */
const CALL_MS_MAX = 30_000

/**
 * Makes one call of a channel.
 * @throws {CallFailed} only this
 */
export async function platformCall<Result>(
  { call, work, clock }: { call: 'send' | 'edit'; work: (signal: AbortSignal) => Promise<Result>; clock: Clock },
  signal: AbortSignal,
): Promise<Result> {
  try {
    return await withinLimit(work, clock, signal)
  } catch (cause) {
    throw new CallFailed(faultOf(cause, call), { cause })
  }
}

/**
 * Rejects after `CALL_MS_MAX` and when the signal aborts, even when the channel does not care: one that hangs must not
 * keep a conversation for ever.
 */
export async function withinLimit<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Result> {
  signal.throwIfAborted()
  const ended = new AbortController()
  const given = new AbortController()
  const stopped = new Promise<never>((_, reject) => {
    const stop = (reason: Error) => {
      given.abort(reason)
      reject(reason)
    }
    signal.addEventListener('abort', () => stop(signal.reason as Error), { once: true, signal: ended.signal })
    clock.sleep(CALL_MS_MAX, ended.signal).then(
      () => stop(new Error(`The platform did not answer within ${CALL_MS_MAX} ms.`)),
      () => undefined,
    )
  })
  try {
    return await Promise.race([work(given.signal), stopped])
  } finally {
    ended.abort()
  }
}
