import type { CommandEvent } from '../contract/message.ts'
import { albumOf, albumsIn, overheardIn, type Albums } from './albums.ts'
import type { Ignored, PendingEvent, PlannedMessage } from './pending.ts'
import { sortPending, withRule } from './sort-pending.ts'

/** What to do with a mailbox now. Only `idle` and `wait` leave it as it is; after any other it is planned again. */
export type Plan =
  | { readonly type: 'idle' }
  /** An album at the head may get further parts until then. */
  | { readonly type: 'wait'; readonly untilMs: number }
  | { readonly type: 'ignore'; readonly ignored: readonly Ignored[] }
  | { readonly type: 'command-turn'; readonly command: PendingEvent<CommandEvent> }
  | { readonly type: 'message-turn'; readonly messages: readonly PlannedMessage[] }

export const TURN_MESSAGES_MAX = 20

/**
 * What comes next, given all that waits in the order of its numbers. First in, first out: nothing overtakes the head
 * but what is ignored, and the parts of an album, which are one message. Nothing but an album waits.
 */
export function planNext(pending: readonly PendingEvent[], nowMs: number): Plan {
  const { messages, commands, ignored } = sortPending(pending)
  const albums = albumsIn(messages, nowMs)
  const unwanted = [...ignored, ...overheardIn(messages, albums).flatMap((each) => withRule(each, 'not-addressed'))]
  if (unwanted.length > 0) return { type: 'ignore', ignored: unwanted.sort((a, b) => a.pending.seq - b.pending.seq) }
  const head = messages[0]
  const command = commands[0]
  if (command && (!head || command.seq < head.message.seq)) return { type: 'command-turn', command }
  if (!head) return { type: 'idle' }
  const album = albums.get(albumOf(head))
  if (album?.isOpen) return { type: 'wait', untilMs: album.closesAtMs }
  const untilSeq = command?.seq ?? Number.POSITIVE_INFINITY
  return { type: 'message-turn', messages: turnFrom(messages, { albums, untilSeq }) }
}

/** The head with what follows it from the same person; albums whole, and stopping before one that may still grow. */
function turnFrom(messages: readonly PlannedMessage[], { albums, untilSeq }: { albums: Albums; untilSeq: number }) {
  const person = messages[0]?.message.person
  const taken = new Set<PlannedMessage>()
  for (const each of messages) {
    if (taken.has(each)) continue
    const album = albums.get(albumOf(each))
    const together = album ? album.parts : [each]
    const isOther = each.message.person !== person || each.message.seq > untilSeq || album?.isOpen === true
    if (isOther || (taken.size > 0 && taken.size + together.length > TURN_MESSAGES_MAX)) break
    for (const part of together.slice(0, TURN_MESSAGES_MAX)) taken.add(part)
  }
  return [...taken]
}
