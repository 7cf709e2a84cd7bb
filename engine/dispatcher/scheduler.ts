import { EngineError, type RequestClass, type Share } from '../contract.ts'
import { engineStopped, requestAborted } from '../endings.ts'
import type { Clock } from '#machine/clock.ts'
import { heaviestOf, nextOf, type Ranked } from './ranking.ts'
import { VirtualCounters, type Account } from './virtual-counters.ts'

export type SchedulerOptions = {
  readonly permits: number
  readonly guardPermit: boolean
  readonly queueMax: number
  readonly waitMaxMs?: number
  readonly clock: Clock
}

export type PermitRequest = {
  readonly class: RequestClass
  readonly share?: Share | undefined
  /** What it is likely to take. */
  readonly tokens: number
}

/** The right to use a slot. */
export type Permit = {
  /** Aborts when this is background work and somebody waits for its slot. */
  readonly preempted: AbortSignal
  /** From now on it is not preempted. */
  keep(): void
  /** What it is likely to take, known better. */
  hold(tokens: number): void
  /** With what it has taken. May be called twice. */
  release(takenTokens: number): void
}

const WAIT_MAX_MS = 120_000

/** The guard's own slot, or the others. */
type Lane = 'guard' | 'shared'
type Waiting = Ranked & { serve(): void; refuse(error: EngineError): void }
type Running = { readonly lane: Lane; readonly preempt: AbortController; isKept: boolean }

/**
 * Gives out the slots of an engine.
 *
 *     arrives ──> waiting ──> running ──> over
 *        └──────────│────────────^          at once, while a slot is free
 *                   └──> refused
 *
 * - **waiting**: there is no free slot, or it would have it: one that becomes free goes to the next by rank
 *   (`ranking.ts`), never to nobody. The guard may have a slot that nobody else gets. Who waits preempts background
 *   work, one for one: its request is aborted, and comes again.
 * - **refused**: more than `queueMax` of its class wait and it is the heaviest's newest, not who came last; or it
 *   waited too long, was aborted, or the engine closes.
 * - **running**: counts with what it is likely to take from the beginning, so that a slot counts while it is held, and
 *   with what it really took from its end on.
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

  /** Networks whose counters are kept. */
  get remembered(): number {
    return this.#counters.size
  }

  /** @throws {EngineError} `busy` when too many wait or it takes too long, `aborted` with the signal */
  async acquire(request: PermitRequest, signal: AbortSignal): Promise<Permit> {
    if (signal.aborted) throw requestAborted(signal)
    if (this.#closing.signal.aborted) throw engineStopped()
    const account = this.#counters.arrive(request.share)
    return this.#isFree(this.#lane(request.class)) ? this.#start(request, account) : this.#wait(request, account, signal)
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
    const late = () => waiting.refuse(new EngineError('busy', `No slot became free within ${waitMaxMs / 1000} s.`))
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
    background?.preempt.abort(new Error('Somebody waits'))
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
