import { EngineError, isTransient, type Embedder, type EngineHealth } from '../contract.ts'
import { engineStopped } from '../endings.ts'
import { backOffMs } from '#machine/back-off.mjs'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { retry } from '#machine/retry.ts'
import { Availability } from '../backends/host/availability.ts'
import { explained } from '../backends/host/explained.ts'
import { checkHost, listedModels, otherNames } from '../backends/host/model-list.ts'
import { addressOf, locationOf } from '../driver/address.ts'
import { Driver } from '../driver/driver.ts'
import { isUnknownPath, StatusError } from '../driver/faults.ts'
import type { SettingNames } from '../driver/setting-names.ts'
import { embedderWith, type EmbedBackend } from './embedder.ts'
import { promptFormOf } from './prompt-forms.ts'
import { EMBED_LIMITS, requestVectors, vectorsOfBeginnings } from './request.ts'

export type HostedOptions = {
  /** `http://gpu:8000`, with or without `/v1`. */
  readonly url: string
  /** The model's name on the host. */
  readonly model: string
  readonly key?: string | undefined
  readonly settings: SettingNames
  readonly requestsMax: number
  readonly clock: Clock
  readonly log: Logger
  readonly random: () => number
}

/** Hosts take more, but a question may have to wait for one such request. */
const TEXTS_MAX = 32

/**
 * An embedding model on a host that answers `/v1/embeddings`.
 * @throws {AddressError} when the address is no address
 */
export function openHosted(options: HostedOptions): Embedder {
  const { model, requestsMax, clock } = options
  const form = promptFormOf(model)
  const wrapped = { form, permits: requestsMax, textsMax: TEXTS_MAX, isPreemptible: true, clock }
  return embedderWith(new Hosted(options), wrapped)
}

class Hosted implements EmbedBackend {
  readonly name: string
  readonly model: string
  dimensions: number | undefined
  readonly #options: HostedOptions
  readonly #driver: Driver
  readonly #availability: Availability
  readonly #closing = new AbortController()

  constructor(options: HostedOptions) {
    const { url, model, key, settings, clock, random, log } = options
    const address = addressOf(url, settings)
    this.#options = options
    this.name = `embedder:${locationOf(address)}`
    this.model = model
    const dialect = { type: 'openai', model, stop: [], templateArguments: {} } as const
    this.#driver = new Driver({ address, key, settings, dialect, limits: EMBED_LIMITS, clock })
    const asked = {
      probe: (signal: AbortSignal) => this.#probe(signal),
      ask: async (signal: AbortSignal) => void (await this.#request(HELLO, signal)),
      check: (signal: AbortSignal) => checkHost(this.#driver, signal),
    }
    this.#availability = new Availability({ host: this.name, clock, random, log, ...asked }, this.#closing.signal)
  }

  health(): EngineHealth {
    const { state } = this.#availability
    if (state.state === 'ready') return { state: 'ready', model: this.model }
    return state.state === 'failed' ? { ...state, comesBack: true } : state
  }

  /** It runs elsewhere. */
  memory(): undefined {
    return undefined
  }

  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const stop = AbortSignal.any([signal, this.#closing.signal])
    const { clock } = this.#options
    const pauseMs = (failures: number, error: unknown) =>
      (error instanceof EngineError ? error.retryAfterMs : undefined) ?? backOffMs(failures, BACK_OFF)
    const ask = async (beginnings: readonly string[]) => {
      try {
        return await this.#request(beginnings, stop)
      } catch (error) {
        if (stop.aborted || !isTransient(error) || (await this.#availability.stillServes())) throw error
        throw new NotServing(error)
      }
    }
    const isOnlyThisRequest = (error: unknown) => isTransient(error) && !(error instanceof NotServing)
    const policy = { clock, pauseMs, triesMax: TRIES_MAX, isTransient: isOnlyThisRequest }
    const asked = (beginnings: readonly string[]) => retry(() => ask(beginnings), policy, stop)
    return vectorsOfBeginnings(texts, asked, isRefusal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(engineStopped())
    this.#driver.dispose()
  }

  #request(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const { name: of, model, dimensions } = this
    return requestVectors({ driver: this.#driver, of, model, texts, dimensions }, signal)
  }

  /** After an outage it may serve another model, with vectors of another length. */
  async #probe(signal: AbortSignal): Promise<void> {
    const { key, settings, log } = this.#options
    this.dimensions = undefined
    const listed = await listedModels(this.#driver, signal)
    const others = otherNames(this.model, listed, settings.model)
    const [vector] = await this.#firstRequest(signal).catch((error: unknown) => {
      throw explained(error, { others, keySetting: settings.key, hasKey: key !== undefined })
    })
    this.dimensions = vector?.length
    log.info({ host: this.name, model: this.model, dimensions: this.dimensions }, 'host of the embedder is reachable')
  }

  /** Tries the configured address with `/v1`, then without. */
  async #firstRequest(signal: AbortSignal): Promise<Float32Array[]> {
    try {
      return await this.#request(HELLO, signal)
    } catch (error) {
      if (!isUnknownPath(error)) throw error
      const before = this.#driver.apiPath
      this.#driver.apiPath = before === '' ? '/v1' : ''
      return await this.#request(HELLO, signal).catch(() => {
        this.#driver.apiPath = before
        throw error
      })
    }
  }
}

const isRefusal = (error: unknown) =>
  error instanceof StatusError && (error.code === 'refused' || error.code === 'prompt-too-long')

/** The host does not serve anybody now: a retry waits until it is ready. */
class NotServing extends EngineError {
  constructor(cause: EngineError) {
    super('unavailable', cause.message, { cause })
  }
}

const HELLO = ['hello']
const TRIES_MAX = 3
const BACK_OFF = { firstMs: 250, maxMs: 5_000 }
