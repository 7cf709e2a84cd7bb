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
import { contextOf, listedModels, checkHost, otherNames } from './host/model-list.ts'
import { UNKNOWN_HOST } from './host/unknown-host.ts'
import { isolated } from './isolate.ts'
import { say } from '../sentences.ts'

export type HostOptions = {
  /** `http://gpu:8000`, with or without `/v1`. */
  url: string
  /** The model's name on the host. */
  model: string
  key?: string | undefined
  /** The names of these three settings. */
  settings?: SettingNames
  /** The model's card; without it, cautious defaults are used. */
  card?: ModelCard | undefined
  /** Tokens of prompt and answer together, when the operator sets it. */
  contextTokens?: number | undefined
  /** Overrides the card and what the trials find: a guard's level and threshold, for instance. */
  capabilities?: Partial<EngineCapabilities> | undefined
  guardPrompt: GuardPrompt
  limits?: Partial<DriverLimits>
  clock: Clock
  log: Logger
  random: () => number
}

/**
 * An engine on an OpenAI-compatible server (vLLM, SGLang, llama-server, a gateway in front of them). It is ready
 * once it has answered a question and its abilities were tested. When one request fails, only that request fails.
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
  /** The tokenizer did not answer: until this time tokens are estimated. */
  #estimatesUntilMs = 0
  #hasServed = false
  /** The abilities of its model were tested: the next probe comes after an outage. */
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
      // A tokenizer that fails must not fail a turn, and turns must not wait for it at each count.
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
    if (this.#wasReady) this.#abilities.invalidate()
    this.#wasReady = false
    if (!this.#abilities.areTried) await this.#text.learn(signal, this.#hasServed ? ASKED_AGAIN_MS : undefined)
    if (isGuard || !this.#abilities.areTried) await this.#abilities.try(ask)
    if (isGuard) await this.#tryGuard(signal)
    this.#breaker.served()
    const { faults, current } = this.#abilities
    const found = { contextTokens: current.contextTokens, missing: faults, leftOut: [...this.#driver.leftOut], others }
    log.info({ host: this.name, model, ...found }, this.#hasServed ? 'host is reachable again' : 'host is reachable')
    this.#hasServed = this.#wasReady = true
  }

  /** Sends the first question, which finds the API's path, and reads the list of models. */
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
    await checkHost(this.#driver, signal)
    await this.#text.learnMissing(signal)
    if (this.#abilities.areDue) await this.#abilities.try(this.#asking(signal))
  }

  /** Repeated after each outage: the host may now serve another model. */
  async #tryGuard(signal: AbortSignal): Promise<void> {
    const { guard: level, sampling, firstTokenChoices, vision } = this.#abilities.current
    const { model: name, guardPrompt: prompt, log } = this.#options
    if (!firstTokenChoices)
      throw new EngineError(
        'unavailable',
        say('guard.no-probabilities', { model: name, setting: this.#settings.model }),
      )
    const generate = (request: GenerateRequest) => this.#driver.generate(request, signal)
    const trial = { name, level, sampling, prompt, generate }
    await testGuard(trial)
    const blind = { guardSeesPictures: false }
    this.#abilities.add(vision ? await guardSight(trial, this.#abilities.current) : blind)
    const found = { guardSeesPictures: this.#abilities.current.guardSeesPictures }
    log.info({ host: this.name, model: name, ...found }, 'guard passed its trial')
  }

  #asking(signal: AbortSignal): Ask {
    return asking(this.#driver, this.#abilities.current.sampling, signal)
  }

  /** Hosts refuse a prompt that leaves less room for the answer than was asked for. */
  #fitted(request: GenerateRequest): GenerateRequest {
    const { contextTokens, promptTokens } = this.#abilities.current
    return { ...request, tokensMax: Math.min(request.tokensMax, contextTokens - promptTokens) }
  }

  /** When the refusal names no limit: less than what was refused, but enough for a guard to read its policy. */
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
    this.#options.log.info({ host: this.name, contextTokens }, 'host has a smaller context than assumed')
  }
}

/**
 * Enough time for a host to load a model. A request that times out can be retried twice within the two minutes that a
 * person waits.
 */
const HOST_LIMITS = { firstTokenMs: 50_000 }
/** Deadline of the question that checks an unreachable host: a hanging host is soon asked again. */
const ASKED_AGAIN_MS = 15_000
const ESTIMATES_MS = 180_000
const SHORTER = 0.6
/** The assumed context of a host that does not report one is never lowered below this. */
const CONTEXT_TOKENS_ENOUGH = 2_048
/** No model in use has a smaller context. */
const CONTEXT_TOKENS_MIN = 256
