import type { RequestClass } from '../../contract.ts'

/**
 * Chooses the slot of llama-server in which a request runs. The first one is the guard's, so that its policy stays
 * cached; a conversation goes back to the slot that still holds its beginning, when that is free.
 */
export class Slots {
  readonly #slots: { key: string | undefined; inFlight: number; usedAt: number }[]
  readonly #hasGuard: boolean
  #tick = 0

  constructor(options: { count: number; hasGuard: boolean }) {
    this.#slots = Array.from({ length: options.count }, () => ({ key: undefined, inFlight: 0, usedAt: 0 }))
    this.#hasGuard = options.hasGuard && options.count > 1
  }

  take(requestClass: RequestClass, key?: string): { slot: number; release: () => void } {
    const index = this.#hasGuard && requestClass === 'guard' ? 0 : this.#best(key)
    const slot = this.#slots[index]
    if (!slot) throw new RangeError('An engine needs at least one slot')
    slot.inFlight += 1
    slot.key = key
    slot.usedAt = this.#tick += 1
    return { slot: index, release: () => void (slot.inFlight -= 1) }
  }

  /** Free before busy, with this beginning before others, longest unused before just used. */
  #best(key: string | undefined): number {
    const first = this.#hasGuard ? 1 : 0
    const ranked = this.#slots.slice(first).map((slot, index) => ({ ...slot, index: index + first }))
    ranked.sort(
      (one, other) =>
        one.inFlight - other.inFlight ||
        Number(key !== undefined && other.key === key) - Number(key !== undefined && one.key === key) ||
        one.usedAt - other.usedAt,
    )
    return ranked[0]?.index ?? 0
  }
}
