import type { Share } from '#engine/contract.ts'
import { aborted } from '#machine/aborted.ts'
import type { ConversationId } from '../contract/ids.ts'
import type { ReplyBus } from '../delivery/bus.ts'
import { FairSemaphore, type Permit } from '../fair-semaphore.ts'
import { createLoadLimit } from '../load-limit.ts'
import type { Doorbell } from '../queue/doorbell.ts'
import { createSecondLook } from '../queue/second-look.ts'
import { TurnRunner, type RunnerParts } from './turn-runner.ts'

export type WorkerParts = RunnerParts & {
  readonly doorbell: Doorbell
  readonly bus: Pick<ReplyBus, 'publish' | 'subscribe'>
  /** Turns at once. */
  readonly turnsMax?: number
}

export type Worker = {
  start(): void
  /** Has a conversation looked at now, without a ring; when there is too much to do already, nothing happens. */
  look(conversation: ConversationId): void
  /** Conversations that are being worked on. */
  readonly visits: number
  /** Takes nothing new; what runs may finish until `deadline`, then it is left for the next start. */
  stop(deadline: AbortSignal): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Looks into the mailboxes that are rung for: claims one, runs its turns one after the other, stores how they ended,
 * gives it back. A crash anywhere leaves a turn that the next claim takes up again, under the same ids.
 *
 * Turns at once are shared among networks and people: a conversation whose turn is not admitted is given back as it is,
 * and looked at again with a permit as soon as there is one for it. Until then nobody else's ring has it claimed.
 */
export function createWorker(parts: WorkerParts): Worker {
  return new MailboxWorker(parts)
}

const TURNS_MAX = 64
/** Conversations that wait for a permit; what is beyond that the sweep finds again. */
const WAITING_MAX = 10_000
/** Turns for which one ring is good; then others are served. */
const STEPS_MAX = 8
const FAULT_AGAIN_MS = 500
/** Longer than a lease. */
const UNRELEASED_AGAIN_MS = 4_000
const ABORTED_MS_MAX = 1_000

type Admission = { admits(share: Share): boolean; end(): void }

class MailboxWorker implements Worker {
  #parts: WorkerParts
  #runner: TurnRunner
  #visits = new Set<Promise<void>>()
  /** Conversations to be rung for again as soon as that is possible, after so many milliseconds. */
  #again = new Map<ConversationId, number>()
  #permits: FairSemaphore
  /** Conversations that wait for a permit. */
  #waiting = new Set<ConversationId>()
  #stopping = new AbortController()
  #lookAgain: (conversation: ConversationId) => void
  #deafen: (() => void) | undefined

  constructor(parts: WorkerParts) {
    this.#parts = parts
    this.#runner = new TurnRunner(parts)
    const { turnsMax: permits = TURNS_MAX, clock } = parts
    const heldMax = createLoadLimit({ heldMax: permits, clock })
    this.#permits = new FairSemaphore({ permits, waitingMax: WAITING_MAX, heldMax })
    this.#lookAgain = createSecondLook(parts)
  }

  start(): void {
    const { bus, doorbell, turnsMax = TURNS_MAX } = this.#parts
    this.#deafen = bus.subscribe((message) => this.#runner.hear(message))
    doorbell.process(turnsMax, {
      handle: (conversation) => this.#handle(conversation),
      handled: (conversation, mayBeUndone) => this.#handled(conversation, mayBeUndone),
    })
  }

  look(conversation: ConversationId): void {
    const { turnsMax = TURNS_MAX } = this.#parts
    if (this.#visits.size < turnsMax) this.#lookNow(conversation)
  }

  get visits(): number {
    return this.#visits.size
  }

  async stop(deadline: AbortSignal): Promise<void> {
    if (this.#isStopping) return
    this.#stopping.abort()
    this.#parts.doorbell.pause()
    const finished = this.#finished()
    await Promise.race([finished, aborted(deadline)])
    this.#runner.interruptAll()
    await Promise.race([finished, this.#parts.clock.sleep(ABORTED_MS_MAX)])
    this.#deafen?.()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop(AbortSignal.abort())
  }

  async #finished(): Promise<void> {
    while (this.#visits.size > 0) await Promise.all(this.#visits)
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  #lookNow(conversation: ConversationId, permit?: Permit): void {
    void this.#handle(conversation, permit).then(() => this.#handled(conversation))
  }

  async #handle(conversation: ConversationId, permit?: Permit): Promise<void> {
    if (this.#isStopping || this.#waiting.has(conversation)) return permit?.release()
    const visit = this.#visit(conversation, permit)
    this.#visits.add(visit)
    await visit.finally(() => this.#visits.delete(visit))
  }

  #handled(conversation: ConversationId, mayBeUndone = true): void {
    const delayMs = this.#again.get(conversation)
    this.#again.delete(conversation)
    if (this.#isStopping || this.#waiting.has(conversation)) return
    if (delayMs !== undefined) void this.#parts.doorbell.wake(conversation, delayMs)
    else if (mayBeUndone) this.#lookAgain(conversation)
  }

  async #visit(conversation: ConversationId, permit: Permit | undefined): Promise<void> {
    const admission = this.#admission(permit)
    try {
      const next = await this.#claimAndRun(conversation, admission)
      if (typeof next === 'number') this.#again.set(conversation, next)
      else if (next !== undefined) this.#waitForPermit(conversation, next)
    } catch (error) {
      this.#parts.log.warn({ conversation, error }, 'a mailbox could not be worked on; it is tried again')
      this.#again.set(conversation, FAULT_AGAIN_MS)
    } finally {
      admission.end()
    }
  }

  /** One permit at a time, from the admission of a turn to its end. */
  #admission(given: Permit | undefined): Admission {
    let permit = given
    return {
      admits: (share) => (permit ??= this.#permits.tryAcquire(share)) !== undefined,
      end() {
        permit?.release()
        permit = undefined
      },
    }
  }

  #waitForPermit(conversation: ConversationId, share: Share): void {
    this.#waiting.add(conversation)
    this.#permits
      .acquire(share, this.#stopping.signal)
      .finally(() => this.#waiting.delete(conversation))
      .then((permit) => this.#lookNow(conversation, permit))
      // Stopping, or too many wait: then the sweep finds it again.
      .catch(() => undefined)
  }

  /** Returns after how long to look again, if not only when something comes, or for whom a turn needs a permit. */
  async #claimAndRun(conversation: ConversationId, admission: Admission): Promise<number | Share | undefined> {
    const { mailbox, clock, log } = this.#parts
    const claim = await mailbox.claim(conversation)
    // Whoever has it rings when it is free again, or the sweep does.
    if (!claim) return undefined
    const lease = mailbox.keep(claim, log)
    try {
      for (let steps = 0; steps < STEPS_MAX && !this.#isStopping; steps += 1) {
        const step = await mailbox.next(claim, admission.admits)
        if (step.type === 'idle' || step.type === 'lost') return undefined
        if (step.type === 'wait') return Math.max(0, step.untilMs - clock.now())
        if (step.type === 'not-admitted') return step.share
        if (!(await this.#runner.run(claim, step.turn, lease.lost))) return 0
        admission.end()
        if (mailbox.isReleased(claim)) return undefined
      }
      return 0
    } finally {
      lease.end()
      // What could not be given back runs out by itself; the next visit then leaves a clean row behind.
      await mailbox.release(claim).catch(() => this.#again.set(conversation, UNRELEASED_AGAIN_MS))
    }
  }
}
