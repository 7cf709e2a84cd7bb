import { z } from 'zod'
import {
  EngineError,
  type Engine,
  type EngineCapabilities,
  type EngineHealth,
  type GenerateEvent,
  type GenerateRequest,
} from '../contract.ts'
import { engineStopped, requestAborted } from '../endings.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { addressOf, placeOf } from '../driver/address.ts'
import { Driver } from '../driver/driver.ts'
import type { DriverLimits } from '../driver/limits.ts'
import { TokenCounter } from '../driver/token-counter.ts'
import type { ModelCard } from '../models/card.ts'
import { nearest } from '#machine/nearest.ts'
import { HOST_CAPABILITIES, hostAbilities } from './host/abilities.ts'
import { promisedBy } from './capabilities.ts'
import { testGuard } from './guard-canary.ts'
import { marksKnownTo } from './host/known-marks.ts'
import { Reachability } from './host/reachability.ts'
import { beginsInThought } from './host/thought-trial.ts'

export type HostOptions = {
  /** `http://gpu:8000`, with or without `/v1`. */
  url: string
  /** As the host names it. */
  model: string
  key?: string
  /** What is known of the model; without it, cautious values. */
  card?: ModelCard
  /** Wins over the card and over what is found out: a guard's level and threshold, for instance. */
  capabilities?: Partial<EngineCapabilities>
  limits?: Partial<DriverLimits>
  clock: Clock
  log: Logger
  random: () => number
}

/**
 * Tokens from an OpenAI-compatible server elsewhere (vLLM, SGLang, llama-server). It is asked for its models until it
 * answers, and again after each failure; once it is there, what it can do is tried out before it serves.
 * @throws {AddressError} when the address is no address
 */
export function openHost(options: HostOptions): Engine {
  return new Host(options)
}

class Host implements Engine {
  readonly name: string
  readonly #options: HostOptions
  readonly #driver: Driver
  readonly #counter: TokenCounter
  readonly #reachability: Reachability
  readonly #closing = new AbortController()
  #capabilities: EngineCapabilities
  #isTried = false

  constructor(options: HostOptions) {
    const { url, model, key, card, limits, clock, log, random } = options
    const address = addressOf(url)
    this.name = `host:${placeOf(address)}`
    this.#options = options
    this.#capabilities = { ...(card ? promisedBy(card) : HOST_CAPABILITIES), ...options.capabilities, model }
    const { stop, templateArguments } = card?.prompt ?? { stop: [], templateArguments: {} }
    this.#driver = new Driver({
      address,
      key,
      dialect: { type: 'openai', model, stop, templateArguments, hasExtensions: true },
      limits,
      clock,
      onFault: (fault, about) => this.#reachability.lost(fault, about.retryAfterMs),
    })
    this.#counter = new TokenCounter(this.#driver, model)
    this.#reachability = new Reachability({ clock, random, log, probe: (signal) => this.#probe(signal) })
    void this.#reachability.watch(this.#closing.signal)
  }

  health(): EngineHealth {
    const { state } = this.#reachability
    if (state.state === 'ready') return { state: 'ready', model: this.#options.model }
    return state.state === 'failed' ? { ...state, comesBack: true } : state
  }

  ready(signal: AbortSignal): Promise<void> {
    return this.#reachability.ready(signal)
  }

  capabilities(): EngineCapabilities {
    return this.#capabilities
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    if (signal.aborted) throw requestAborted(signal)
    const { state } = this.#reachability
    if (state.state !== 'ready') throw new EngineError('unavailable', `${this.name} is not ready: ${state.detail}`)
    try {
      for await (const event of this.#driver.generate(request, AbortSignal.any([signal, this.#closing.signal]))) {
        if (event.type === 'end') this.#reachability.served()
        yield event
      }
    } catch (error) {
      throw this.#closing.signal.aborted ? engineStopped() : error
    }
  }

  countTokens(text: string, signal: AbortSignal): Promise<number> {
    return this.#counter.count(text, signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(engineStopped())
    this.#driver.dispose()
  }

  /** @throws {EngineError} while it does not serve our model */
  async #probe(signal: AbortSignal): Promise<void> {
    const { model, capabilities, card, log } = this.#options
    const listed = modelList.safeParse(await this.#driver.question('GET', '/v1/models', signal)).data?.data ?? []
    const ours = listed.find(({ id }) => id === model)
    if (!ours && listed.length > 0) throw notListed(this.name, model, listed.map(({ id }) => id))
    if (this.#isTried) return
    const found = await hostAbilities(this.#driver, this.#capabilities, signal)
    const told = ours?.max_model_len ?? ours?.meta?.n_ctx ?? card?.contextTokens
    const contextTokens = told ?? HOST_CAPABILITIES.contextTokens
    const promptTokens = Math.min(this.#capabilities.promptTokens, contextTokens)
    this.#capabilities = { ...this.#capabilities, ...found, contextTokens, promptTokens, ...capabilities, model }
    const traits = await this.#learnText(signal)
    await this.#tryGuard(signal)
    this.#isTried = true
    log.info({ host: this.name, model, contextTokens, ...found, ...traits }, 'the host serves')
  }

  /** Which strings are control tokens, and whether its answers begin in a thought. */
  async #learnText(signal: AbortSignal) {
    const { model, clock } = this.#options
    const { sampling, controlMarks: candidates } = this.#capabilities
    const controlMarks = await marksKnownTo(this.#driver, { model, candidates }, signal)
    const startsInThought = await beginsInThought(this.#driver, { sampling, clock }, signal)
    this.#capabilities = { ...this.#capabilities, ...(controlMarks && { controlMarks }) }
    this.#driver.setTextTraits({ startsInThought, ...(controlMarks && { controlMarks }) })
    return { controlMarks: controlMarks?.length ?? 'unknown', startsInThought }
  }

  async #tryGuard(signal: AbortSignal): Promise<void> {
    const { guard: level, sampling } = this.#capabilities
    if (level === 'none') return
    const generate = (request: GenerateRequest) => this.#driver.generate(request, signal)
    await testGuard({ name: this.#options.model, level, sampling, generate })
  }
}

const modelList = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      max_model_len: z.int().positive().nullish(),
      meta: z.object({ n_ctx: z.int().positive().nullish() }).nullish(),
    }),
  ),
})

function notListed(host: string, model: string, names: readonly string[]): EngineError {
  const right = nearest(model, names) ?? names.slice(0, NAMES_MAX).join(', ')
  return new EngineError('unavailable', `${host} has no model "${model}". It has: ${right}. Set CHASQUI_ENGINE_MODEL.`)
}

const NAMES_MAX = 5
