import {
  EngineError,
  isTransient,
  type Engine,
  type EngineCapabilities,
  type EngineHealth,
  type GenerateEvent,
  type GenerateRequest,
  type GuardPrompt,
  type PromptPart,
} from '../contract.ts'
import { engineStopped, requestAborted } from '../endings.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { addressOf, locationOf } from '../driver/address.ts'
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
import { answeredWithin } from './host/answered-within.ts'
import { asking, type Ask } from './host/ask.ts'
import { Availability } from './host/availability.ts'
import { explained } from './host/explained.ts'
import { firstQuestion } from './host/first-question.ts'
import { HostAbilities } from './host/host-abilities.ts'
import { HostText } from './host/host-text.ts'
import { contextOf, listedModels, lookAt, otherNames } from './host/model-list.ts'
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
  readonly #text: HostText
  readonly #abilities: HostAbilities
  readonly #availability: Availability
  readonly #breaker: Breaker
  readonly #closing = new AbortController()
  /** It left a count unanswered: until then its tokenizer is not asked. */
  #estimatesUntilMs = 0
  #hasServed = false
  /** Since it was learnt how its model writes and sees: the next probe follows an outage. */
  #wasReady = false

  constructor(options: HostOptions) {
    const { url, model, key, settings = ENGINE_SETTINGS, card, limits, clock, log, random } = options
    const address = addressOf(url, settings)
    this.name = `host:${locationOf(address)}`
    this.#options = options
    this.#settings = settings
    const promised = { ...(card ? promisedBy(card) : UNKNOWN_HOST), model }
    const given = { ...options.capabilities, model }
    this.#abilities = new HostAbilities({ promised, hasCard: card !== undefined, given, clock })
    const { stop, templateArguments } = card?.prompt ?? { stop: [], templateArguments: {} }
    const dialect = { type: 'openai', model, stop, templateArguments } as const
    this.#driver = new Driver({ address, key, settings, dialect, limits: { ...HOST_LIMITS, ...limits }, clock })
    const { sampling, controlMarks: candidates } = this.#abilities.current
    const onMarks = (controlMarks: readonly string[]) => this.#abilities.add({ controlMarks })
    const about = { host: this.name, driver: this.#driver, model, sampling, candidates }
    this.#text = new HostText({ ...about, onMarks, clock, log })
    this.#counter = new TokenCounter(this.#driver, model)
    this.#breaker = new Breaker({ engine: this.name, clock, log })
    const asked = {
      probe: (signal: AbortSignal) => this.#probe(signal),
      ask: async (signal: AbortSignal) => void (await this.#asking(signal)()),
      check: (signal: AbortSignal) => this.#check(signal),
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
        this.#availability.noteActivity()
        yield event
      }
    } catch (error) {
      if (error instanceof StatusError && error.code === 'prompt-too-long')
        this.#learnContext(error.contextTokens ?? this.#contextBelow(request))
      throw this.#closing.signal.aborted ? engineStopped() : error
    }
  }

  async countTokens(text: string, signal: AbortSignal): Promise<number> {
    const { clock } = this.#options
    if (clock.monotonicMs() < this.#estimatesUntilMs) return estimatedTokens(text)
    try {
      return await this.#counter.count(text, signal)
    } catch (error) {
      // Nobody's answer fails because a host that serves does not count, and no turn waits for it at each count.
      if (!isTransient(error) || !(await this.#availability.stillServes())) throw error
      this.#estimatesUntilMs = clock.monotonicMs() + ESTIMATES_MS
      return estimatedTokens(text)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(engineStopped())
    this.#driver.dispose()
  }

  /** @throws {EngineError} while it does not answer */
  async #probe(signal: AbortSignal): Promise<void> {
    const { model, contextTokens, log } = this.#options
    const { listed, others } = await this.#reached(signal)
    const ask = this.#asking(signal)
    const known = contextTokens ?? contextOf(model, listed)
    if (known !== undefined) this.#abilities.setContext(known)
    const isGuard = this.#abilities.current.guard !== 'none'
    if (this.#wasReady) this.#abilities.doubt()
    this.#wasReady = false
    if (!this.#abilities.areTried) await this.#text.learn(signal, this.#hasServed ? ASKED_AGAIN_MS : undefined)
    if (isGuard || !this.#abilities.areTried) await this.#abilities.try(ask)
    if (isGuard) await this.#tryGuard(signal)
    this.#breaker.served()
    const { faults, current } = this.#abilities
    const found = { contextTokens: current.contextTokens, missing: faults, leftOut: [...this.#driver.leftOut], others }
    log.info({ host: this.name, model, ...found }, this.#hasServed ? 'the host serves again' : 'the host serves')
    this.#hasServed = this.#wasReady = true
  }

  /** Puts the first question, which finds out where it is, and reads its list of models. */
  async #reached(signal: AbortSignal) {
    const { model, key } = this.#options
    const { model: modelSetting, key: keySetting } = this.#settings
    const path = this.#driver.apiPath
    const listed = await listedModels(this.#driver, signal)
    const others = otherNames(model, listed, modelSetting)
    const ask: Ask = this.#hasServed ? (question) => this.#askedAgain(question, signal) : this.#asking(signal)
    await firstQuestion(this.#driver, ask).catch((error: unknown) => {
      throw explained(error, { others, keySetting, hasKey: key !== undefined })
    })
    if (this.#driver.apiPath === path) return { listed, others }
    const listedThere = await listedModels(this.#driver, signal)
    return { listed: listedThere, others: otherNames(model, listedThere, modelSetting) }
  }

  #askedAgain(question: Parameters<Ask>[0], signal: AbortSignal) {
    const ask = (stop: AbortSignal) => this.#asking(stop)(question)
    return answeredWithin(ASKED_AGAIN_MS, { host: this.name, clock: this.#options.clock, ask }, signal)
  }

  async #check(signal: AbortSignal): Promise<void> {
    await lookAt(this.#driver, signal)
    await this.#text.learnMissing(signal)
    if (this.#abilities.areDue) await this.#abilities.try(this.#asking(signal))
  }

  /** Also of a host that was away: what came back may be another model. */
  async #tryGuard(signal: AbortSignal): Promise<void> {
    const { guard: level, sampling, firstTokenChoices, vision } = this.#abilities.current
    const { model: name, guardPrompt: prompt, log } = this.#options
    if (!firstTokenChoices)
      throw new EngineError(
        'unavailable',
        `The guard ${name} gives no token probabilities: set ${this.#settings.model} to another guard.`,
      )
    const generate = (request: GenerateRequest) => this.#driver.generate(request, signal)
    const trial = { name, level, sampling, prompt, generate }
    await testGuard(trial)
    const blind = { guardSeesPictures: false }
    this.#abilities.add(vision ? await guardSight(trial, this.#abilities.current) : blind)
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

  /** Where a refusal holds no number: less than what was refused, as far as a guard still reads its policy. */
  #contextBelow(refused: GenerateRequest): number {
    const { contextTokens, pictureTokens } = this.#abilities.current
    const { messages, tokensMax } = this.#fitted(refused)
    const tokensOf = (part: PromptPart) => (part.type === 'text' ? estimatedTokens(part.text) : pictureTokens)
    const asked = messages.flatMap(({ parts }) => parts).reduce((sum, part) => sum + tokensOf(part), tokensMax)
    return Math.max(CONTEXT_TOKENS_ENOUGH, Math.floor(Math.min(asked, contextTokens) * SHORTER))
  }

  #learnContext(contextTokens: number): void {
    if (contextTokens < CONTEXT_TOKENS_MIN || contextTokens >= this.#abilities.current.contextTokens) return
    this.#abilities.setContext(contextTokens)
    this.#options.log.info({ host: this.name, contextTokens }, 'the host reads less than was assumed')
  }
}

/**
 * Time enough to load a model at the start. A request that a host left lying is put twice more within the two minutes
 * that a person waits.
 */
const HOST_LIMITS = { firstTokenMs: 50_000 }
/** What asks a host that was away whether it is back: one that hangs is soon asked again. */
const ASKED_AGAIN_MS = 15_000
const ESTIMATES_MS = 180_000
const SHORTER = 0.6
/** What a host reads that does not say how much: no person's odd text makes it less. */
const CONTEXT_TOKENS_ENOUGH = 2_048
/** No model in use reads less. */
const CONTEXT_TOKENS_MIN = 256
