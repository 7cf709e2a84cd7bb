import { EngineError, isTransient, type GenerateEvent, type GenerateRequest } from '../contract.ts'
import { requestAborted } from '../endings.ts'
import { aborted } from '#machine/aborted.ts'
import type { Breaker } from './breaker.ts'

export type Isolation = {
  readonly breaker: Breaker
  /** Whether the engine still answers other requests; asked after a failure, once for all failures at a time. */
  readonly stillServes: () => Promise<boolean>
}

/**
 * The events of one request. While the engine serves others, only this request fails, with `failed`: a retry may help.
 * When the engine is down, it fails with `unavailable` or `interrupted`, and the caller waits until it is ready again.
 */
export async function* isolated(
  { breaker, stillServes }: Isolation,
  { request, events }: { request: GenerateRequest; events: () => AsyncIterable<GenerateEvent> },
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent> {
  await breaker.pass(signal)
  let hasWords = false
  try {
    for await (const event of events()) {
      if (event.type === 'text-delta' && !hasWords) breaker.textArrived()
      hasWords ||= event.type === 'text-delta'
      if (event.type === 'end') breaker.served()
      yield event
    }
  } catch (error) {
    if (!isTransient(error)) throw error
    const serves = await Promise.race([stillServes(), aborted(signal)])
    if (signal.aborted || serves === undefined) throw requestAborted(signal)
    // Without `retryAfterMs`: `ready` resolves when the engine is back.
    if (!serves) throw new EngineError(hasWords ? 'interrupted' : 'unavailable', error.message, { cause: error.cause })
    breaker.failed(request.share)
    throw new EngineError('failed', error.message, { cause: error.cause, retryAfterMs: error.retryAfterMs })
  }
}
