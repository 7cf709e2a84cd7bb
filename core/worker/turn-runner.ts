import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { ConversationId, TurnId } from '../contract/ids.ts'
import type { BusMessage, ForwardedMessage, ReplyBus } from '../delivery/bus.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import type { Claim } from '../mailbox/claimed-turn.ts'
import { isWithinOneGo } from '../mailbox/sent-together.ts'
import { LEASE_LOST } from '../store/lease.ts'
import { retryAway } from '../store/retry-away.ts'
import { SUPERSEDED } from '../turn/faults.ts'
import type { Turn, TurnResult } from '../contract/turn.ts'

export type RunnerParts = {
  readonly mailbox: Mailbox
  /**
   * Its signal aborts with `SUPERSEDED` when a message of the turn was edited, or one that was forwarded with it came,
   * before anything was told, with `LEASE_LOST` when somebody else has the conversation, and with `STOPPING`. It may
   * then reject: a superseded turn is put back, the others are left for whoever comes next.
   */
  readonly runTurn: (turn: Turn, signal: AbortSignal) => Promise<TurnResult>
  readonly apologyFor: (turn: Turn) => string
  readonly bus: Pick<ReplyBus, 'publish'>
  readonly clock: Clock
  readonly log: Logger
  /** Runs of one turn; what was brought down so often gets an apology. */
  readonly attemptsMax?: number
}

/** Why a turn ends unfinished: the service stops. */
export const STOPPING = 'stopping'

const ATTEMPTS_MAX = 3

/** A forwarded message is remembered for so long: a turn that was being claimed when it came is told at its start. */
const FORWARD_MS_MAX = 1_000
const FORWARDS_MAX = 1_000

type Forward = { readonly message: ForwardedMessage; readonly heardAtMs: number }

/** `isTold`: something of the reply may have been seen, of this run's or of one before it. */
type Running = { readonly turn: Turn; readonly interrupt: AbortController; isTold: boolean }

/** Runs claimed turns to their stored end; interrupts them when they must start again, or the service stops. */
export class TurnRunner {
  #parts: RunnerParts
  #running = new Map<TurnId, Running>()
  #forwards: Forward[] = []

  constructor(parts: RunnerParts) {
    this.#parts = parts
  }

  hear(message: BusMessage): void {
    if (message.op === 'reply-draft') {
      const running = this.#running.get(message.target.turn)
      if (running) running.isTold = true
    }
    if (message.op === 'message-edited') this.#supersede((turn) => isAbout(turn, message))
    if (message.op === 'message-forwarded' && !this.#supersede((turn) => isSentWith(message, turn))) {
      this.#remember(message)
    }
  }

  /** Whether any running turn was interrupted. */
  #supersede(concerns: (turn: Turn) => boolean): boolean {
    const concerned = [...this.#running.values()].filter(({ turn, isTold }) => !isTold && concerns(turn))
    for (const { interrupt } of concerned) interrupt.abort(SUPERSEDED)
    return concerned.length > 0
  }

  #remember(message: ForwardedMessage): void {
    const heardAtMs = this.#parts.clock.monotonicMs()
    const recent = this.#forwards.filter((each) => heardAtMs - each.heardAtMs < FORWARD_MS_MAX)
    this.#forwards = [...recent.slice(1 - FORWARDS_MAX), { message, heardAtMs }]
  }

  /** Whether one came while this turn was being claimed. Each counts once, so that no turn starts again for ever. */
  #tookForward(turn: Turn): boolean {
    const before = this.#forwards.length
    this.#forwards = this.#forwards.filter(({ message }) => !isSentWith(message, turn))
    return this.#forwards.length < before
  }

  interruptAll(): void {
    for (const { interrupt } of this.#running.values()) interrupt.abort(STOPPING)
  }

  /** True when the turn is over and stored; false when it is left for the next claim. */
  async run(claim: Claim, turn: Turn, lost: AbortSignal): Promise<boolean> {
    const { log, mailbox, attemptsMax = ATTEMPTS_MAX } = this.#parts
    if (turn.attempt > attemptsMax) {
      log.error({ turn: turn.id, attempt: turn.attempt }, 'a turn brought its worker down again and again')
      return this.#finish(claim, turn, this.#apology(turn, 'worker-crashed'))
    }
    const running: Running = { turn, interrupt: new AbortController(), isTold: turn.attempt > 1 }
    this.#running.set(turn.id, running)
    if (!running.isTold && this.#tookForward(turn)) running.interrupt.abort(SUPERSEDED)
    const signal = AbortSignal.any([running.interrupt.signal, lost])
    try {
      const result = await this.#result(turn, signal)
      if (result) return await this.#finish(claim, turn, result)
      if (signal.reason === STOPPING) await mailbox.handBack(claim, turn)
      return false
    } finally {
      this.#running.delete(turn.id)
    }
  }

  /** Undefined when the turn is to be left as it is. */
  async #result(turn: Turn, signal: AbortSignal): Promise<TurnResult | undefined> {
    const { runTurn, log } = this.#parts
    try {
      signal.throwIfAborted()
      return await runTurn(turn, signal)
    } catch (error) {
      if (signal.reason === LEASE_LOST || signal.reason === STOPPING) return undefined
      if (signal.reason === SUPERSEDED) return { outcome: { state: 'superseded' }, verdicts: [] }
      log.error({ turn: turn.id, error }, 'a turn failed in a way that nobody foresaw')
      return this.#apology(turn, 'internal')
    }
  }

  #apology(turn: Turn, reason: string): TurnResult {
    return { outcome: { state: 'apologised', reason, text: this.#parts.apologyFor(turn) }, verdicts: [] }
  }

  /** An answer may have taken minutes: a store that is away for a moment is no reason to make it anew. */
  async #finish(claim: Claim, turn: Turn, result: TurnResult): Promise<boolean> {
    const { mailbox, bus, clock, log } = this.#parts
    const { outcome } = result
    return retryAway(async (tries) => {
      const isStored = await mailbox.finish(claim, turn, result)
      log.debug({ turn: turn.id, state: outcome.state, isStored, attempt: turn.attempt }, 'a turn ended')
      // After a try whose end is not known the reply may be there all the same; a ring too many does no harm.
      const mayBeReady = (isStored || tries > 1) && 'text' in outcome
      if (mayBeReady) bus.publish({ op: 'reply-ready', conversation: turn.conversation, reply: turn.replyId })
      return isStored
    }, clock)
  }
}

const isAbout = (turn: Turn, { conversation, messageId }: { conversation: ConversationId; messageId: string }) =>
  turn.conversation === conversation && turn.messageIds.includes(messageId)

/** An app sends the comment first, then what is forwarded with it; who shares an identity has sent only one of them. */
function isSentWith(forward: ForwardedMessage, turn: Turn): boolean {
  if (turn.asked.type !== 'message' || turn.isShared || isAbout(turn, forward)) return false
  return turn.conversation === forward.conversation && turn.identity === forward.sender && isWithinOneGo(forward, turn)
}
