import type { ConversationId, TurnId } from '../contract/ids.ts'
import type { Turn } from '../contract/turn.ts'
import type { BusMessage, ForwardedMessage } from '../delivery/bus.ts'
import { isWithinOneGo } from '../mailbox/units.ts'

/** Abort reason of a running turn that starts again with what came since. */
export const SUPERSEDED = 'superseded'
/** Of one that its asker stopped. */
export const STOPPED = 'stopped'
/** Of one in whose conversation an operator answers from now on. */
export const TAKEN_OVER = 'taken over'

/** What may change a running turn. */
type Notice = Extract<
  BusMessage,
  { op: 'message-edited' | 'message-deleted' | 'message-forwarded' | 'stop-asked' | 'taken-over' }
>

/** The notices about one conversation since it was read, until its turn is known. */
export type Watch = { readonly conversation: ConversationId; notices: Notice[]; isReading: boolean }

/** `isOpen`: nothing of the reply can have been seen, neither of this run nor of one before it. */
type Running = {
  readonly turn: Turn
  readonly superseded: AbortController
  readonly stopped: AbortController
  isOpen: boolean
}

/**
 * The one place that decides what happens to a running turn for what is sent meanwhile.
 *
 * It starts again when one of its messages was edited or deleted, or one came that was forwarded with them, as long as
 * nothing of its reply was shown. What a person may have seen is finished as it is. The mailbox, too, refuses to put
 * back a turn of which something was sent. It ends as it is when the person who asked says stop. Where an operator takes
 * over, the messages of what was not shown wait for them, also where people have read that it takes longer, and what was
 * shown ends there; a command goes on.
 *
 * Notices that come between the read of a mailbox and the begin of its turn are kept for that turn.
 */
export class RunningTurns {
  readonly #running = new Map<TurnId, Running>()
  readonly #watches = new Set<Watch>()

  watch(conversation: ConversationId): Watch {
    const watch = { conversation, notices: [], isReading: false }
    this.#watches.add(watch)
    return watch
  }

  endWatch(watch: Watch): void {
    this.#watches.delete(watch)
  }

  /** Call it before the mailbox is read: what it holds then is not told again. */
  reads(watch: Watch): void {
    watch.isReading = true
    watch.notices = []
  }

  /** The signals abort with `SUPERSEDED`, and with `STOPPED` or `TAKEN_OVER`. */
  begin(turn: Turn, watch: Watch): { readonly superseded: AbortSignal; readonly stopped: AbortSignal } {
    const [superseded, stopped] = [new AbortController(), new AbortController()]
    const running = { turn, superseded, stopped, isOpen: turn.attempt === 1 }
    this.#running.set(turn.id, running)
    watch.isReading = false
    for (const notice of watch.notices) tell(running, notice)
    return { superseded: superseded.signal, stopped: stopped.signal }
  }

  end({ id }: Turn): void {
    this.#running.delete(id)
  }

  onMessage(message: BusMessage): void {
    switch (message.op) {
      case 'reply-draft': {
        const running = this.#running.get(message.target.turn)
        if (running) running.isOpen = false
        return
      }
      case 'message-edited':
      case 'message-deleted':
      case 'message-forwarded':
      case 'stop-asked':
      case 'taken-over':
        for (const running of this.#running.values()) tell(running, message)
        for (const watch of this.#watches) {
          if (watch.isReading && watch.conversation === message.conversation) watch.notices.push(message)
        }
        return
      case 'reply-ready':
      case 'typing-start':
      case 'typing-end':
      case 'identity-blocked':
        return
      default:
        message satisfies never
    }
  }
}

function tell({ turn, isOpen, superseded, stopped }: Running, notice: Notice): void {
  if (turn.conversation !== notice.conversation) return
  if (notice.op === 'taken-over') {
    if (turn.asked.type === 'command') return
    if (isOpen) superseded.abort(SUPERSEDED)
    else stopped.abort(TAKEN_OVER)
    return
  }
  if (notice.op === 'stop-asked') {
    const isOurs = notice.reply === undefined || notice.reply === turn.replyId
    if (isOurs && notice.sender === turn.identity) stopped.abort(STOPPED)
  } else if (isOpen && concerns(notice, turn)) superseded.abort(SUPERSEDED)
}

function concerns(notice: Exclude<Notice, { op: 'stop-asked' | 'taken-over' }>, turn: Turn): boolean {
  const isAbout = turn.messageIds.includes(notice.messageId)
  // A command may have done its work already.
  if (notice.op === 'message-deleted') return isAbout && turn.asked.type === 'message'
  return notice.op === 'message-edited' ? isAbout : !isAbout && isSentWith(notice, turn)
}

/** An app sends the comment first, then what is forwarded with it. A shared identity may be two people. */
function isSentWith(forward: ForwardedMessage, turn: Turn): boolean {
  if (turn.asked.type !== 'message' || turn.isShared) return false
  return turn.identity === forward.sender && isWithinOneGo(forward, turn)
}
