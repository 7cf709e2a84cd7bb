import type { Clock } from '#machine/clock.ts'
import { NETWORKS_PER_SITE, type Network } from './network.ts'

const HOUR_MS = 3_600_000
/** Networks remembered at one time; the oldest is forgotten first. */
const NETWORKS_MAX = 10_000

type Window = { readonly startedAtMs: number; taken: number }

/** So many an hour for one network. */
export class HourlyLimit {
  readonly #perHourMax: number
  readonly #clock: Clock
  readonly #windows = new Map<string, Window>()

  constructor(options: { perHourMax: number; clock: Clock }) {
    this.#perHourMax = options.perHourMax
    this.#clock = options.clock
  }

  /** Milliseconds to wait; 0 means taken. Without a network there is nothing to count by. */
  take(network: Network | undefined): number {
    const now = this.#clock.monotonicMs()
    const waits = keysOf(network).map(({ name, networks }) => {
      const { startedAtMs, taken } = this.#window(name, now) ?? { startedAtMs: now, taken: 0 }
      return taken >= this.#perHourMax * networks ? startedAtMs + HOUR_MS - now : 0
    })
    const waitMs = Math.max(0, ...waits)
    if (waitMs === 0) for (const { name } of keysOf(network)) this.#count(name, now)
    return waitMs
  }

  #window(name: string, now: number): Window | undefined {
    const window = this.#windows.get(name)
    return window !== undefined && now - window.startedAtMs < HOUR_MS ? window : undefined
  }

  #count(name: string, now: number): void {
    const window = this.#window(name, now)
    if (window !== undefined) return void (window.taken += 1)
    this.#windows.delete(name)
    this.#windows.set(name, { startedAtMs: now, taken: 1 })
    if (this.#windows.size <= NETWORKS_MAX) return
    const oldest = this.#windows.keys().next().value
    if (oldest !== undefined) this.#windows.delete(oldest)
  }
}

function keysOf(network: Network | undefined) {
  if (network === undefined) return []
  const { name, site } = network
  return [{ name, networks: 1 }, ...(site === undefined ? [] : [{ name: site, networks: NETWORKS_PER_SITE }])]
}
