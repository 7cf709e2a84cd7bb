import type { EngineCapabilities } from '../../contract.ts'
import type { Clock } from '#machine/clock.ts'
import { promptTokensIn } from '../capabilities.ts'
import type { Ask } from './ask.ts'
import { HOST_TRIALS, tried, type Tried } from './trials.ts'
import { toldAs } from '#machine/sentence.ts'

export type HostAbilitiesOptions = {
  /** From the model's card, or the assumptions about an unknown host. */
  promised: EngineCapabilities
  /** If the card says that the model reads pictures, missing vision is a fault. */
  hasCard: boolean
  /** Set by the operator; overrides what the trials find. */
  given: Partial<EngineCapabilities>
  clock: Clock
}

/** The abilities of a host: as promised, corrected by what the trials found. */
export class HostAbilities {
  readonly #options: HostAbilitiesOptions
  #current: EngineCapabilities
  #faults: Tried['faults'] = {}
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
  get faults(): Tried['faults'] {
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

  /** All abilities are tested again: after an outage the host may serve another model. Until then the old ones hold. */
  invalidate(): void {
    this.#triedAtMs = undefined
  }

  get areTried(): boolean {
    return this.#triedAtMs !== undefined
  }

  /** Missing abilities may appear later, with another model or a projector, and a fault may be transient. */
  get areDue(): boolean {
    const { clock } = this.#options
    const isOver = this.#triedAtMs !== undefined && clock.monotonicMs() - this.#triedAtMs >= AGAIN_MS
    return isOver && Object.keys(this.#faults).length > 0
  }

  /**
   * Tests all abilities at first, later the missing ones: a found ability is kept until the next outage.
   * @throws {EngineError} when the host becomes unreachable meanwhile
   */
  async try(ask: Ask): Promise<void> {
    const { promised, hasCard, given, clock } = this.#options
    const trials = HOST_TRIALS.filter(({ ability }) => !this.areTried || ability in this.#faults)
    const { found, faults } = await tried(trials, ask, promised)
    const { visionFault: _, ...before } = this.#current
    const visionFault =
      hasCard && faults.pictures !== undefined ? { visionFault: toldAs('detail', faults.pictures) } : {}
    this.#current = { ...before, ...found, ...visionFault, ...given }
    this.#faults = faults
    this.#triedAtMs = clock.monotonicMs()
  }
}

/** Missing abilities are tested again after this time. */
const AGAIN_MS = 600_000
