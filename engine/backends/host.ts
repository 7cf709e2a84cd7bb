import {
  EngineError,
  isPassing,
  type Engine,
  type EngineCapabilities,
  type EngineHealth,
  type GenerateEvent,
  type GenerateRequest,
  type GuardPrompt,
} from '../contract.ts'
import { engineStopped, requestAborted } from '../endings.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { addressOf, placeOf } from '../driver/address.ts'
import { Driver } from '../driver/driver.ts'
import { StatusError } from '../driver/faults.ts'
import type { DriverLimits } from '../driver/limits.ts'
import { ENGINE_SETTINGS, type SettingNames } from '../driver/setting-names.ts'
import { estimatedTokens, TokenCounter } from '../driver/token-counter.ts'
import type { ModelCard } from '../models/card.ts'
import { Breaker } from './breaker.ts'
import { promisedBy } from './capabilities.ts'
import { testGuard } from './guard-canary.ts'
import { guardSight } from './guard-sight.ts'
import { asking, type Ask } from './host/ask.ts'
import { Availability } from './host/availability.ts'
import { explained } from './host/explained.ts'
import { firstQuestion } from './host/first-question.ts'
import { HostAbilities } from './host/host-abilities.ts'
import { marksKnownTo } from './host/known-marks.ts'
import { contextOf, listedModels, lookAt, otherNames } from './host/model-list.ts'
import { beginsInThought } from './host/thought-trial.ts'
import { UNKNOWN_HOST } from './host/unknown-host.ts'
import { isolated } from './isolate.ts'

export type HostOptions = {
  /** `http://gpu:8000`, with or without `/v1`. */
  url: string
  /** As the host names it. */
  model: string
  key?: string | undefined
  /** How the operator calls these three. */
  settings?: SettingNames
  /** What is known of the model; without it, cautious values. */
  card?: ModelCard | undefined
  /** Tokens of prompt and answer together, where the operator knows better than the host tells. */
  contextTokens?: number | undefined
  /** Wins over the card and over what is found out: a guard's level and threshold, for instance. */
  capabilities?: Partial<EngineCapabilities> | undefined
  guardPrompt: GuardPrompt
  limits?: Partial<DriverLimits>
  clock: Clock
  log: Logger
  random: () => number
}

/**
 * Tokens from an OpenAI-compatible server elsewhere (vLLM, SGLang, llama-server, a gateway in front of them). It serves
 * from its first answer on, once what it can do was tried out. One request that fails there is no more than that.
 * @throws {AddressError} when the address is no address
 */
export function openHost(options: HostOptions): Engine {
  return new Host(options)
}

class Host implements Engine {
  readonly name: string
  readonly #options: HostOptions
  readonly #settings: SettingNames
  readonly #driver: Driver
  readonly #counter: TokenCounter
  readonly #abilities: HostAbilities
  readonly #availability: Availability
  readonly #breaker: Breaker
  readonly #closing = new AbortController()
  #hasServed = false

  constructor(options: HostOptions) {
    const { url, model, key, settings = ENGINE_SETTINGS, card, limits, clock, log, random } = options
    const address = addressOf(url, settings)
    this.name = `host:${placeOf(address)}`
    this.#options = options
    this.#settings = settings
    const promised = { ...(card ? promisedBy(card) : UNKNOWN_HOST), model }
    const given = { ...options.capabilities, model }
    this.#abilities = new HostAbilities({ promised, hasCard: card !== undefined, given, clock })
    const { stop, templateArguments } = card?.prompt ?? { stop: [], templateArguments: {} }
    const dialect = { type: 'openai', model, stop, templateArguments } as const
    this.#driver = new Driver({ address, key, settings, dialect, limits, clock })
    this.#counter = new TokenCounter(this.#driver, model)
    this.#breaker = new Breaker({ engine: this.name, clock, log })
    const asked = {
      probe: (signal: AbortSignal) => this.#probe(signal),
      ask: async (signal: AbortSignal) => void (await this.#asking(signal)()),
      look: (signal: AbortSignal) => this.#look(signal),
    }
    this.#availability = new Availability({ host: this.name, clock, random, log, ...asked }, this.#closing.signal)
  }

  health(): EngineHealth {
    const { state } = this.#availability
    if (state.state === 'ready') return { state: 'ready', model: this.#options.model }
    return state.state === 'failed' ? { ...state, comesBack: true } : state
  }

  ready(signal: AbortSignal): Promise<void> {
    return this.#availability.ready(signal)
  }

  capabilities(): EngineCapabilities {
    return this.#abilities.current
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    if (signal.aborted) throw requestAborted(signal)
    const { state } = this.#availability
    if (state.state !== 'ready') throw new EngineError('unavailable', `${this.name} is not ready: ${state.detail}`)
    const isolation = { breaker: this.#breaker, stillServes: () => this.#availability.stillServes() }
    const stop = AbortSignal.any([signal, this.#closing.signal])
    const events = () => this.#driver.generate(this.#fitted(request), stop)
    try {
      for await (const event of isolated(isolation, { request, events }, stop)) {
        this.#availability.heard()
        yield event
      }
    } catch (error) {
      if (error instanceof StatusError && error.contextTokens !== undefined) this.#learnContext(error.contextTokens)
      throw this.#closing.signal.aborted ? engineStopped() : error
    }
  }

  async countTokens(text: string, signal: AbortSignal): Promise<number> {
    try {
      return await this.#counter.count(text, signal)
    } catch (error) {
      // Nobody's answer fails because a host that serves does not count.
      if (isPassing(error) && (await this.#availability.stillServes())) return estimatedTokens(text)
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(engineStopped())
    this.#driver.dispose()
  }

  /** @throws {EngineError} while it does not answer */
  async #probe(signal: AbortSignal): Promise<void> {
    const { model, key, contextTokens, log } = this.#options
    const listed = await listedModels(this.#driver, signal)
    const ask = this.#asking(signal)
    const { model: modelSetting, key: keySetting } = this.#settings
    const others = otherNames(model, listed, modelSetting)
    await firstQuestion(this.#driver, ask).catch((error: unknown) => {
      throw explained(error, { others, keySetting, hasKey: key !== undefined })
    })
    const known = contextTokens ?? contextOf(model, listed)
    if (known !== undefined) this.#abilities.setContext(known)
    const isGuard = this.#abilities.current.guard !== 'none'
    if (!this.#abilities.areTried) await this.#learnText(signal)
    if (isGuard || !this.#abilities.areTried) await this.#abilities.try(ask)
    if (isGuard) await this.#tryGuard(signal)
    this.#breaker.served()
    const { faults, current } = this.#abilities
    const found = { contextTokens: current.contextTokens, missing: faults, leftOut: [...this.#driver.leftOut], others }
    log.info({ host: this.name, model, ...found }, this.#hasServed ? 'the host serves again' : 'the host serves')
    this.#hasServed = true
  }

  /** Which strings are control tokens, and whether its answers begin in a thought. */
  async #learnText(signal: AbortSignal): Promise<void> {
    const { model, clock, log } = this.#options
    const { sampling, controlMarks: candidates } = this.#abilities.current
    const controlMarks = await marksKnownTo(this.#driver, { model, candidates }, signal)
    const startsInThought = await beginsInThought(this.#driver, { sampling, clock }, signal)
    this.#driver.setTextTraits({ startsInThought, ...(controlMarks && { controlMarks }) })
    if (controlMarks) this.#abilities.add({ controlMarks })
    log.debug({ host: this.name, controlMarks: controlMarks?.length ?? 'unknown', startsInThought }, 'how the model writes')
  }

  async #look(signal: AbortSignal): Promise<void> {
    await lookAt(this.#driver, signal)
    if (this.#abilities.areDue) await this.#abilities.try(this.#asking(signal))
  }

  /** Also of a host that was away: what came back may be another model. */
  async #tryGuard(signal: AbortSignal): Promise<void> {
    const { guard: level, sampling, firstTokenChoices, vision, guardSeesPictures } = this.#abilities.current
    const { model: name, guardPrompt: prompt, log } = this.#options
    if (!firstTokenChoices)
      throw new EngineError(
        'unavailable',
        `The guard ${name} gives no token probabilities: set ${this.#settings.model} to another guard.`,
      )
    const generate = (request: GenerateRequest) => this.#driver.generate(request, signal)
    const trial = { name, level, sampling, prompt, generate }
    await testGuard(trial)
    const isKnownToSee = this.#hasServed && guardSeesPictures
    const blind = { guardSeesPictures: false }
    if (!isKnownToSee) this.#abilities.add(vision ? await guardSight(trial, this.#abilities.current) : blind)
    const found = { guardSeesPictures: this.#abilities.current.guardSeesPictures }
    log.info({ host: this.name, model: name, ...found }, 'the guard passed its trial')
  }

  #asking(signal: AbortSignal): Ask {
    return asking(this.#driver, this.#abilities.current.sampling, signal)
  }

  /** Hosts refuse a prompt that leaves less room for the answer than was asked for. */
  #fitted(request: GenerateRequest): GenerateRequest {
    const { contextTokens, promptTokens } = this.#abilities.current
    return { ...request, tokensMax: Math.min(request.tokensMax, contextTokens - promptTokens) }
  }

  #learnContext(contextTokens: number): void {
    if (contextTokens < CONTEXT_TOKENS_MIN || contextTokens >= this.#abilities.current.contextTokens) return
    this.#abilities.setContext(contextTokens)
    this.#options.log.info({ host: this.name, contextTokens }, 'the host reads less than was assumed')
  }
}

/** No model in use reads less. */
const CONTEXT_TOKENS_MIN = 256
