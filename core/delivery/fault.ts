import { ChannelError, type ChannelErrorCode } from '../contract/channel.ts'
import { cleanText, shortened } from '../contract/text.ts'

const REASON_LENGTH_MAX = 300

/** Why one call of a channel failed, and what may be done next. */
export type Fault = {
  readonly code: ChannelErrorCode
  readonly retryAfterMs: number | undefined
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
  const retryAfterMs = error instanceof ChannelError ? error.retryAfterMs : undefined
  return { code, retryAfterMs, reason: shortened(cleanText(`${code}: ${message}`), REASON_LENGTH_MAX) }
}
