import type { ChatEvent } from '../contract/message.ts'
import type { PersonId } from '../contract/ids.ts'

/** By the platform's clock, which may count whole seconds. */
const SENT_TOGETHER_MS_MAX = 1_000

type Said = { readonly person: PersonId; readonly event: Pick<ChatEvent, 'sentAtMs' | 'sender'> }

/** Whether one person sent the later message in one go with the earlier one, as an app does for them. */
export function sentTogether(later: Said, earlier: Said): boolean {
  return later.person === earlier.person && !later.event.sender.isShared && isWithinOneGo(later.event, earlier.event)
}

export function isWithinOneGo(later: { readonly sentAtMs: number }, earlier: { readonly sentAtMs: number }): boolean {
  const afterMs = later.sentAtMs - earlier.sentAtMs
  return afterMs >= 0 && afterMs <= SENT_TOGETHER_MS_MAX
}
