import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { TurnId } from './contract/ids.ts'
import type { BusMessage, ReplyBus } from './delivery/bus.ts'
import { LEASE_LOST } from './mailbox/lease.ts'
import type { Mailbox } from './mailbox/mailbox.ts'
import type { Claim } from './mailbox/claimed-turn.ts'
import { retryAway } from './store/retry-away.ts'
import { SUPERSEDED } from './turn/faults.ts'
import type { Turn, TurnResult } from './turn/turn.ts'

export type RunnerParts = {
  readonly mailbox: Mailbox
  /**
   * Its signal aborts with `SUPERSEDED` when a message of the turn was edited before anything was told, with
   * `LEASE_LOST` when somebody else has the conversation, and with `STOPPING`. It may then reject: a superseded turn is
   * put back, the others are left for whoever comes next.
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

/** `isTold`: something of the reply may have been seen, of this run's or of one before it. */
type Running = { readonly turn: Turn; readonly interrupt: AbortController; isTold: boolean }

/** Runs claimed turns to their stored end, and interrupts them when an edit comes or the service stops. */
export class TurnRunner {
  #parts: RunnerParts
  #running = new Map<TurnId, Running>()

  constructor(parts: RunnerParts) {
    this.#parts = parts
  }

  hear(message: BusMessage): void {
    if (message.op === 'reply-draft') {
      const running = this.#running.get(message.target.turn)
      if (running) running.isTold = true
    }
    if (message.op !== 'message-edited') return
    for (const { turn, interrupt, isTold } of this.#running.values()) {
      const isOurs = turn.conversation === message.conversation && turn.messageIds.includes(message.messageId)
      if (isOurs && !isTold) interrupt.abort(SUPERSEDED)
    }
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
