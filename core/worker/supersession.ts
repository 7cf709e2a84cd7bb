import type { Clock } from '#machine/clock.ts'
import type { ConversationId, TurnId } from '../contract/ids.ts'
import type { Turn } from '../contract/turn.ts'
import type { BusMessage, ForwardedMessage } from '../delivery/bus.ts'
import { isWithinOneGo } from '../mailbox/units.ts'

/** Abort reason of a running turn that starts again with what came since. */
export const SUPERSEDED = 'superseded'

/** A forwarded message is kept for so long: a turn that was being claimed when it came starts again with it. */
const FORWARD_MS_MAX = 1_000
const FORWARDS_MAX = 1_000

type Forward = { readonly message: ForwardedMessage; readonly atMs: number }

/** `isOpen`: nothing of the reply can have been seen, neither of this run nor of one before it. */
type Running = { readonly turn: Turn; readonly superseded: AbortController; isOpen: boolean }

/**
 * The one place that decides whether a running turn starts again: when one of its messages was edited, or one came that
 * was forwarded with them, as long as nothing of its reply was shown. What a person may have seen is finished as it is.
 * The mailbox, too, refuses to put back a turn of which something was sent.
 */
export class Supersession {
  #clock: Clock
  #running = new Map<TurnId, Running>()
  #forwards: Forward[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The signal aborts with `SUPERSEDED`. */
  begin(turn: Turn): AbortSignal {
    const running: Running = { turn, superseded: new AbortController(), isOpen: turn.attempt === 1 }
    this.#running.set(turn.id, running)
    if (running.isOpen && this.#tookForward(turn)) running.superseded.abort(SUPERSEDED)
    return running.superseded.signal
  }

  end({ id }: Turn): void {
    this.#running.delete(id)
  }

  onMessage(message: BusMessage): void {
    if (message.op === 'reply-draft') {
      const running = this.#running.get(message.target.turn)
      if (running) running.isOpen = false
    }
    if (message.op === 'message-edited') this.#supersede((turn) => isAbout(turn, message))
    if (message.op === 'message-forwarded' && !this.#supersede((turn) => isSentWith(message, turn))) {
      this.#keep(message)
    }
  }

  /** Whether any running turn starts again. */
  #supersede(concerns: (turn: Turn) => boolean): boolean {
    const concerned = [...this.#running.values()].filter(({ turn, isOpen }) => isOpen && concerns(turn))
    for (const { superseded } of concerned) superseded.abort(SUPERSEDED)
    return concerned.length > 0
  }

  #keep(message: ForwardedMessage): void {
    const atMs = this.#clock.monotonicMs()
    const recent = this.#forwards.filter((each) => atMs - each.atMs < FORWARD_MS_MAX)
    this.#forwards = [...recent.slice(1 - FORWARDS_MAX), { message, atMs }]
  }

  /** Whether one came while this turn was being claimed. Each counts once, so that no turn restarts for ever. */
  #tookForward(turn: Turn): boolean {
    const before = this.#forwards.length
    this.#forwards = this.#forwards.filter(({ message }) => !isSentWith(message, turn))
    return this.#forwards.length < before
  }
}

const isAbout = (turn: Turn, { conversation, messageId }: { conversation: ConversationId; messageId: string }) =>
  turn.conversation === conversation && turn.messageIds.includes(messageId)

/** An app sends the comment first, then what is forwarded with it. A shared identity may be two people. */
function isSentWith(forward: ForwardedMessage, turn: Turn): boolean {
  if (turn.asked.type !== 'message' || turn.isShared || isAbout(turn, forward)) return false
  return turn.conversation === forward.conversation && turn.identity === forward.sender && isWithinOneGo(forward, turn)
}
