import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { regularly } from '#machine/regularly.ts'
import type { AccountId, ConversationId } from '../contract/ids.ts'
import type { Busy } from './busy.ts'
import type { Outbox } from './outbox.ts'

/** Differs from the interval of the sweep, so that the two do not always need two connections at once. */
const POLL_MS = 900
const CONVERSATIONS_MAX = 100

export type PollDeps = {
  readonly outbox: Outbox
  readonly clock: Clock
  readonly log: Logger
  readonly busy: Busy
  /** Wakes the lane of a conversation. */
  readonly wake: (conversation: ConversationId, account: AccountId) => void
}

/**
 * Finds final replies that are due: after a start, after a lost message of the bus, and when a retry is due. Each poll
 * reads up to `CONVERSATIONS_MAX` conversations, and the next one continues after them, so that conversations that
 * cannot be delivered do not block others.
 */
export function pollOutbox(deps: PollDeps, signal: AbortSignal): Promise<void> {
  const { busy, clock, log } = deps
  let after: After
  const once = async () => {
    busy.enter()
    after = await pollOnce(deps, after).finally(() => busy.leave())
  }
  const failed = (error: unknown) => log.warn({ error }, 'failed to poll the outbox, retrying')
  return regularly(once, { firstAfterMs: 0, everyMs: POLL_MS, clock, failed }, signal)
}

type After = ConversationId | undefined

async function pollOnce({ outbox, wake }: PollDeps, after: After): Promise<After> {
  const due = await outbox.due(after, CONVERSATIONS_MAX)
  for (const { id, account } of due) wake(id, account)
  return due.length === CONVERSATIONS_MAX ? due.at(-1)?.id : undefined
}
