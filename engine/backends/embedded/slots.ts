import type { RequestClass } from '../../contract.ts'

/**
 * What was said is judged under another policy text than what is answered, and each turn has both: with a slot for each
 * of them neither pushes the other out of the cache.
 */
export const GUARD_SLOTS = 2

/**
 * Chooses the slot of llama-server in which a request runs. The first ones are the guard's, so that its policies stay
 * cached; a conversation goes back to the slot that still holds its beginning, when that is free.
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
}

type Slot = { readonly index: number; key: string | undefined; inFlight: number; usedAt: number }

/** Free before busy, with this beginning before others, longest unused before just used. */
function best(slots: Slot[], key: string | undefined): Slot {
  const holds = (slot: Slot) => Number(key !== undefined && slot.key === key)
  const [first] = slots.toSorted(
    (one, other) => one.inFlight - other.inFlight || holds(other) - holds(one) || one.usedAt - other.usedAt,
  )
  if (!first) throw new RangeError('An engine needs at least one slot')
  return first
}
