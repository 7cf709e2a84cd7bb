import type { EngineError } from '../../contract.ts'
import { spreadBackOffMs } from '#machine/back-off.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'

export type ReachabilityOptions = {
  clock: Clock
  random: () => number
  log: Logger
  /** Rejects while the host does not serve. */
  probe: (signal: AbortSignal) => Promise<void>
}

export type Reached = { state: 'ready' } | { state: 'starting'; detail: string } | { state: 'failed'; detail: string }

const BACK_OFF = { firstMs: 250, maxMs: 30_000 }
/** Health is asked for without traffic, too. */
const EVERY_MS = 30_000

/**
 * Whether a host answers, found out by asking it: with growing pauses while it is away, and now and then while it is
 * there. A host that passes the probe and fails every request keeps its growing pauses, so that nobody hammers it.
 */
export class Reachability {
  state: Reached = { state: 'starting', detail: 'It has not answered yet.' }
  readonly #options: ReachabilityOptions
  readonly #waiting = new Set<() => void>()
  #failures = 0
  #notBeforeMs = 0
  #wake = new AbortController()

  constructor(options: ReachabilityOptions) {
    this.#options = options
  }

  async ready(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    while (this.state.state !== 'ready') await this.#change(signal)
  }

  /** A request failed. */
  lost(fault: EngineError, retryAfterMs: number | undefined): void {
    const { clock } = this.#options
    this.#failures += 1
    this.#notBeforeMs = clock.monotonicMs() + Math.max(retryAfterMs ?? 0, this.#pauseMs())
    this.#set({ state: 'starting', detail: fault.message })
    this.#wake.abort()
  }

  /** A request was answered whole. */
  served(): void {
    this.#failures = 0
  }

  async watch(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options
    while (!signal.aborted) {
      this.#wake = new AbortController()
      const pauseMs = this.state.state === 'ready' ? EVERY_MS : this.#notBeforeMs - clock.monotonicMs()
      const wake = AbortSignal.any([signal, this.#wake.signal])
      if (pauseMs > 0) await clock.sleep(pauseMs, wake).catch(() => undefined)
      if (signal.aborted || this.#wake.signal.aborted) continue
      await this.#look(signal)
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { clock, probe, log } = this.#options
    try {
      await probe(signal)
      this.#set({ state: 'ready' })
    } catch (error) {
      if (signal.aborted) return
      const detail = error instanceof Error ? error.message : String(error)
      if (this.#failures === 0) log.warn({ detail }, 'the host does not serve')
      this.#failures += 1
      this.#notBeforeMs = clock.monotonicMs() + this.#pauseMs()
      this.#set({ state: 'failed', detail })
    }
  }

  #pauseMs(): number {
    return spreadBackOffMs(this.#failures, { ...BACK_OFF, random: this.#options.random })
  }

  #set(state: Reached): void {
    this.state = state
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const look of waiting) look()
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#waiting.delete(look)
        reject(signal.reason)
      }
      const look = () => {
        signal.removeEventListener('abort', stop)
        resolve()
      }
      this.#waiting.add(look)
      signal.addEventListener('abort', stop, { once: true })
    })
  }
}
