import type { Share } from '../contract.ts'
import { networkKeyOf } from '../network-key.ts'

/** The two counters that rank a request: its network's among networks, and its person's within that network. */
export type Account = { readonly network: Network; readonly person: Counter }

/** The number of kept counters; the least recently used are removed first. */
const NETWORKS_MAX = 10_000
const PEOPLE_PER_NETWORK_MAX = 100

/**
 * Virtual token counters (VTC, arXiv 2401.00588) on two levels, networks and their people, so that twenty cookies of
 * one network together count as much as one person elsewhere. A person without a network counts as a network.
 *
 * A counter grows with the cost of its owner's finished requests; the cost of running ones is added, and the lowest sum
 * is served first. Idle time gives no credit: when a request arrives whose counter has none waiting, that counter is
 * raised to the lowest of those that have, or, when none waits, to that of the last one served. An unused counter that
 * is no higher than this carries no information and is removed.
 */
export class VirtualCounters {
  readonly #networks = new Siblings(NETWORKS_MAX, (key) => new Network(key))

  /** Number of networks with counters. */
  get size(): number {
    return this.#networks.size
  }

  /** A request arrives. Those of the service itself have no share: together they count as one person. */
  arrive(share: Share = { person: '' }): Account {
    const network = this.#networks.arrive(networkKeyOf(share))
    return { network, person: network.people.arrive(share.person) }
  }

  /** It no longer waits: it is served, or it was refused. */
  dequeue({ network, person }: Account, isServed: boolean): void {
    network.people.dequeue(person, isServed)
    this.#networks.dequeue(network, isServed)
  }

  /** Changes the estimated cost of a running request by this much. */
  hold({ network, person }: Account, tokens: number): void {
    network.heldTokens += tokens
    person.heldTokens += tokens
  }

  /** Adds its final cost. */
  charge({ network, person }: Account, tokens: number): void {
    network.takenTokens += tokens
    person.takenTokens += tokens
  }

  /** The request has ended. */
  leave({ network, person }: Account): void {
    network.people.leave(person)
    this.#networks.leave(network)
  }
}

class Counter {
  readonly key: string
  takenTokens = 0
  heldTokens = 0
  waiting = 0
  /** Requests that wait or run. */
  requests = 0

  constructor(key: string) {
    this.key = key
  }

  get tokens(): number {
    return this.takenTokens + this.heldTokens
  }
}

/** Counters that compete with each other. */
class Siblings<C extends Counter> {
  readonly #countersMax: number
  readonly #create: (key: string) => C
  /** In the order of their latest requests. */
  readonly #counters = new Map<string, C>()
  readonly #waiting = new Set<C>()
  #servedLast: C | undefined

  constructor(countersMax: number, create: (key: string) => C) {
    this.#countersMax = countersMax
    this.#create = create
  }

  get size(): number {
    return this.#counters.size
  }

  arrive(key: string): C {
    const counter = this.#counters.get(key) ?? this.#create(key)
    this.#counters.delete(key)
    this.#counters.set(key, counter)
    if (counter.waiting === 0) counter.takenTokens = Math.max(counter.takenTokens, this.#level())
    counter.waiting += 1
    counter.requests += 1
    this.#waiting.add(counter)
    return counter
  }

  dequeue(counter: C, isServed: boolean): void {
    counter.waiting -= 1
    if (counter.waiting === 0) this.#waiting.delete(counter)
    if (isServed) this.#servedLast = counter
  }

  leave(counter: C): void {
    counter.requests -= 1
    if (counter.requests === 0) this.#forget()
  }

  /** The start value of a new counter. */
  #level(): number {
    if (this.#waiting.size === 0) return this.#servedLast?.takenTokens ?? 0
    return Math.min(...[...this.#waiting].map(({ takenTokens }) => takenTokens))
  }

  /** Removes counters without information, and the least recently used when there are too many. */
  #forget(): void {
    const level = this.#level()
    for (const [key, { requests, takenTokens }] of this.#counters) {
      const isSurplus = this.#counters.size > this.#countersMax
      if (requests === 0 && (takenTokens <= level || isSurplus)) this.#counters.delete(key)
      else if (!isSurplus) return
    }
  }
}

class Network extends Counter {
  readonly people = new Siblings(PEOPLE_PER_NETWORK_MAX, (key) => new Counter(key))
}
