import { isIPv6 } from 'node:net'
import type { Clock } from '#machine/clock.ts'

const HOUR_MS = 3_600_000
/** Addresses remembered at one time; the oldest is forgotten first. */
const ADDRESSES_MAX = 10_000

type Window = { readonly startedAtMs: number; taken: number }

/** So many an hour for one network address. An IPv6 network counts as one: its owner has all of its addresses. */
export class AddressLimit {
  readonly #perHourMax: number
  readonly #clock: Clock
  readonly #windows = new Map<string, Window>()

  constructor(options: { perHourMax: number; clock: Clock }) {
    this.#perHourMax = options.perHourMax
    this.#clock = options.clock
  }

  /** Milliseconds to wait; 0 means taken. */
  take(address: string): number {
    const now = this.#clock.monotonicMs()
    const network = networkOf(address)
    let window = this.#windows.get(network)
    if (window === undefined || now - window.startedAtMs >= HOUR_MS) {
      window = { startedAtMs: now, taken: 0 }
      this.#windows.delete(network)
      this.#windows.set(network, window)
      this.#forgetOldest()
    }
    if (window.taken >= this.#perHourMax) return window.startedAtMs + HOUR_MS - now
    window.taken += 1
    return 0
  }

  #forgetOldest(): void {
    if (this.#windows.size <= ADDRESSES_MAX) return
    const oldest = this.#windows.keys().next().value
    if (oldest !== undefined) this.#windows.delete(oldest)
  }
}

/** An IPv4 address as it is; of an IPv6 address the first 64 bits. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const first = head === '' ? [] : head.split(':')
  const last = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length)
  const groups = [...first, ...Array.from({ length: zeros }, () => '0'), ...last]
  return groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')
}
