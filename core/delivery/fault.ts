import { ChannelError, type ChannelErrorCode } from '../contract/channel.ts'
import { cleanText, shortened } from '../contract/text.ts'

const REASON_LENGTH_MAX = 300

/** `platform`: it answered 429. `channel`: it anticipates that, and made no call. `pacing`: our own limit for a chat. */
export type LimitedBy = 'platform' | 'channel' | 'pacing'

/** Why one call of a channel failed, and what may be done next. */
export type Fault = {
  readonly code: ChannelErrorCode
  readonly retryAfterMs?: number | undefined
  /** With `rate-limited`. */
  readonly limitedBy?: LimitedBy
  /** With `refused`: nothing is wrong. */
  readonly isIntended?: boolean
  /** For the outbox row. */
  readonly reason: string
}

/** A call of a channel failed. Any other error during a delivery is not a fault of the platform. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed'
  readonly fault: Fault
  constructor(fault: Fault, options?: ErrorOptions) {
    super(fault.reason, options)
    this.fault = fault
  }
}

/**
 * After an error that is not a `ChannelError` it is unknown whether the call arrived. An edit may be repeated, so it
 * gets the code `unreachable`.
 */
export function faultOf(error: unknown, call: 'send' | 'edit'): Fault {
  const thrown = error instanceof ChannelError ? error.code : 'unknown-outcome'
  const code = call === 'edit' && thrown === 'unknown-outcome' ? 'unreachable' : thrown
  const message = error instanceof Error ? error.message : String(error)
  const { retryAfterMs, isAnticipated, isIntended } = error instanceof ChannelError ? error : NO_DETAILS
  return {
    code,
    retryAfterMs,
    ...(code === 'rate-limited' && { limitedBy: isAnticipated ? 'channel' : 'platform' }),
    ...(isIntended && { isIntended }),
    reason: shortened(cleanText(`${code}: ${message}`), REASON_LENGTH_MAX),
  }
}

const NO_DETAILS = { retryAfterMs: undefined, isAnticipated: false, isIntended: false }
