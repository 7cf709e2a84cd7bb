import { BoundedMap } from '#machine/bounded.ts'
import type { Clock } from '#machine/clock.ts'
import { NETWORKS_PER_SITE, type Network } from './network.ts'

const HOUR_MS = 3_600_000
/** Networks remembered at one time; the oldest is forgotten first. */
const NETWORKS_MAX = 10_000

type Period = { readonly startedAtMs: number; taken: number }

/** A limit an hour for each network. */
export class HourlyLimit {
  readonly #perHourMax: number
  readonly #clock: Clock
  readonly #periods = new BoundedMap<string, Period>(NETWORKS_MAX)

  constructor(options: { perHourMax: number; clock: Clock }) {
    this.#perHourMax = options.perHourMax
    this.#clock = options.clock
  }

  /** Milliseconds to wait; 0 means taken. Without a network there is nothing to count by. */
  take(network: Network | undefined): number {
    const now = this.#clock.monotonicMs()
    const waits = keysOf(network).map(({ name, networks }) => {
      const { startedAtMs, taken } = this.#period(name, now) ?? { startedAtMs: now, taken: 0 }
      return taken >= this.#perHourMax * networks ? startedAtMs + HOUR_MS - now : 0
    })
    const waitMs = Math.max(0, ...waits)
    if (waitMs === 0) for (const { name } of keysOf(network)) this.#count(name, now)
    return waitMs
  }

  #period(name: string, now: number): Period | undefined {
    const period = this.#periods.get(name)
    return period !== undefined && now - period.startedAtMs < HOUR_MS ? period : undefined
  }

  #count(name: string, now: number): void {
    const period = this.#period(name, now)
    if (period !== undefined) return void (period.taken += 1)
    this.#periods.set(name, { startedAtMs: now, taken: 1 })
  }
}

function keysOf(network: Network | undefined) {
  if (network === undefined) return []
  const { name, site } = network
  return [{ name, networks: 1 }, ...(site === undefined ? [] : [{ name: site, networks: NETWORKS_PER_SITE }])]
}
