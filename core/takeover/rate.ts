import type { Clock } from '#machine/clock.ts'

/** Messages of one account: each costs the guards as much as an answer does. */
const PER_MINUTE_MAX = 30
const AT_ONCE_MAX = 3
const MINUTE_MS = 60_000

/** How often one account may write. */
export class SendingRate {
  readonly #clock: Clock
  readonly #times = new Map<string, readonly number[]>()
  readonly #running = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Undefined where it is too much. Otherwise to be called at the end. */
  begin(account: string): (() => void) | undefined {
    const now = this.#clock.monotonicMs()
    const lately = (this.#times.get(account) ?? []).filter((ms) => now - ms < MINUTE_MS)
    const running = this.#running.get(account) ?? 0
    if (lately.length >= PER_MINUTE_MAX || running >= AT_ONCE_MAX) return undefined
    this.#times.set(account, [...lately, now])
    this.#running.set(account, running + 1)
    return () => {
      const left = (this.#running.get(account) ?? 1) - 1
      if (left > 0) this.#running.set(account, left)
      else this.#running.delete(account)
    }
  }
}
