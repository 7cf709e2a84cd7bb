import type { EngineCapabilities } from '../../contract.ts'
import type { Clock } from '#machine/clock.ts'
import { promptTokensIn } from '../capabilities.ts'
import type { Ask } from './ask.ts'
import { HOST_TRIALS, tried } from './trials.ts'

export type HostAbilitiesOptions = {
  /** By the model's card, or by what is assumed of a host that nothing is known of. */
  promised: EngineCapabilities
  /** Where a card promises eyes, something is wrong without them; others may have none. */
  hasCard: boolean
  /** Wins over all that is found out. */
  given: Partial<EngineCapabilities>
  clock: Clock
}

/** What a host can do: what was promised of it, corrected by what was found. */
export class HostAbilities {
  readonly #options: HostAbilitiesOptions
  #current: EngineCapabilities
  #faults: Readonly<Record<string, string>> = {}
  #triedAtMs: number | undefined

  constructor(options: HostAbilitiesOptions) {
    this.#options = options
    this.#current = { ...options.promised, ...options.given }
    this.setContext(options.promised.contextTokens)
  }

  get current(): EngineCapabilities {
    return this.#current
  }

  /** Why abilities are missing. */
  get faults(): Readonly<Record<string, string>> {
    return this.#faults
  }

  /** Of prompt and answer together. */
  setContext(contextTokens: number): void {
    const { promptTokens } = this.#options.promised
    this.#current = { ...this.#current, contextTokens, promptTokens: promptTokensIn(contextTokens, promptTokens) }
  }

  add(found: Partial<EngineCapabilities>): void {
    this.#current = { ...this.#current, ...found, ...this.#options.given }
  }

  /** All are tried again: what came back after an outage may be another model. Until then they are as they were. */
  doubt(): void {
    this.#triedAtMs = undefined
  }

  get areTried(): boolean {
    return this.#triedAtMs !== undefined
  }

  /** Missing ones may have come, with another model or a projector, and a fault may have passed. */
  get areDue(): boolean {
    const { clock } = this.#options
    const isOver = this.#triedAtMs !== undefined && clock.monotonicMs() - this.#triedAtMs >= AGAIN_MS
    return isOver && Object.keys(this.#faults).length > 0
  }

  /**
   * All of them at first, later those that were missing: what is there stays until the host was away.
   * @throws {EngineError} when the host goes away meanwhile
   */
  async try(ask: Ask): Promise<void> {
    const { promised, hasCard, given, clock } = this.#options
    const trials = HOST_TRIALS.filter(({ ability }) => !this.areTried || ability in this.#faults)
    const { found, faults } = await tried(trials, ask, promised)
    const { visionFault: _, ...before } = this.#current
    const visionFault = hasCard && faults.pictures !== undefined ? { visionFault: faults.pictures } : {}
    this.#current = { ...before, ...found, ...visionFault, ...given }
    this.#faults = faults
    this.#triedAtMs = clock.monotonicMs()
  }
}

/** Missing abilities are tried again after so long. */
const AGAIN_MS = 600_000
