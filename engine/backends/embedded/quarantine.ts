import type { Clock } from '#machine/clock.ts'

/**
 * Remembers which requests were in flight when the engine crashed. A request that was in flight at two crashes is not
 * tried again: it probably causes them. Other requests in flight are counted too; all counts expire after an hour.
 */
export class Quarantine {
  readonly #clock: Clock
  readonly #inFlight = new Map<string, number>()
  /** Interrupted a moment ago: the connection breaks before the exit event of the process comes. */
  readonly #justCut = new Map<string, number>()
  readonly #crashes = new Map<string, { count: number; atMs: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  holds(id: string): boolean {
    const crashes = this.#crashes.get(id)
    if (!crashes) return false
    if (this.#clock.monotonicMs() - crashes.atMs > KEPT_MS) this.#crashes.delete(id)
    return this.#crashes.has(id) && crashes.count >= CRASHES_MAX
  }

  enter(id: string): void {
    this.#inFlight.set(id, (this.#inFlight.get(id) ?? 0) + 1)
  }

  leave(id: string, wasCut: boolean): void {
    const left = (this.#inFlight.get(id) ?? 1) - 1
    if (left > 0) this.#inFlight.set(id, left)
    else this.#inFlight.delete(id)
    if (!wasCut) return
    const nowMs = this.#clock.monotonicMs()
    for (const [other, atMs] of this.#justCut) if (nowMs - atMs >= CUT_BEFORE_EXIT_MS) this.#justCut.delete(other)
    this.#justCut.set(id, nowMs)
  }

  crashed(): void {
    const nowMs = this.#clock.monotonicMs()
    const cut = [...this.#justCut].filter(([, atMs]) => nowMs - atMs < CUT_BEFORE_EXIT_MS).map(([id]) => id)
    for (const id of new Set([...this.#inFlight.keys(), ...cut])) {
      const count = (this.#crashes.get(id)?.count ?? 0) + 1
      this.#crashes.delete(id)
      this.#crashes.set(id, { count, atMs: nowMs })
    }
    this.#justCut.clear()
    for (const id of this.#crashes.keys()) if (this.#crashes.size > IDS_MAX) this.#crashes.delete(id)
  }
}

const CRASHES_MAX = 2
const KEPT_MS = 3_600_000
const CUT_BEFORE_EXIT_MS = 5_000
const IDS_MAX = 1_000
