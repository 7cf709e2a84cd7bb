import type { Lease, Serving } from '#core/serving.ts'
import { EngineError, type Engine } from '#engine/contract.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { Waiter } from '#machine/waiter.ts'
import { enginesOf, type EngineSet } from './engines.ts'

type LiveOptions = {
  readonly clock: Clock
  readonly log: Logger
  /** How long a set that was replaced may be finished with. */
  readonly finishMsMax?: number
}

type Held = { readonly set: EngineSet; readonly closed: AbortController; users: number; isClosed: boolean }

/** An answer of a slow model takes so long; what still runs is begun again with the new one. */
const FINISH_MS_MAX = 120_000

/**
 * The engines and guards at work. A set that is replaced is closed when its last user gave it back, or after
 * `finishMsMax`. An engine that another set uses too stays open.
 *
 *     use(next)                      the next set serves at once; the one before is finished with
 *     pause() … use(next) … resume() nobody gets a set in between: users wait
 */
export class LiveEngines implements Serving {
  readonly #options: LiveOptions
  readonly #held = new Set<Held>()
  readonly #changes = new Waiter()
  #current: Held
  #isPaused = false

  constructor(first: EngineSet, options: LiveOptions) {
    this.#options = options
    this.#current = this.#hold(first)
  }

  /** The set that serves, or is being loaded to serve; for what is shown, not for work. */
  get current(): EngineSet {
    return this.#current.set
  }

  /** All that are open: also those that are only being finished with. */
  get open(): readonly Engine[] {
    return [...new Set([...this.#held].flatMap(({ set }) => enginesOf(set)))]
  }

  async take(signal: AbortSignal): Promise<Lease> {
    signal.throwIfAborted()
    while (this.#isPaused) await this.#changes.wait(signal)
    const held = this.#current
    held.users += 1
    let isGivenBack = false
    return {
      set: held.set,
      closed: held.closed.signal,
      release: () => {
        if (isGivenBack) return
        isGivenBack = true
        held.users -= 1
        if (held.users === 0) this.#changes.notify()
      },
    }
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
    this.#changes.notify()
  }

  /** From now on this set serves; the one before is closed when nobody works with it. */
  use(next: EngineSet): void {
    const before = this.#current
    this.#current = this.#hold(next)
    void this.#finish(before)
  }

  /** Of the present set, while paused: resolves when nobody works with it any more, or as `finishMsMax` is over. */
  async finished(signal?: AbortSignal): Promise<void> {
    await this.#untilFree(this.#current, signal)
  }

  /** Closes the present set, while paused, but not `spared`. Whoever works with it begins again with the next one. */
  async close(spared: Engine | undefined): Promise<void> {
    await this.#close(this.#current, spared)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#held].map((held) => this.#close(held, undefined)))
    await Promise.all(enginesOf(this.#current.set).map((engine) => engine[Symbol.asyncDispose]()))
  }

  #hold(set: EngineSet): Held {
    const held: Held = { set, closed: new AbortController(), users: 0, isClosed: false }
    this.#held.add(held)
    return held
  }

  async #finish(held: Held): Promise<void> {
    await this.#untilFree(held)
    await this.#close(held, undefined)
  }

  async #untilFree(held: Held, signal?: AbortSignal): Promise<void> {
    const { clock, finishMsMax = FINISH_MS_MAX } = this.#options
    const endMs = clock.monotonicMs() + finishMsMax
    while (held.users > 0 && !held.isClosed) {
      const limitMs = endMs - clock.monotonicMs()
      if (limitMs <= 0) return
      await this.#changes.wait(signal, { limitMs, clock })
    }
  }

  async #close(held: Held, spared: Engine | undefined): Promise<void> {
    if (held.isClosed) return
    held.isClosed = true
    this.#held.delete(held)
    held.closed.abort(new EngineError('interrupted', 'Another model takes the place of this one.'))
    this.#changes.notify()
    const still = new Set([...this.open, spared])
    const unused = enginesOf(held.set).filter((engine) => !still.has(engine))
    const failed = (error: unknown) => this.#options.log.error({ error }, 'failed to close an engine')
    await Promise.all(unused.map((engine) => engine[Symbol.asyncDispose]().catch(failed)))
  }
}
