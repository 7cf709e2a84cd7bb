import type { Share } from '#engine/contract.ts'
import { aborted } from '#machine/aborted.ts'
import type { ConversationId } from '../contract/ids.ts'
import type { ReplyBus } from '../delivery/bus.ts'
import { FairSemaphore, type Permit } from '../fair-semaphore.ts'
import { createLoadLimit } from '../load-limit.ts'
import type { WakeUpQueue } from '../queue/wake-up-queue.ts'
import { TurnRunner, type Admission, type RunnerDeps } from './turn-runner.ts'

export type WorkerDeps = RunnerDeps & {
  readonly wakeUps: WakeUpQueue
  readonly bus: Pick<ReplyBus, 'publish' | 'subscribe'>
  /** Turns at once. */
  readonly turnsMax?: number
}

export type Worker = {
  start(): void
  /** Processes a conversation now, without a wake-up; when there is too much to do already, nothing happens. */
  processNow(conversation: ConversationId): void
  /** Conversations that are being worked on. */
  readonly visits: number
  /** Takes nothing new; what runs may finish until `deadline`, then it is left for the next start. */
  stop(deadline: AbortSignal): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Decides which conversation is processed when: the runner claims it and runs its turns.
 *
 * Turns at once are shared among networks and people: a conversation whose turn is not admitted is released unchanged,
 * and processed again with a permit as soon as there is one for it. Until then its wake-ups are ignored, but not a stop.
 */
export function createWorker(deps: WorkerDeps): Worker {
  return new MailboxWorker(deps)
}

const TURNS_MAX = 64
/** Conversations that wait for a permit; the sweep finds those beyond that again. */
const WAITING_MAX = 10_000
const GATHER_MS = 5
const ABORTED_MS_MAX = 1_000

class MailboxWorker implements Worker {
  #deps: WorkerDeps
  #turnsMax: number
  readonly #stopping = new AbortController()
  #runner: TurnRunner
  #visits = new Set<Promise<void>>()
  /** Conversations to be woken again as soon as that is possible, after so many milliseconds. */
  #again = new Map<ConversationId, number>()
  #permits: FairSemaphore
  /** Conversations that wait for a permit. */
  #waiting = new Set<ConversationId>()
  /** Conversations whose wake-up may have been dropped, because they were being processed. */
  #toRecheck = new Set<ConversationId>()
  #unsubscribe: (() => void) | undefined

  constructor(deps: WorkerDeps) {
    this.#deps = deps
    this.#runner = new TurnRunner(deps, this.#stopping.signal)
    this.#turnsMax = deps.turnsMax ?? TURNS_MAX
    const heldMax = createLoadLimit({ heldMax: this.#turnsMax, clock: deps.clock })
    this.#permits = new FairSemaphore({ permits: this.#turnsMax, waitingMax: WAITING_MAX, heldMax })
  }

  start(): void {
    const { bus, wakeUps } = this.#deps
    this.#unsubscribe = bus.subscribe((message) => {
      this.#runner.onMessage(message)
      if (message.op === 'stop-asked') this.#stopWaiting(message.conversation)
    })
    wakeUps.process(this.#turnsMax, {
      handle: (conversation) => this.#handle(conversation),
      handled: (conversation, mayBeUndone) => this.#handled(conversation, mayBeUndone),
    })
  }

  processNow(conversation: ConversationId): void {
    if (this.#visits.size < this.#turnsMax) this.#process(conversation)
  }

  get visits(): number {
    return this.#visits.size
  }

  async stop(deadline: AbortSignal): Promise<void> {
    if (this.#isStopping) return
    this.#stopping.abort()
    this.#deps.wakeUps.pause()
    const finished = this.#finished()
    await Promise.race([finished, aborted(deadline)])
    this.#runner.interrupt()
    await Promise.race([finished, this.#deps.clock.sleep(ABORTED_MS_MAX)])
    this.#unsubscribe?.()
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

  #process(conversation: ConversationId, permit?: Permit): void {
    void this.#handle(conversation, permit).then(() => this.#handled(conversation))
  }

  async #handle(conversation: ConversationId, permit?: Permit): Promise<void> {
    if (this.#isStopping || this.#waiting.has(conversation)) return permit?.release()
    await this.#tracked(conversation, permit)
  }

  async #tracked(conversation: ConversationId, permit?: Permit): Promise<void> {
    const visit = this.#visit(conversation, permit)
    this.#visits.add(visit)
    await visit.finally(() => this.#visits.delete(visit))
  }

  /** A turn that waits for a permit needs none to be stopped. */
  #stopWaiting(conversation: ConversationId): void {
    if (this.#isStopping || !this.#waiting.has(conversation)) return
    void this.#tracked(conversation).then(() => this.#handled(conversation))
  }

  #handled(conversation: ConversationId, mayBeUndone = true): void {
    const delayMs = this.#again.get(conversation)
    this.#again.delete(conversation)
    if (this.#isStopping || this.#waiting.has(conversation)) return
    if (delayMs !== undefined) void this.#deps.wakeUps.wake(conversation, delayMs)
    else if (mayBeUndone) this.#recheck(conversation)
  }

  /** One query for those of a few milliseconds. What a failed one misses, the sweep finds. */
  #recheck(conversation: ConversationId): void {
    if (this.#toRecheck.size === 0) this.#recheckAll().catch(() => undefined)
    this.#toRecheck.add(conversation)
  }

  async #recheckAll(): Promise<void> {
    const { mailbox, wakeUps, clock } = this.#deps
    await clock.sleep(GATHER_MS)
    const conversations = [...this.#toRecheck]
    this.#toRecheck.clear()
    const undone = await mailbox.undoneAmong(conversations)
    await Promise.all(undone.map((id) => wakeUps.wake(id)))
  }

  async #visit(conversation: ConversationId, permit: Permit | undefined): Promise<void> {
    const admission = this.#admission(permit)
    const visit = await this.#runner.visit(conversation, admission)
    admission.end()
    const isWaiting = this.#waiting.has(conversation)
    if (visit.type === 'again' && !isWaiting) this.#again.set(conversation, visit.delayMs)
    if (visit.type === 'not-admitted' && !isWaiting) this.#waitForPermit(conversation, visit.share)
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
      .then((permit) => this.#process(conversation, permit))
      // Stopping, or too many are waiting: then the sweep finds it again.
      .catch(() => undefined)
  }
}
