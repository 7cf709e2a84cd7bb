import type { RequestClass } from '../../contract.ts'

/**
 * Questions and answers are judged with different policy texts, and each turn needs both: with a slot for each policy
 * neither evicts the other from the cache.
 */
export const GUARD_SLOTS = 2

/**
 * Chooses the llama-server slot for a request. The first slots are reserved for the guard, so that its policies stay
 * cached. A conversation returns to the slot that has its beginning cached, when that one is free.
 */
export class Slots {
  readonly #slots: Slot[]
  readonly #guards: number
  #tick = 0

  constructor(options: { count: number; guards: number }) {
    const unused = { key: undefined, inFlight: 0, usedAt: 0 }
    this.#slots = Array.from({ length: options.count }, (_, index) => ({ ...unused, index }))
    this.#guards = Math.min(options.guards, options.count - 1)
  }

  take(requestClass: RequestClass, key?: string): { slot: number; release: () => void } {
    const isGuard = this.#guards > 0 && requestClass === 'guard'
    const slot = best(isGuard ? this.#slots.slice(0, this.#guards) : this.#slots.slice(this.#guards), key)
    slot.inFlight += 1
    slot.key = key
    slot.usedAt = this.#tick += 1
    return { slot: slot.index, release: () => void (slot.inFlight -= 1) }
  }

  /** The used slots with one of these keys, and those without a key; they count as empty from now on. */
  forget(keys: readonly string[]): number[] {
    const found = this.#slots.filter(({ key, usedAt }) => usedAt > 0 && (key === undefined || keys.includes(key)))
    for (const slot of found) {
      slot.key = undefined
      // One that works keeps its prompt until then, and is found again.
      if (slot.inFlight === 0) slot.usedAt = 0
    }
    return found.map(({ index }) => index)
  }
}

type Slot = { readonly index: number; key: string | undefined; inFlight: number; usedAt: number }

/** Free slots before busy ones, then slots with this prefix, then the least recently used. */
function best(slots: Slot[], key: string | undefined): Slot {
  const holds = (slot: Slot) => Number(key !== undefined && slot.key === key)
  const [first] = slots.toSorted(
    (one, other) => one.inFlight - other.inFlight || holds(other) - holds(one) || one.usedAt - other.usedAt,
  )
  if (!first) throw new RangeError('An engine needs at least one slot')
  return first
}
