import { stopAsked } from '../commands/stop-asked.ts'
import type { Turn } from '../contract/turn.ts'
import type { PendingEvent } from './pending.ts'

/** `replyId` is not known of a turn that is still to begin: no button is below its reply. */
type Stopped = Pick<Turn, 'identity' | 'eventIds'> & Partial<Pick<Turn, 'replyId'>>

/** Stops of the asker that wait behind their turn in its mailbox, of which `waiting` is what waits. */
export function stopsOf(turn: Stopped, waiting: readonly PendingEvent[]): PendingEvent[] {
  const first = waiting.find(({ id }) => turn.eventIds.includes(id))
  if (first === undefined) return []
  return waiting.filter(({ id, seq, event }) => {
    if (seq < first.seq || event.sender.id !== turn.identity || turn.eventIds.includes(id)) return false
    const stop = stopAsked(event)
    return stop !== undefined && (stop.reply === undefined || stop.reply === turn.replyId)
  })
}

/** Those that end with this turn. A stop also ends what else its person has asked before it, in turns that follow. */
export function stopsJoining(turn: Stopped, waiting: readonly PendingEvent[]): PendingEvent[] {
  const others = waiting.filter(({ id, event }) => event.sender.id === turn.identity && !turn.eventIds.includes(id))
  const asked = others.filter(({ event }) => event.type === 'message' && stopAsked(event) === undefined)
  return stopsOf(turn, waiting).filter((stop) => asked.every(({ seq }) => seq > stop.seq))
}
