import { backOffMs } from '#machine/back-off.mjs'
import type { Fault } from './fault.ts'

/** A reply that could not be delivered for this long fails: nobody waits for it any more. */
const AGE_MS_MAX = 24 * 3600_000
/** More than fit into a day at the slowest back-off. */
const ATTEMPTS_MAX = 400
/** 1 s, 2 s, 4 s … 5 min. */
const BACK_OFF = { firstMs: 1000, maxMs: 5 * 60_000 }
const RETRY_AFTER_MS_MIN = 250
/** A limit that the channel knows of costs no call, and a growing text becomes old while it waits. */
const ANTICIPATED_MS_MIN = 25
/** Retry interval until the operator has set a valid token. */
const UNAUTHORISED_MS = 60_000
/** Each pause is up to this share longer, so that many chats do not retry at the same moment. */
const JITTER_SHARE = 0.25

/**
 * How long until this time. Nothing is put off for longer than a day: a later time was stored while the clock was ahead,
 * and is over.
 */
export function believedWaitMs(until: Date | null, nowMs: number): number {
  const waitMs = (until?.getTime() ?? 0) - nowMs
  return waitMs > AGE_MS_MAX ? 0 : Math.max(0, waitMs)
}

/** The same in a statement: whether this time is still to come. `now`: the parameter that holds the time. */
export const isToCome = (until: string, now: string) =>
  `(${until} > ${now} and ${until} <= ${now}::timestamptz + interval '1 day')`

export type Tries = { readonly attempts: number; readonly ageMs: number }

export type NextStep =
  { readonly type: 'wait'; readonly delayMs: number; readonly attempts: number } | { readonly type: 'fail' }

export function stepAfter(fault: Fault, tries: Tries, random: () => number): NextStep {
  // Where the channel said when to retry, this was no attempt of ours.
  const attempts = tries.attempts + (fault.retryAfterMs === undefined ? 1 : 0)
  const isSpent = attempts > ATTEMPTS_MAX || tries.ageMs > AGE_MS_MAX
  switch (fault.code) {
    case 'rate-limited':
      // Does not count as an attempt either way: the platform works.
      if (tries.ageMs > AGE_MS_MAX) return { type: 'fail' }
      return { type: 'wait', delayMs: retryAfterMs(fault, tries.attempts, random), attempts: tries.attempts }
    case 'unreachable':
    case 'unknown-outcome':
      return isSpent
        ? { type: 'fail' }
        : { type: 'wait', delayMs: retryAfterMs(fault, tries.attempts, random), attempts }
    case 'unauthorised':
      // It may concern this chat alone, whose other replies must not wait behind it for ever.
      if (tries.ageMs > AGE_MS_MAX) return { type: 'fail' }
      return { type: 'wait', delayMs: UNAUTHORISED_MS, attempts: tries.attempts }
    case 'chat-gone':
    case 'window-closed':
    case 'refused':
    case 'message-gone':
    case 'media-gone':
    case 'media-too-large':
      return { type: 'fail' }
    default:
      return fault.code satisfies never
  }
}

function retryAfterMs(fault: Fault, attempts: number, random: () => number): number {
  if (fault.retryAfterMs === undefined || !Number.isFinite(fault.retryAfterMs)) return pauseMs(attempts + 1, random)
  const isOurs = fault.limitedBy === 'channel' || fault.limitedBy === 'pacing'
  return Math.min(Math.max(fault.retryAfterMs, isOurs ? ANTICIPATED_MS_MIN : RETRY_AFTER_MS_MIN), AGE_MS_MAX)
}

function pauseMs(attempts: number, random: () => number): number {
  return Math.round(backOffMs(attempts, BACK_OFF) * (1 + JITTER_SHARE * random()))
}
