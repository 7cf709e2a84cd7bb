import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { ConversationId, TurnId } from './contract/ids.ts'
import type { BusMessage, ReplyBus } from './delivery/bus.ts'
import type { Verdict } from './guard/guard.ts'
import { keepLease, LEASE_LOST } from './mailbox/lease.ts'
import type { Claim, Mailbox } from './mailbox/mailbox.ts'
import type { Doorbell } from './queue/doorbell.ts'
import { createSecondLook } from './queue/second-look.ts'
import { isAway } from './store/patient-pool.ts'
import { SUPERSEDED } from './turn/faults.ts'
import type { Turn, TurnOutcome } from './turn/turn.ts'

type TurnResult = { readonly outcome: TurnOutcome; readonly verdicts: readonly Verdict[] }

export type WorkerParts = {
  readonly mailbox: Mailbox
  readonly doorbell: Doorbell
  /**
   * Its signal aborts with `SUPERSEDED` when a message of the turn was edited before anything was told, with `LEASE_LOST`
   * when somebody else has the conversation, and with `STOPPING`. It may then reject: a superseded turn is put back, the
   * others are left for whoever comes next.
   */
  readonly runTurn: (turn: Turn, signal: AbortSignal) => Promise<TurnResult>
  readonly apologyFor: (turn: Turn) => string
  readonly bus: Pick<ReplyBus, 'publish' | 'subscribe'>
  readonly clock: Clock
  readonly log: Logger
  /** Turns at once. */
  readonly turnsMax?: number
  /** Runs of one turn; what was brought down so often gets an apology. */
  readonly attemptsMax?: number
}

export type Worker = {
  start(): void
  /** Takes nothing new; what runs may finish until `deadline`, then it is left for the next start. */
  stop(deadline: AbortSignal): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Why a turn ends unfinished: the service stops. */
export const STOPPING = 'stopping'

const TURNS_MAX = 64
const ATTEMPTS_MAX = 3
/** Turns for which one ring is good; then others get their turn. */
const STEPS_MAX = 8
const BUSY_AGAIN_MS = 500
const FAULT_AGAIN_MS = 500
const FINISH_TRIES_MAX = 5
const FINISH_AGAIN_MS = 200
const ABORTED_MS_MAX = 1_000

/**
 * Looks into the mailboxes that are rung for: claims one, runs its turns one after the other, stores how they ended, gives
 * it back. A crash anywhere leaves a turn that the next claim takes up again, under the same ids.
 */
export function createWorker(parts: WorkerParts): Worker {
  return new MailboxWorker(parts)
}

type Running = { readonly turn: Turn; readonly interrupt: AbortController; isTold: boolean }

class MailboxWorker implements Worker {
  #parts: WorkerParts
  #running = new Map<TurnId, Running>()
  #visits = new Set<Promise<void>>()
  /** Conversations to be rung for again as soon as that is possible, after so many milliseconds. */
  #again = new Map<ConversationId, number>()
  #isStopping = false
  #lookAgain: (conversation: ConversationId) => void
  #deafen: (() => void) | undefined

  constructor(parts: WorkerParts) {
    this.#parts = parts
    this.#lookAgain = createSecondLook(parts)
  }

  start(): void {
    const { bus, doorbell, turnsMax = TURNS_MAX } = this.#parts
    this.#deafen = bus.subscribe((message) => this.#hear(message))
    doorbell.process(turnsMax, {
      handle: (conversation) => this.#handle(conversation),
      handled: (conversation) => this.#handled(conversation),
    })
  }

  async stop(deadline: AbortSignal): Promise<void> {
    if (this.#isStopping) return
    this.#isStopping = true
    this.#parts.doorbell.pause()
    const finished = this.#finished()
    await Promise.race([finished, aborted(deadline)])
    for (const { interrupt } of this.#running.values()) interrupt.abort(STOPPING)
    await Promise.race([finished, this.#parts.clock.sleep(ABORTED_MS_MAX)])
    this.#deafen?.()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop(AbortSignal.abort())
  }

  async #finished(): Promise<void> {
    while (this.#visits.size > 0) await Promise.all(this.#visits)
  }

  #hear(message: BusMessage): void {
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

  async #handle(conversation: ConversationId): Promise<void> {
    if (this.#isStopping) return
    const visit = this.#visit(conversation)
    this.#visits.add(visit)
    await visit.finally(() => this.#visits.delete(visit))
  }

  #handled(conversation: ConversationId): void {
    const delayMs = this.#again.get(conversation)
    this.#again.delete(conversation)
    if (this.#isStopping) return
    if (delayMs === undefined) this.#lookAgain(conversation)
    else void this.#parts.doorbell.wake(conversation, delayMs)
  }

  async #visit(conversation: ConversationId): Promise<void> {
    try {
      const delayMs = await this.#claimAndRun(conversation)
      if (delayMs !== undefined) this.#again.set(conversation, delayMs)
    } catch (error) {
      this.#parts.log.warn({ conversation, error }, 'a mailbox could not be worked on; it is tried again')
      this.#again.set(conversation, FAULT_AGAIN_MS)
    }
  }

  /** Returns after how long to look again, if not only when something comes. */
  async #claimAndRun(conversation: ConversationId): Promise<number | undefined> {
    const { mailbox, clock } = this.#parts
    const claim = await mailbox.claim(conversation)
    if (!claim) return BUSY_AGAIN_MS
    const lease = keepLease(this.#parts, claim)
    try {
      for (let steps = 0; steps < STEPS_MAX && !this.#isStopping; steps += 1) {
        const step = await mailbox.next(claim)
        if (step.type === 'idle') return undefined
        if (step.type === 'wait') return Math.max(0, step.untilMs - clock.now())
        if (step.type === 'lost' || !(await this.#run(claim, step.turn, lease.lost))) return undefined
      }
      return 0
    } finally {
      lease.end()
      // What is not given back runs out by itself.
      await mailbox.release(claim).catch(() => undefined)
    }
  }

  /** True when the turn is over and stored. */
  async #run(claim: Claim, turn: Turn, lost: AbortSignal): Promise<boolean> {
    const { log, mailbox, attemptsMax = ATTEMPTS_MAX } = this.#parts
    if (turn.attempt > attemptsMax) {
      log.error({ turn: turn.id, attempt: turn.attempt }, 'a turn brought its worker down again and again')
      return this.#finish(claim, turn, this.#apology(turn, 'worker-crashed'))
    }
    const running: Running = { turn, interrupt: new AbortController(), isTold: false }
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
    for (let tries = 1; ; tries += 1) {
      try {
        const isStored = await mailbox.finish(claim, turn, result)
        const { outcome } = result
        log.debug({ turn: turn.id, state: outcome.state, isStored, attempt: turn.attempt }, 'a turn ended')
        // After a try whose end is not known the reply may be there all the same; a ring too many does no harm.
        const mayBeReady = (isStored || tries > 1) && 'text' in outcome
        if (mayBeReady) bus.publish({ op: 'reply-ready', conversation: turn.conversation, reply: turn.replyId })
        return isStored
      } catch (error) {
        if (tries >= FINISH_TRIES_MAX || !isAway(error)) throw error
        await clock.sleep(FINISH_AGAIN_MS)
      }
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
