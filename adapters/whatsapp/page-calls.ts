import type { Clock } from '#machine/clock.ts'
import { withDeadline } from '#machine/deadline.ts'
import type { CallOptions } from './page.ts'
import { begunFailure, notConnected, unknownOutcome } from './page-errors.ts'

const CALL_MS_MAX = 30_000

type Deps = {
  readonly clock: Clock
  /** For an answer to `evaluate`. */
  readonly probeMs: number
  readonly isReady: () => boolean
  /** Aborts with the browser's end. */
  readonly over: AbortSignal
}

/** Everything that is asked of a page has a deadline, since one that hangs never answers. */
export class PageCalls {
  readonly #deps: Deps
  #running = 0
  #quietFromMs: number

  constructor(deps: Deps) {
    this.#deps = deps
    this.#quietFromMs = deps.clock.monotonicMs()
  }

  /** How long none has run. */
  get quietMs(): number {
    return this.#running > 0 ? 0 : this.#deps.clock.monotonicMs() - this.#quietFromMs
  }

  /** As `Page.call` says. */
  async call<T>(what: string, run: () => Promise<T>, { signal, msMax = CALL_MS_MAX }: CallOptions): Promise<T> {
    const { clock, isReady, over } = this.#deps
    if (signal.aborted || over.aborted || !isReady()) throw notConnected()
    const either = AbortSignal.any([signal, over])
    this.#running += 1
    try {
      return await withDeadline({ limitMs: msMax, clock }, (late) => Promise.race([run(), rejected(late)]), either)
    } catch (error) {
      const isLost = either.aborted || (error instanceof Error && error.name === 'DeadlineError')
      throw isLost ? unknownOutcome(what, error) : begunFailure(what, error)
    } finally {
      this.#running -= 1
      this.#quietFromMs = clock.monotonicMs()
    }
  }

  /** Also of a page that is not ready. Rejects with a `DeadlineError` when there is no answer. */
  async evaluate(page: Evaluating | undefined, expression: string): Promise<unknown> {
    const { clock, probeMs } = this.#deps
    if (!page) throw notConnected()
    return await withDeadline({ limitMs: probeMs, clock }, (late) =>
      Promise.race([page.evaluate(expression), rejected(late)]),
    )
  }
}

type Evaluating = { evaluate(expression: string): Promise<unknown> }

const rejected = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
