import type { Clock } from '#machine/clock.ts'
import { CallFailed, faultOf } from './fault.ts'

/** More than a platform needs for one call. */
const CALL_MS_MAX = 30_000
/** Then so long for the channel's own error, which says whether the call can have arrived; else that is unknown. */
const LATE_ERROR_MS_MAX = 1_000

/**
 * Makes one call of a channel.
 * @throws {CallFailed} only this
 */
export async function platformCall<Result>(
  { call, work, clock, limitMs }: PlatformCall<Result>,
  signal: AbortSignal,
): Promise<Result> {
  try {
    return await withinLimit(work, clock, signal, limitMs)
  } catch (cause) {
    throw new CallFailed(faultOf(cause, call), { cause })
  }
}

type PlatformCall<Result> = {
  readonly call: 'send' | 'edit'
  readonly work: (signal: AbortSignal) => Promise<Result>
  readonly clock: Clock
  /** For a file; otherwise `CALL_MS_MAX`. */
  readonly limitMs?: number
}

/**
 * Rejects after `limitMs` and when the signal aborts, even when the channel ignores its signal: a call that hangs
 * must not block a conversation for ever. The channel's own error is preferred, because it says more than a timeout. It
 * gets `LATE_ERROR_MS_MAX` for it; a `Deadline` would not wait for that.
 */
export async function withinLimit<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  clock: Clock,
  signal: AbortSignal,
  limitMs = CALL_MS_MAX,
): Promise<Result> {
  signal.throwIfAborted()
  const ended = new AbortController()
  const given = new AbortController()
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => {
      given.abort(signal.reason)
      setImmediate(reject, signal.reason)
    }
    signal.addEventListener('abort', stop, { once: true, signal: ended.signal })
    const expire = async () => {
      await clock.sleep(limitMs, ended.signal)
      const reason = new Error(`The platform did not answer within ${limitMs} ms.`)
      given.abort(reason)
      await clock.sleep(LATE_ERROR_MS_MAX, ended.signal)
      reject(reason)
    }
    expire().catch(() => undefined)
  })
  try {
    return await Promise.race([work(given.signal), stopped])
  } finally {
    ended.abort('over')
  }
}
