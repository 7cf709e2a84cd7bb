import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { regularly } from '#machine/regularly.ts'
import type { AccountId, ConversationId } from '../contract/ids.ts'
import type { Busy } from './busy.ts'
import type { Outbox } from './outbox.ts'

/** Not in step with the sweep of the mailboxes: else the two would always need two connections at once. */
const POLL_MS = 900
const CONVERSATIONS_MAX = 100

export type PollDeps = {
  readonly outbox: Outbox
  readonly clock: Clock
  readonly log: Logger
  readonly busy: Busy
  /** There is something to deliver. */
  readonly wake: (conversation: ConversationId, account: AccountId) => void
}

/**
 * Looks for final replies that are due: after a start, when a message of the bus was lost, and when the time of a try
 * has come. Each look takes so many conversations and goes on after them the next time, so that no number of
 * conversations that cannot be served keeps others away.
 */
export function pollOutbox(deps: PollDeps, signal: AbortSignal): Promise<void> {
  const { busy, clock, log } = deps
  let after: After
  const once = async () => {
    busy.enter()
    after = await pollOnce(deps, after).finally(() => busy.leave())
  }
  const failed = (error: unknown) => log.warn({ error }, 'the outbox cannot be read; trying again')
  return regularly(once, { firstAfterMs: 0, everyMs: POLL_MS, clock, failed }, signal)
}

type After = ConversationId | undefined

async function pollOnce({ outbox, wake }: PollDeps, after: After): Promise<After> {
  const due = await outbox.due(after, CONVERSATIONS_MAX)
  for (const { id, account } of due) wake(id, account)
  return due.length === CONVERSATIONS_MAX ? due.at(-1)?.id : undefined
}
