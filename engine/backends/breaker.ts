import type { Share } from '../contract.ts'
import { requestAborted } from '../endings.ts'
import { networkKeyOf } from '../network-key.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { Waiter } from '#machine/waiter.ts'

export type BreakerOptions = { clock: Clock; log: Logger; engine: string }

/**
 * A circuit breaker: holds requests back while an engine is reachable but fails the requests of everybody.
 *
 *     closed --- failures in a row of 3 different networks ---> open
 *     open   --- every 5 s: one request that waits is let through, the state stays
 *     open   --- a request that was let through gets words ---> closed, and all who wait go on
 *
 * A row ends with an answer that came to its end. Words alone do not end it: when an answer then breaks off, the next
 * failure opens the breaker again. Failures of one network count once, however many cookies it has; a request
 * without a network counts by person. The service's own requests do not count. After an outage it is closed.
 */
export class Breaker {
  readonly #options: BreakerOptions
  readonly #failedFor = new Set<string>()
  #nextMs = 0
  readonly #closed = new Waiter()
  #isOpen = false

  constructor(options: BreakerOptions) {
    this.#options = options
  }

  /** Resolves when a request may be sent: at once, or at its turn. At most as many wait as there are permits. */
  async pass(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options
    while (this.#isOpen) {
      const nowMs = clock.monotonicMs()
      if (nowMs >= this.#nextMs) {
        this.#nextMs = nowMs + LET_THROUGH_EVERY_MS
        return
      }
      await this.#closed.wait(signal, { limitMs: this.#nextMs - nowMs, clock }).catch(() => undefined)
      if (signal.aborted) throw requestAborted(signal)
    }
  }

  /** A request of this share failed although the engine can be reached. */
  failed(share: Share | undefined): void {
    if (share === undefined) return
    const { clock, log, engine } = this.#options
    if (this.#failedFor.size < NETWORKS_MAX) this.#failedFor.add(networkKeyOf(share))
    if (this.#failedFor.size < NETWORKS_MAX || this.#isOpen) return
    this.#isOpen = true
    this.#nextMs = clock.monotonicMs() + LET_THROUGH_EVERY_MS
    log.warn({ engine, networks: NETWORKS_MAX }, 'circuit breaker opened: requests of several networks failed in a row')
  }

  textArrived(): void {
    if (this.#isOpen) this.#options.log.info({ engine: this.#options.engine }, 'circuit breaker closed')
    this.#isOpen = false
    this.#closed.notify()
  }

  /** An answer came to its end, or the engine is back. */
  served(): void {
    this.#failedFor.clear()
    this.textArrived()
  }
}

const NETWORKS_MAX = 3
const LET_THROUGH_EVERY_MS = 5_000
