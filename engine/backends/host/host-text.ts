import { EngineError, type Sampling } from '../../contract.ts'
import type { Driver } from '../../driver/driver.ts'
import { UNMISTAKABLE_MARKS } from '../../models/control-marks.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { marksKnownTo } from './known-marks.ts'
import { beginsInThought } from './thought-trial.ts'

export type HostTextOptions = {
  host: string
  driver: Driver
  model: string
  sampling: Sampling
  /** All strings that may be control tokens of this host. */
  candidates: readonly string[]
  onMarks: (controlMarks: readonly string[]) => void
  clock: Clock
  log: Logger
}

/** How a host's model writes: which strings are control tokens, and whether its answers begin inside a thought. */
export class HostText {
  readonly #options: HostTextOptions
  #areMarksOpen = false
  #startsInThought = false

  constructor(options: HostTextOptions) {
    this.#options = options
  }

  /** @throws {EngineError} when the host becomes unreachable meanwhile */
  async learn(signal: AbortSignal, trialMs?: number): Promise<void> {
    const { host, driver, sampling, clock, log } = this.#options
    await this.#learnMarks(signal)
    const found = await beginsInThought(driver, { sampling, clock, trialMs }, signal)
    this.#startsInThought = found ?? this.#startsInThought
    driver.setTextTraits({ startsInThought: this.#startsInThought })
    log.debug({ host, startsInThought: this.#startsInThought }, 'thoughts of the model')
  }

  /** Asks a tokenizer again that failed before. */
  async learnMissing(signal: AbortSignal): Promise<void> {
    if (this.#areMarksOpen) await this.#learnMarks(signal)
  }

  async #learnMarks(signal: AbortSignal): Promise<void> {
    const { host, driver, model, candidates, onMarks, log } = this.#options
    const known = await marksKnownTo(driver, { model, candidates }, signal).catch((error: unknown) => {
      if (signal.aborted || !(error instanceof EngineError)) throw error
      return 'open' as const
    })
    this.#areMarksOpen = known === 'open'
    const controlMarks = known === 'open' ? undefined : known
    driver.setTextTraits({ controlMarks: controlMarks ?? UNMISTAKABLE_MARKS })
    onMarks(controlMarks ?? candidates)
    log.debug({ host, controlMarks: controlMarks?.length ?? 'unknown' }, 'control tokens of the model')
  }
}
