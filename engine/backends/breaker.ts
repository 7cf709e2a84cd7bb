import type { Share } from '../contract.ts'
import { requestAborted } from '../endings.ts'
import { networkKeyOf } from '../network-key.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'

export type BreakerOptions = { clock: Clock; log: Logger; engine: string }

/**
 * Holds requests back while an engine that can be reached fails everybody's: asking it again and again helps nobody.
 *
 *     closed --- failures in a row of 3 different networks ---> open
 *     open   --- every 5 s: one request that waits is let through, the state stays
 *     open   --- a request that was let through gets words ---> closed, and all who wait go on
 *
 * A row ends with an answer that came to its end. Words alone do not end it: when an answer then breaks off, the next
 * failure opens the breaker again. Failures of one network count once, however many cookies it has; who shows no network
 * is one of their own. The service's own requests do not count. An engine that was away and is back begins anew, closed.
 */
export class Breaker {
  readonly #options: BreakerOptions
  readonly #failedFor = new Set<string>()
  #nextMs = 0
  /** While it is open; aborts when it closes. */
  #open: AbortController | undefined

  constructor(options: BreakerOptions) {
    this.#options = options
  }

  /** Resolves when a request may be asked: at once, or when it is its turn. As many wait as slots were given out. */
  async pass(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options
    while (this.#open) {
      const nowMs = clock.monotonicMs()
      if (nowMs >= this.#nextMs) {
        this.#nextMs = nowMs + LET_THROUGH_EVERY_MS
        return
      }
      const waits = AbortSignal.any([signal, this.#open.signal])
      await clock.sleep(this.#nextMs - nowMs, waits).catch(() => undefined)
      if (signal.aborted) throw requestAborted(signal)
    }
  }

  /** A request of this share failed although the engine can be reached. */
  failed(share: Share | undefined): void {
    if (share === undefined) return
    const { clock, log, engine } = this.#options
    if (this.#failedFor.size < NETWORKS_MAX) this.#failedFor.add(networkKeyOf(share))
    if (this.#failedFor.size < NETWORKS_MAX || this.#open) return
    this.#open = new AbortController()
    this.#nextMs = clock.monotonicMs() + LET_THROUGH_EVERY_MS
    log.warn({ engine, networks: NETWORKS_MAX }, 'requests of several networks failed in a row: the others wait')
  }

  gaveWords(): void {
    this.#open?.abort()
    if (this.#open) this.#options.log.info({ engine: this.#options.engine }, 'requests are let through again')
    this.#open = undefined
  }

  /** An answer came to its end, or the engine is back. */
  served(): void {
    this.#failedFor.clear()
    this.gaveWords()
  }
}

const NETWORKS_MAX = 3
const LET_THROUGH_EVERY_MS = 5_000
