import type { Share } from '#engine/contract.ts'

export type Permit = { release(): void }

/** The queue is full. */
export class SemaphoreFullError extends Error {
  override readonly name = 'SemaphoreFullError'
}

/** With four permits or more, one network cannot hold all of them: of four it may hold three. */
const HELD_PER_FREE_MAX = 3

export type SemaphoreOptions = {
  readonly permits: number
  readonly waitingMax: number
  /** Of one network, at least 1. When it grows, who waits is served with the next permit that is released. */
  readonly heldMax?: () => number
}

type Waiting = {
  readonly network: string
  readonly person: string
  readonly arrival: number
  readonly resolve: (permit: Permit) => void
}

/**
 * A number of permits, shared among networks and their people; a person without a network counts as one of their own.
 *
 * - A network holds at most three times as many permits as are free at the moment, so that whoever comes next need not
 *   wait for what it holds (a dynamic threshold, as switches share their buffers: Choudhury and Hahne, 1998).
 * - It holds no more than `heldMax` says at the moment, however much is free.
 * - Those who wait are served round robin: first the network that was served longest ago, within it the person.
 */
export class FairSemaphore {
  readonly #permits: number
  readonly #waitingMax: number
  readonly #heldMax: () => number
  readonly #waiting = new Set<Waiting>()
  readonly #heldBy = new Map<string, number>()
  /** When a network or person was served last; only while somebody waits. */
  readonly #servedAt = new Map<string, number>()
  #held = 0
  #tick = 0

  constructor({ permits, waitingMax, heldMax = () => permits }: SemaphoreOptions) {
    this.#permits = permits
    this.#waitingMax = waitingMax
    this.#heldMax = heldMax
  }

  /** Undefined when it would have to wait. */
  tryAcquire(share: Share): Permit | undefined {
    const { network } = keysOf(share)
    const isFirst = ![...this.#waiting].some((waiting) => waiting.network === network)
    return isFirst && this.#admits(network) ? this.#grant(keysOf(share)) : undefined
  }

  /** Does the work with a permit. */
  async run<T>(share: Share, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const permit = await this.acquire(share, signal)
    try {
      return await work()
    } finally {
      permit.release()
    }
  }

  /** @throws the signal's reason, or {SemaphoreFullError} */
  async acquire(share: Share, signal?: AbortSignal): Promise<Permit> {
    signal?.throwIfAborted()
    const permit = this.tryAcquire(share)
    if (permit !== undefined) return permit
    if (this.#waiting.size >= this.#waitingMax) throw new SemaphoreFullError(`${this.#waitingMax} wait already.`)
    const { promise, resolve, reject } = Promise.withResolvers<Permit>()
    const waiting: Waiting = { ...keysOf(share), arrival: (this.#tick += 1), resolve }
    this.#waiting.add(waiting)
    const aborted = () => {
      if (this.#waiting.delete(waiting)) reject(signal?.reason as Error)
    }
    signal?.addEventListener('abort', aborted, { once: true })
    return promise.finally(() => signal?.removeEventListener('abort', aborted))
  }

  #admits(network: string): boolean {
    const free = this.#permits - this.#held
    return (this.#heldBy.get(network) ?? 0) < Math.min(HELD_PER_FREE_MAX * free, this.#heldMax())
  }

  #grant({ network, person }: { readonly network: string; readonly person: string }): Permit {
    this.#hold(network, 1)
    this.#tick += 1
    this.#servedAt.set(network, this.#tick)
    this.#servedAt.set(person, this.#tick)
    if (this.#waiting.size === 0) this.#servedAt.clear()
    let isHeld = true
    return {
      release: () => {
        if (!isHeld) return
        isHeld = false
        this.#hold(network, -1)
        this.#serve()
      },
    }
  }

  #hold(network: string, change: 1 | -1): void {
    this.#held += change
    const held = (this.#heldBy.get(network) ?? 0) + change
    if (held > 0) this.#heldBy.set(network, held)
    else this.#heldBy.delete(network)
  }

  #serve(): void {
    for (;;) {
      const next = this.#next()
      if (next === undefined) return
      this.#waiting.delete(next)
      next.resolve(this.#grant(next))
    }
  }

  #next(): Waiting | undefined {
    const servedAt = (key: string) => this.#servedAt.get(key) ?? 0
    const [next] = [...this.#waiting]
      .filter(({ network }) => this.#admits(network))
      .toSorted(
        (one, other) =>
          servedAt(one.network) - servedAt(other.network) ||
          servedAt(one.person) - servedAt(other.person) ||
          one.arrival - other.arrival,
      )
    return next
  }
}

const keysOf = ({ person, network }: Share) => ({
  network: network === undefined ? `person:${person}` : `network:${network}`,
  person: `in:${network ?? ''}:${person}`,
})
