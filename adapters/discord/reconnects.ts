import { spreadBackOffMs } from '#machine/back-off.mjs'
import type { Clock } from '#machine/clock.ts'

const BACK_OFF = { firstMs: 1_000, maxMs: 5 * 60_000 }
/** A lost connection is opened again at once, and once more when it could not be resumed. */
const FREE_TRIES = 2
/** A connection that was used this long counts as a success. */
const SUCCESS_AFTER_MS = 30_000
/** Discord's rule: an IDENTIFY of a shard, then none for so long. */
const IDENTIFY_INTERVAL_MS = 5_000

type Deps = { readonly clock: Clock; readonly random: () => number }

/** How many connections of each shard ended early, one after the other. The library opens a new one twice a second. */
export class Reconnects {
  readonly #deps: Deps
  readonly #failures = new Map<number, number>()
  readonly #readyAtMs = new Map<number, number>()
  #identifiableAtMs = 0

  constructor(deps: Deps) {
    this.#deps = deps
  }

  ready(shardId: number): void {
    this.#readyAtMs.set(shardId, this.#deps.clock.monotonicMs())
  }

  /** How long to wait before the next one. */
  closed(shardId: number): number {
    const readyAtMs = this.#readyAtMs.get(shardId)
    const wasUsed = readyAtMs !== undefined && this.#deps.clock.monotonicMs() - readyAtMs > SUCCESS_AFTER_MS
    this.#readyAtMs.delete(shardId)
    this.#failures.set(shardId, wasUsed ? 1 : (this.#failures.get(shardId) ?? 0) + 1)
    return this.#pauseMs(shardId)
  }

  async pause(shardId: number, signal: AbortSignal): Promise<void> {
    const pauseMs = this.#pauseMs(shardId)
    if (pauseMs > 0) await this.#deps.clock.sleep(pauseMs, signal)
  }

  /**
   * In place of the library's own throttle, which forgets with each client, and runs on a clock of its own. One shard
   * after the other, whatever Discord would allow.
   */
  async waitForIdentify(_shardId: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps
    const atMs = Math.max(clock.monotonicMs(), this.#identifiableAtMs)
    this.#identifiableAtMs = atMs + IDENTIFY_INTERVAL_MS
    const waitMs = atMs - clock.monotonicMs()
    if (waitMs > 0) await clock.sleep(waitMs, signal)
  }

  #pauseMs(shardId: number): number {
    const failures = (this.#failures.get(shardId) ?? 0) - FREE_TRIES
    return failures > 0 ? spreadBackOffMs(failures, { ...BACK_OFF, random: this.#deps.random }) : 0
  }
}
