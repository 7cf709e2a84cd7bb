import type { GenerateEvent } from '#engine/contract.ts'
import type { Clock } from '#machine/clock.ts'
import type { TurnStep, TurnSteps } from '../contract/turn-steps.ts'

/** So that what is stored stays below 1 KB. */
const STEPS_MAX = 15
/** The first ones, `waited` and `permit`, stay; then those of the newest tries are worth more. */
const KEPT_FIRST = 2

type Open = { readonly name: TurnStep['name']; readonly fromMs: number; tookMs?: number }

/** How long the steps of one run of a turn took. A step that failed, or is not over, counts until then. */
export class StepTimes {
  readonly #clock: Clock
  /** By the monotonic clock; when the first event was received, as far as the clock of the wall says. */
  readonly #zeroMs: number
  readonly #steps: Open[]
  #firstWordsMs: number | undefined

  constructor(clock: Clock, receivedAtMs: number) {
    this.#clock = clock
    const waitedMs = Math.max(0, clock.now() - receivedAtMs)
    this.#zeroMs = clock.monotonicMs() - waitedMs
    this.#steps = [{ name: 'waited', fromMs: 0, tookMs: waitedMs }]
  }

  async of<T>(name: TurnStep['name'], work: () => Promise<T>): Promise<T> {
    const step = this.#begin(name)
    try {
      return await work()
    } finally {
      step.tookMs = this.#nowMs() - step.fromMs
    }
  }

  /** For what is done several times in one step: its time is their sum. */
  summed(name: TurnStep['name']): <T>(work: () => Promise<T>) => Promise<T> {
    let step: Open | undefined
    return async (work) => {
      const fromMs = this.#nowMs()
      const sum = (step ??= this.#begin(name))
      try {
        return await work()
      } finally {
        sum.tookMs = (sum.tookMs ?? 0) + this.#nowMs() - fromMs
      }
    }
  }

  /** Until its first token, and until its end. */
  async *engine(events: AsyncIterable<GenerateEvent>): AsyncGenerator<GenerateEvent> {
    const whole = this.#begin('engine')
    const first = this.#begin('first-token')
    try {
      for await (const event of events) {
        if (event.type === 'text-delta') first.tookMs ??= this.#nowMs() - first.fromMs
        yield event
      }
    } finally {
      const tookMs = this.#nowMs() - whole.fromMs
      first.tookMs ??= tookMs
      whole.tookMs = tookMs
    }
  }

  /** Counts the first time. */
  firstWords(): void {
    this.#firstWordsMs ??= Math.round(this.#nowMs())
  }

  sofar(): TurnSteps {
    const nowMs = this.#nowMs()
    const steps = this.#steps.map(({ name, fromMs, tookMs = nowMs - fromMs }) => ({
      name,
      fromMs: Math.round(fromMs),
      tookMs: Math.round(tookMs),
    }))
    return { ...(this.#firstWordsMs !== undefined && { firstWordsMs: this.#firstWordsMs }), steps }
  }

  #begin(name: TurnStep['name']): Open {
    const step: Open = { name, fromMs: this.#nowMs() }
    if (this.#steps.length === STEPS_MAX) this.#steps.splice(KEPT_FIRST, 1)
    this.#steps.push(step)
    return step
  }

  #nowMs = () => this.#clock.monotonicMs() - this.#zeroMs
}
