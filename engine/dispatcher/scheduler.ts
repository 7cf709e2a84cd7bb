import { EngineError, type EngineLoad, type RequestClass, type Share } from '../contract.ts'
import { engineStopped, requestAborted } from '../endings.ts'
import type { Clock } from '#machine/clock.ts'
import { heaviestOf, nextOf, type Ranked } from './ranking.ts'
import { VirtualCounters, type Account } from './virtual-counters.ts'

export type SchedulerOptions = {
  /** Requests that the engine works on at a time; more would wait in its own queue, which ignores our order. */
  readonly permits: number
  /** One permit is reserved for the guard, so that a verdict never waits for an answer. */
  readonly guardPermit: boolean
  /** Waiting requests of one class. */
  readonly queueMax: number
  readonly waitMaxMs?: number
  readonly clock: Clock
}

export type PermitRequest = {
  readonly class: RequestClass
  readonly share?: Share | undefined
  /** Its estimated cost. */
  readonly tokens: number
}

/** The right to send one request to the engine. */
export type Permit = {
  /** Aborts when this is background work and another request needs its permit. */
  readonly preempted: AbortSignal
  /** From now on it cannot be preempted. */
  keep(): void
  /** A better estimate of its cost. */
  hold(tokens: number): void
  /** With its final cost. May be called twice. */
  release(takenTokens: number): void
}

const WAIT_MAX_MS = 120_000

/** The guard's own permit, or the shared ones. */
type Lane = 'guard' | 'shared'
type Waiting = Ranked & { serve(): void; refuse(error: EngineError): void }
type Running = { readonly lane: Lane; readonly preempt: AbortController; isKept: boolean }

/**
 * Hands out permits to use an engine.
 *
 *     arrives ──> waiting ──> running ──> over
 *        └──────────│────────────^          at once, while a permit is free
 *                   └──> refused
 *
 * - **waiting**: no permit is free. A permit that becomes free goes at once to the next request by rank (`ranking.ts`).
 *   The guard may have a permit of its own. A waiting request preempts one background request, which is aborted and
 *   comes again.
 * - **refused**: more than `queueMax` of its class wait, and it is the newest request of the heaviest person, not the
 *   last that came; or it waited too long, was aborted, or the engine closes.
 * - **running**: is charged its estimated cost from the start, so that a held permit counts; its final cost from its
 *   end on.
 */
export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #counters = new VirtualCounters()
  readonly #waiting = new Set<Waiting>()
  readonly #running = new Set<Running>()
  readonly #closing = new AbortController()
  #arrivals = 0

  constructor(options: SchedulerOptions) {
    this.#options = options
  }

  /** Number of networks whose counters are kept. */
  get remembered(): number {
    return this.#counters.size
  }

  load(): EngineLoad {
    return { running: this.#running.size, waiting: this.#waiting.size, permits: this.#options.permits }
  }

  /** @throws {EngineError} `busy` when too many wait or it takes too long, `aborted` with the signal */
  async acquire(request: PermitRequest, signal: AbortSignal): Promise<Permit> {
    if (signal.aborted) throw requestAborted(signal)
    if (this.#closing.signal.aborted) throw engineStopped()
    const account = this.#counters.arrive(request.share)
    return this.#isFree(this.#lane(request.class))
      ? this.#start(request, account)
      : this.#wait(request, account, signal)
  }

  close(): void {
    this.#closing.abort()
  }

  async #wait(request: PermitRequest, account: Account, signal: AbortSignal): Promise<Permit> {
    const { clock, waitMaxMs = WAIT_MAX_MS } = this.#options
    const over = new AbortController()
    const { promise, resolve, reject } = Promise.withResolvers<Permit>()
    const waiting: Waiting = {
      class: request.class,
      account,
      arrival: (this.#arrivals += 1),
      sinceMs: clock.monotonicMs(),
      serve: () => {
        if (this.#waiting.delete(waiting)) resolve(this.#start(request, account))
      },
      refuse: (error) => {
        if (!this.#waiting.delete(waiting)) return
        this.#counters.dequeue(account, false)
        this.#counters.leave(account)
        reject(error)
      },
    }
    this.#waiting.add(waiting)
    const until = { signal: over.signal }
    signal.addEventListener('abort', () => waiting.refuse(requestAborted(signal)), until)
    this.#closing.signal.addEventListener('abort', () => waiting.refuse(engineStopped()), until)
    const late = () => waiting.refuse(new EngineError('busy', `The engine stayed busy for ${waitMaxMs / 1000} s.`))
    void clock.sleep(waitMaxMs, over.signal).then(late, () => undefined)
    this.#refuseSurplus(request.class)
    this.#preempt(request.class)
    return promise.finally(() => over.abort())
  }

  #start({ class: requestClass, tokens }: PermitRequest, account: Account): Permit {
    const lane = this.#lane(requestClass)
    const running: Running = { lane, preempt: new AbortController(), isKept: requestClass !== 'background' }
    let held = 0
    const hold = (all: number) => {
      this.#counters.hold(account, all - held)
      held = all
    }
    this.#counters.dequeue(account, true)
    hold(tokens)
    this.#running.add(running)
    return {
      preempted: running.preempt.signal,
      keep: () => void (running.isKept = true),
      hold,
      release: (takenTokens) => {
        if (!this.#running.delete(running)) return
        hold(0)
        this.#counters.charge(account, takenTokens)
        this.#counters.leave(account)
        this.#serve(lane)
      },
    }
  }

  #serve(lane: Lane): void {
    while (this.#isFree(lane)) {
      const inLane = [...this.#waiting].filter((waiting) => this.#lane(waiting.class) === lane)
      const next = nextOf(inLane, this.#options.clock.monotonicMs())
      if (next === undefined) return
      next.serve()
    }
  }

  #refuseSurplus(requestClass: RequestClass): void {
    const { queueMax } = this.#options
    const ofClass = [...this.#waiting].filter((waiting) => waiting.class === requestClass)
    if (ofClass.length <= queueMax) return
    const text = `${queueMax} requests of the class ${requestClass} are waiting already.`
    heaviestOf(ofClass)?.refuse(new EngineError('busy', text))
  }

  #preempt(requestClass: RequestClass): void {
    if (requestClass === 'background' || this.#lane(requestClass) === 'guard') return
    const background = [...this.#running].find(({ isKept, preempt }) => !isKept && !preempt.signal.aborted)
    background?.preempt.abort(new Error('Preempted by another request'))
  }

  #isFree(lane: Lane): boolean {
    const inLane = [...this.#running].filter((running) => running.lane === lane).length
    return inLane < (lane === 'guard' ? 1 : this.#sharedPermits())
  }

  #lane(requestClass: RequestClass): Lane {
    return requestClass === 'guard' && this.#hasGuardPermit() ? 'guard' : 'shared'
  }

  #sharedPermits(): number {
    return Math.max(1, this.#options.permits - (this.#hasGuardPermit() ? 1 : 0))
  }

  #hasGuardPermit(): boolean {
    return this.#options.guardPermit && this.#options.permits > 1
  }
}
