import { EngineError, type RequestClass } from '../contract.ts'
import { engineStopped, requestAborted } from '../endings.ts'
import type { Clock } from '#machine/clock.ts'

export type GateOptions = { slots: number; guardSlot: boolean; queueMax: number; waitMaxMs?: number; clock: Clock }

/** A request's right to be worked on. */
export type Place = {
  /** Aborts when the place is wanted by somebody who waits in person. */
  readonly givesWay: AbortSignal
  /** From now on it does not give way any more. */
  keep(): void
  /** May be called twice. */
  leave(): void
}

const ORDER: readonly RequestClass[] = ['guard', 'chat', 'photo', 'background']
const WAIT_MAX_MS = 120_000

type Waiting = { class: RequestClass; enter: () => void }
type Running = { lane: Lane; isKept: boolean; class: RequestClass; interrupt: AbortController }
/** The guard's own slot, or the others. */
type Lane = 'guard' | 'shared'

/** Lets so many requests through at a time, by class and then by arrival. */
export class Gate {
  readonly #options: GateOptions
  readonly #waiting = new Map<RequestClass, Waiting[]>(ORDER.map((requestClass) => [requestClass, []]))
  readonly #running = new Set<Running>()
  readonly #closing = new AbortController()

  constructor(options: GateOptions) {
    this.#options = options
  }

  /** @throws {EngineError} `busy` when too many wait or it takes too long, `aborted` with the signal */
  async enter(requestClass: RequestClass, signal: AbortSignal): Promise<Place> {
    if (signal.aborted) throw requestAborted(signal)
    if (this.#closing.signal.aborted) throw engineStopped()
    const queue = this.#queue(requestClass)
    if (queue.length === 0 && this.#isFree(requestClass)) return this.#begin(requestClass)
    if (queue.length >= this.#options.queueMax)
      throw new EngineError('busy', `${queue.length} requests of the class ${requestClass} are waiting already.`)
    return this.#wait(requestClass, queue, signal)
  }

  close(): void {
    this.#closing.abort()
  }

  async #wait(requestClass: RequestClass, queue: Waiting[], signal: AbortSignal): Promise<Place> {
    const over = new AbortController()
    const { clock, waitMaxMs = WAIT_MAX_MS } = this.#options
    let waiting: Waiting | undefined
    try {
      return await new Promise<Place>((resolve, reject) => {
        waiting = { class: requestClass, enter: () => resolve(this.#begin(requestClass)) }
        queue.push(waiting)
        const until = { signal: over.signal }
        signal.addEventListener('abort', () => reject(requestAborted(signal)), until)
        this.#closing.signal.addEventListener('abort', () => reject(engineStopped()), until)
        const late = () => reject(new EngineError('busy', `No slot became free within ${waitMaxMs / 1000} s.`))
        void clock.sleep(waitMaxMs, over.signal).then(late, () => undefined)
        this.#makeRoom(requestClass)
      })
    } finally {
      over.abort()
      const index = waiting ? queue.indexOf(waiting) : -1
      if (index >= 0) queue.splice(index, 1)
    }
  }

  #begin(requestClass: RequestClass): Place {
    const running: Running = {
      lane: this.#lane(requestClass),
      isKept: requestClass !== 'background',
      class: requestClass,
      interrupt: new AbortController(),
    }
    this.#running.add(running)
    return {
      givesWay: running.interrupt.signal,
      keep: () => void (running.isKept = true),
      leave: () => {
        if (this.#running.delete(running)) this.#next()
      },
    }
  }

  #next(): void {
    for (const requestClass of ORDER) {
      const queue = this.#queue(requestClass)
      while (queue.length > 0 && this.#isFree(requestClass)) queue.shift()?.enter()
    }
  }

  /** One background request gives way for each that waits and would use its place. */
  #makeRoom(requestClass: RequestClass): void {
    if (requestClass === 'background' || this.#lane(requestClass) === 'guard') return
    const background = [...this.#running].find(({ isKept, interrupt }) => !isKept && !interrupt.signal.aborted)
    background?.interrupt.abort(new Error('Somebody waits'))
  }

  #isFree(requestClass: RequestClass): boolean {
    const lane = this.#lane(requestClass)
    const inLane = [...this.#running].filter((running) => running.lane === lane).length
    return inLane < (lane === 'guard' ? 1 : this.#sharedSlots())
  }

  #lane(requestClass: RequestClass): Lane {
    return requestClass === 'guard' && this.#options.guardSlot && this.#options.slots > 1 ? 'guard' : 'shared'
  }

  #sharedSlots(): number {
    const { slots, guardSlot } = this.#options
    return Math.max(1, guardSlot && slots > 1 ? slots - 1 : slots)
  }

  #queue(requestClass: RequestClass): Waiting[] {
    return this.#waiting.get(requestClass) ?? []
  }
}
