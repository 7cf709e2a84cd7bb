import type { Share } from '#engine/contract.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { ConversationId } from '../contract/ids.ts'
import type { Turn, TurnResult } from '../contract/turn.ts'
import type { BusMessage, ReplyBus } from '../delivery/bus.ts'
import type { Claim } from '../mailbox/claimed-turn.ts'
import type { Mailbox, Step } from '../mailbox/mailbox.ts'
import { retryTransient } from '../store/retry-transient.ts'
import type { Turns } from '../turn/run.ts'
import { RunningTurns, STOPPED, SUPERSEDED, TAKEN_OVER, type Watch } from './running-turns.ts'

export type RunnerDeps = {
  readonly mailbox: Mailbox
  readonly turns: Turns
  readonly bus: Pick<ReplyBus, 'publish'>
  readonly clock: Clock
  readonly log: Logger
  /** Runs of one turn; one that crashed its worker so often gets an apology. */
  readonly attemptsMax?: number
}

/** Permits to run one turn, shared among people. */
export type Admission = { admits(share: Share): boolean; end(): void }

type Visiting = { readonly admission: Admission; readonly watch: Watch }

/** `isStopped`: its asker's stop was stored before it began, or somebody had taken the conversation over. */
type Begun = Omit<Extract<Step, { type: 'turn' }>, 'type'> & { readonly watch: Watch }

/** When to process a conversation again. */
export type Visit =
  /** When a wake-up comes. */
  | { readonly type: 'done' }
  | { readonly type: 'again'; readonly delayMs: number }
  /** When its turn can be admitted, which counts for this share. */
  | { readonly type: 'not-admitted'; readonly share: Share }

const ATTEMPTS_MAX = 3
/** Turns of one visit; then other conversations are next. */
const TURNS_MAX = 8
const FAULT_AGAIN_MS = 500
/** Longer than a lease. */
const UNRELEASED_AGAIN_MS = 4_000

/** Why a turn is left unfinished: the service stops. */
const STOPPING = 'stopping'

/**
 * Brings the turns of a conversation from their claim to their stored outcome, one after the other. A turn is aborted
 * for one of three reasons: it starts again (`SUPERSEDED`: its messages are put back), the service stops (`STOPPING`:
 * it is handed back), or another claim has taken over (`LEASE_LOST`). One that its asker stops is not aborted: it ends
 * with what it has shown. A crash anywhere leaves a turn that the next claim resumes, under the same ids.
 */
export class TurnRunner {
  #deps: RunnerDeps
  readonly #running = new RunningTurns()
  #noMoreTurns: AbortSignal
  #interrupted = new AbortController()

  /** @param noMoreTurns once it aborts no further turn is taken; those that run go on */
  constructor(deps: RunnerDeps, noMoreTurns: AbortSignal) {
    this.#deps = deps
    this.#noMoreTurns = noMoreTurns
  }

  onMessage(message: BusMessage): void {
    this.#running.onMessage(message)
  }

  /** Ends what runs. */
  interrupt(): void {
    this.#interrupted.abort(STOPPING)
  }

  /** Never rejects. */
  async visit(conversation: ConversationId, admission: Admission): Promise<Visit> {
    const watch = this.#running.watch(conversation)
    try {
      this.#running.reads(watch)
      const claim = await this.#deps.mailbox.claim(conversation)
      // Its holder enqueues a wake-up when it is free again, or the sweep does.
      if (claim === undefined) return { type: 'done' }
      const visit = await this.#visitClaimed(claim, { admission, watch })
      const isStopped = visit.type === 'not-admitted' && watch.notices.some(({ op }) => op === 'stop-asked')
      return isStopped ? { type: 'again', delayMs: 0 } : visit
    } catch (error) {
      this.#deps.log.warn({ conversation, error }, 'failed to process mailbox, retrying')
      return { type: 'again', delayMs: FAULT_AGAIN_MS }
    } finally {
      this.#running.endWatch(watch)
    }
  }

  async #visitClaimed(claim: Claim, by: Visiting): Promise<Visit> {
    const lease = this.#deps.mailbox.keep(claim, this.#deps.log)
    let visit: Visit
    let isReleased: boolean
    try {
      visit = await this.#runTurns(claim, by, lease.lost)
    } finally {
      lease.end()
      isReleased = await this.#deps.mailbox.release(claim).then(
        () => true,
        () => false,
      )
    }
    // A lease that could not be released expires by itself; the next visit then clears the row.
    return isReleased || visit.type !== 'done' ? visit : { type: 'again', delayMs: UNRELEASED_AGAIN_MS }
  }

  async #runTurns(claim: Claim, { admission, watch }: Visiting, lost: AbortSignal): Promise<Visit> {
    const { mailbox, clock } = this.#deps
    for (let turns = 0; turns < TURNS_MAX && !this.#noMoreTurns.aborted; turns += 1) {
      const step = await mailbox.next(claim, admission.admits)
      if (step.type === 'idle' || step.type === 'lost') return { type: 'done' }
      if (step.type === 'wait') return { type: 'again', delayMs: Math.max(0, step.untilMs - clock.now()) }
      if (step.type === 'not-admitted') return step
      if (!(await this.#run(claim, { ...step, watch }, lost))) break
      this.#running.reads(watch)
      admission.end()
      if (mailbox.isReleased(claim)) return { type: 'done' }
    }
    return { type: 'again', delayMs: 0 }
  }

  /** True when the turn is over and stored; false when it is left for the next claim. */
  async #run(claim: Claim, { turn, isStopped, isTakenOver, watch }: Begun, lost: AbortSignal): Promise<boolean> {
    const { log, mailbox, attemptsMax = ATTEMPTS_MAX } = this.#deps
    if (turn.attempt > attemptsMax) {
      log.error({ turn: turn.id, attempt: turn.attempt }, 'turn abandoned after repeated crashes')
      const apology = this.#apology(turn, 'worker-crashed')
      return this.#finish(claim, turn, isTakenOver ? { ...apology, isTakenOver } : apology)
    }
    const { superseded, stopped } = this.#running.begin(turn, watch)
    const signal = AbortSignal.any([superseded, this.#interrupted.signal, lost])
    try {
      const stop = isStopped ? AbortSignal.abort(isTakenOver ? TAKEN_OVER : STOPPED) : stopped
      const result = await this.#result(turn, signal, stop)
      if (result) return await this.#finish(claim, turn, stop.reason === TAKEN_OVER ? takenOver(result) : result)
      if (signal.reason === STOPPING) await mailbox.handBack(claim, turn)
      return false
    } finally {
      this.#running.end(turn)
    }
  }

  /** Undefined when the turn is to be left as it is. */
  async #result(turn: Turn, signal: AbortSignal, stop: AbortSignal): Promise<TurnResult | undefined> {
    try {
      signal.throwIfAborted()
      return await this.#deps.turns.run(turn, signal, stop)
    } catch (error) {
      if (signal.reason === SUPERSEDED) return { outcome: { type: 'superseded' }, verdicts: [] }
      if (signal.aborted) return undefined
      this.#deps.log.error({ turn: turn.id, error }, 'turn failed unexpectedly')
      return this.#apology(turn, 'internal')
    }
  }

  #apology(turn: Turn, reason: string): TurnResult {
    return { outcome: { type: 'apologised', reason, text: this.#deps.turns.apologyFor(turn) }, verdicts: [] }
  }

  /** An answer may have taken minutes: a store that is unreachable for a moment is no reason to make it again. */
  async #finish(claim: Claim, turn: Turn, result: TurnResult): Promise<boolean> {
    const { mailbox, bus, clock, log } = this.#deps
    const { outcome } = result
    return retryTransient(async (tries) => {
      const isStored = await mailbox.finish(claim, turn, result)
      log.debug({ turn: turn.id, outcome: outcome.type, isStored, attempt: turn.attempt }, 'turn ended')
      // After a try with an unknown end the reply may be stored; publishing it twice does no harm.
      const mayBeReady = (isStored || tries > 1) && 'text' in outcome
      if (mayBeReady) bus.publish({ op: 'reply-ready', conversation: turn.conversation, reply: turn.replyId })
      return isStored
    }, clock)
  }
}

/** What was asked waits for whoever has taken over, where nothing of an answer was shown. */
function takenOver(result: TurnResult): TurnResult {
  const isUnanswered = result.outcome.type === 'noticed' && result.outcome.reason === 'stopped'
  return { ...result, isTakenOver: true, ...(isUnanswered && { goesBack: true }) }
}
