import type { Clock } from '#machine/clock.ts'
import type { Capabilities, Channel, OutgoingMessage, Receipt } from '../contract/channel.ts'
import type { Chat } from '../contract/message.ts'
import { CallFailed } from './fault.ts'
import { platformCall } from './platform-call.ts'
import type { SendStatus } from './statuses.ts'

/** A status that has not come by then is not awaited any more: the person may be waiting for a message that is not there. */
const STATUS_MS_MAX = 3_000
const STATUS_POLL_MS = 500

/** What is known of a send whose outcome was unknown, and so how it goes on. */
export type Doubt =
  /** Its receipt was found. */
  | { readonly type: 'sent'; readonly receipt: Receipt }
  /** It was certainly not sent. */
  | { readonly type: 'not-sent' }
  /** The platform recognises the repeated send, and returns the first message. */
  | { readonly type: 'repeat-by-key' }
  /** Nothing more can be known. */
  | { readonly type: 'repeat-labelled' }

export type ReconcileDeps = {
  readonly channel: Channel
  readonly chat: Chat
  readonly clock: Clock
  /** When this process began to deliver: before that it could not learn of a status. By the clock, since 1970. */
  readonly startedAtMs: number
  readonly statusOf: (of: { readonly replyId: string; readonly index: number }) => Promise<SendStatus | undefined>
}

/**
 * Decides about one message that may have been sent.
 * @throws {CallFailed} it cannot be known yet, or the platform reported that it was not delivered
 */
export async function reconciled(
  deps: ReconcileDeps,
  message: OutgoingMessage,
  { sinceMs, signal }: { sinceMs: number; signal: AbortSignal },
): Promise<Doubt> {
  const { channel, chat, clock } = deps
  const capabilities = channel.capabilities(chat)
  if (isKeyTrusted(capabilities, { sinceMs, nowMs: clock.now() })) return { type: 'repeat-by-key' }
  switch (capabilities.reconciledBy) {
    case 'read-back':
      return readBack(deps, message, { sinceMs, signal })
    case 'status':
      return byStatus(deps, message, sinceMs)
    case 'none':
      return { type: 'repeat-labelled' }
    default:
      return capabilities.reconciledBy satisfies never
  }
}

/** A clock that was set back says nothing about how long ago the first send was. */
export function isKeyTrusted(
  { repeatedSend, keyTrustedMs = Infinity }: Capabilities,
  { sinceMs, nowMs }: { sinceMs: number; nowMs: number },
): boolean {
  if (repeatedSend !== 'key') return false
  return keyTrustedMs === Infinity || (nowMs >= sinceMs && nowMs - sinceMs < keyTrustedMs)
}

async function readBack(
  { channel, chat, clock }: ReconcileDeps,
  message: OutgoingMessage,
  { sinceMs, signal }: { sinceMs: number; signal: AbortSignal },
): Promise<Doubt> {
  if (channel.findSent === undefined) return { type: 'repeat-labelled' }
  const find = (stop: AbortSignal) => channel.findSent!(chat, message, { sentAtMs: sinceMs }, stop)
  try {
    // Reading may be repeated, as an edit may.
    const receipt = await platformCall({ call: 'edit', work: find, clock }, signal)
    return receipt === undefined ? { type: 'not-sent' } : { type: 'sent', receipt }
  } catch (error) {
    // The bot may write here, but not read.
    if (error instanceof CallFailed && error.fault.code === 'refused') return { type: 'repeat-labelled' }
    throw error
  }
}

async function byStatus(
  { clock, startedAtMs, statusOf }: ReconcileDeps,
  message: OutgoingMessage,
  sinceMs: number,
): Promise<Doubt> {
  const status = await statusOf(message)
  if (status?.state === 'failed') {
    const reason = `refused: the platform reported ${status.fault ?? 'a failure without a reason'}`
    throw new CallFailed({ code: 'refused', reason })
  }
  if (status !== undefined) return { type: 'sent', receipt: { messageId: status.messageId, atMs: sinceMs } }
  const waitedMs = clock.now() - Math.max(sinceMs, startedAtMs)
  if (waitedMs < 0 || waitedMs >= STATUS_MS_MAX) return { type: 'repeat-labelled' }
  const reason = 'unknown-outcome: waiting for a status that says whether it was sent'
  throw new CallFailed({ code: 'unknown-outcome', retryAfterMs: STATUS_POLL_MS, reason })
}
