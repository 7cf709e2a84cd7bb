import { ChannelError } from '#core/contract/channel.ts'
import { spreadBackOffMs } from '#machine/back-off.mjs'
import type { Clock } from '#machine/clock.ts'
import { say } from '../sentences.ts'
import { quoteOf } from '../shared/call-failure.ts'
import { TelegramFailure } from './failure.ts'

export type Supervised = {
  /** Takes updates until it fails or the signal aborts. */
  readonly run: (signal: AbortSignal) => Promise<void>
  readonly failed: (failure: ChannelError) => void
  readonly renew: () => void
  readonly clock: Clock
  readonly random: () => number
}

const BACK_OFF = { firstMs: 1000, maxMs: 60_000 }
// A refused token stays refused until the operator acts; a retry a minute notices that.
const REFUSED_WAIT_MS = 60_000
const FAILURES_BEFORE_RENEWAL = 3
// A run this long counts as a success. Two processes with one token end each other's runs at once, which must not.
const SUCCESS_AFTER_MS = 30_000

/**
 * Restarts `run` for as long as the service runs, whatever Telegram answers. Ends when `signal` aborts. Not
 * `retry`: a run that lasts ends the series of failures, and connections are renewed in between.
 */
export async function supervise(deps: Supervised, signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const startedMs = deps.clock.monotonicMs()
    try {
      await deps.run(signal)
    } catch (error) {
      if (signal.aborted) return
      failures = deps.clock.monotonicMs() - startedMs > SUCCESS_AFTER_MS ? 1 : failures + 1
      const failure = error instanceof ChannelError ? error : unexpected(error)
      deps.failed(failure)
      if (failures % FAILURES_BEFORE_RENEWAL === 0) deps.renew()
      await deps.clock.sleep(waitMs(failure, failures, deps.random), signal).catch(() => {})
    }
  }
}

function waitMs(failure: ChannelError, failures: number, random: () => number): number {
  const isRefused = failure instanceof TelegramFailure && failure.code === 'unauthorised' && failure.status !== 409
  if (isRefused) return REFUSED_WAIT_MS
  return Math.max(failure.retryAfterMs ?? 0, spreadBackOffMs(failures, { ...BACK_OFF, random }))
}

function unexpected(error: unknown): ChannelError {
  return new ChannelError('unreachable', say('channel.taking-failed', { said: quoteOf(error) }), { cause: error })
}
