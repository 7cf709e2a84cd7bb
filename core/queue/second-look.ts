import type { Clock } from '#machine/clock.ts'
import type { ConversationId } from '../contract/ids.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import type { Doorbell } from './doorbell.ts'

/**
 * Whoever rang for a conversation while it was being looked at was not heard, so it is looked at once more, a few
 * milliseconds' worth of them in one query. What a failing look misses, the sweep finds.
 */
export function createSecondLook(parts: {
  mailbox: Pick<Mailbox, 'undoneAmong'>
  doorbell: Pick<Doorbell, 'wake'>
  clock: Clock
}): (conversation: ConversationId) => void {
  const { mailbox, doorbell, clock } = parts
  let waiting = new Set<ConversationId>()
  const look = async () => {
    await clock.sleep(GATHER_MS)
    const conversations = [...waiting]
    waiting = new Set()
    const undone = await mailbox.undoneAmong(conversations)
    await Promise.all(undone.map((conversation) => doorbell.wake(conversation)))
  }
  return (conversation) => {
    if (waiting.size === 0) look().catch(() => waiting.clear())
    waiting.add(conversation)
  }
}

const GATHER_MS = 5
