import {
  EngineError,
  type Engine,
  type EngineCapabilities,
  type EngineHealth,
  type EngineTest,
  type GenerateEvent,
  type GenerateRequest,
  type GuardPrompt,
} from '../contract.ts'
import { engineStopped, programMissing, requestAborted } from '../endings.ts'
import type { Child } from '#machine/child-options.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { Program } from '#machine/programs.ts'
import { Driver } from '../driver/driver.ts'
import type { DriverLimits } from '../driver/limits.ts'
import { TokenCounter } from '../driver/token-counter.ts'
import { marksOfModel } from '../models/gguf-marks.ts'
import type { LoadedModel } from '../models/load.ts'
import { absentEngine } from './absent.ts'
import { Breaker } from './breaker.ts'
import { promisedBy } from './capabilities.ts'
import { serverArguments, slotTokensFor } from './embedded/arguments.ts'
import { watchHeartbeat, type HeartbeatOptions } from './embedded/heartbeat.ts'
import { Quarantine } from './embedded/quarantine.ts'
import { scrubLine } from './embedded/scrub.ts'
import { HEALTH_EVERY_MS, serverHealth, untilHealthy } from './embedded/server-health.ts'
import { newEndpoint, prepareServer, superviseServer } from './embedded/server.ts'
import { GUARD_SLOTS, Slots } from './embedded/slots.ts'
import { beginsInThought, templateOpensThought } from './host/thought-trial.ts'
import { isolated } from './isolate.ts'
import { selfTested } from './self-test.ts'

export type EmbeddedOptions = {
  model: LoadedModel
  llamaServer: Program
  /** A private folder with a short path: the path of a socket may have about a hundred bytes. */
  socketFolder: string
  cores: number
  /** Parallel requests, for the dispatcher; one is reserved for the guard when the model's card says it is a guard. */
  slots?: number
  contextTokens?: number | undefined
  guardPrompt: GuardPrompt
  limits?: Partial<DriverLimits>
  heartbeat?: Partial<HeartbeatOptions>
  clock: Clock
  log: Logger
}

/** The engine, with the id of its current process. */
export type EmbeddedEngine = Engine & { readonly pid: number | undefined; readonly slots: number }

const EMBEDDED_SLOTS = 4

/**
 * Runs llama-server as one supervised child process, on a unix socket that only this user can open. It serves once it
 * has passed its self-test. When it dies, the requests in flight fail as `interrupted` and it is started again. When a
 * request fails while the process lives, only that request fails.
 */
export function openEmbedded(options: EmbeddedOptions): EmbeddedEngine {
  const { model, llamaServer, slots = EMBEDDED_SLOTS } = options
  if (!('missing' in llamaServer)) return new Embedded(options, llamaServer, slots)
  const capabilities = promisedBy(model.card)
  const absent = absentEngine({
    name: nameOf(model),
    capabilities,
    said: programMissing(llamaServer.missing),
    clock: options.clock,
  })
  return Object.assign(absent, { pid: undefined, slots })
}

const nameOf = (model: LoadedModel) => `embedded:${model.name}`

class Embedded implements EmbeddedEngine {
  readonly name: string
  readonly slots: number
  readonly #options: EmbeddedOptions
  readonly #driver: Driver
  readonly #child: Child
  readonly #counter: TokenCounter
  readonly #quarantine: Quarantine
  readonly #breaker: Breaker
  readonly #closing = new AbortController()
  #slots: Slots
  #capabilities: EngineCapabilities
  #startedMs: number
  #isServing = false
  #testsSinceMs: number | undefined
  #tested: EngineTest | undefined
  /** The connection of a request broke: the process may have exited although the exit event has not come yet. */
  #mayBeGone = false

  constructor(options: EmbeddedOptions, program: Exclude<Program, { missing: string }>, slots: number) {
    const { model, socketFolder, clock, log, limits, cores } = options
    const { card } = model
    this.name = nameOf(model)
    this.slots = slots
    this.#options = options
    this.#capabilities = promisedBy(card)
    this.#quarantine = new Quarantine(clock)
    this.#breaker = new Breaker({ engine: this.name, clock, log })
    this.#startedMs = clock.monotonicMs()
    this.#slots = this.#newSlots()
    const endpoint = newEndpoint(socketFolder, card.name)
    const { stop, templateArguments } = card.prompt
    this.#driver = new Driver({
      address: { type: 'socket', path: endpoint.socketPath },
      key: endpoint.key,
      dialect: { type: 'llama-server', model: card.name, stop, templateArguments },
      limits,
      clock,
    })
    this.#counter = new TokenCounter(this.#driver, card.name)
    const slotTokens = slotTokensFor(card, options.contextTokens)
    this.#child = superviseServer({
      model: card.name,
      program,
      args: serverArguments({ ...endpoint, model, slots: this.#slotCount(), slotTokens, cores }),
      prepare: async (signal) => {
        this.#startedMs = clock.monotonicMs()
        this.#testsSinceMs = undefined
        await prepareServer(model, endpoint, signal)
        await this.#readMarks(signal)
      },
      ready: (signal) => this.#becomeReady(signal),
      scrub: (line) => scrubLine(line, this.#isServing),
      clock,
      log,
    })
    this.#child.onExit(() => this.#exited())
    const heartbeat = { ...options.heartbeat, child: this.#child, driver: this.#driver, clock, log }
    void watchHeartbeat(heartbeat, this.#closing.signal)
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  health(): EngineHealth {
    const { model, clock } = this.#options
    const isTested = this.#testsSinceMs !== undefined
    return serverHealth(this.#child, { model: model.name, startedMs: this.#startedMs, isTested, clock })
  }

  async ready(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted()
      const { state } = this.#child.state
      // Only a restart helps a failed child; callers wait for it until their own signal aborts.
      if (state === 'failed' || state === 'stopped') await this.#options.clock.sleep(CHECK_AGAIN_MS, signal)
      else if (state === 'ready' && this.#mayBeGone) await this.#checkAgain(signal)
      else if (state === 'ready') return
      else await this.#child.whenReady(signal).catch(() => undefined)
    }
  }

  capabilities(): EngineCapabilities {
    return this.#capabilities
  }

  tested(): EngineTest | undefined {
    return this.#tested
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    this.#refuseEarly(request, signal)
    const stop = AbortSignal.any([signal, this.#closing.signal])
    const { pid } = this.#child
    const isolation = { breaker: this.#breaker, stillServes: () => this.#stillServes(pid, stop) }
    try {
      yield* isolated(isolation, { request, events: () => this.#attempt(request, stop) }, stop)
    } catch (error) {
      throw this.#closing.signal.aborted ? engineStopped() : error
    }
  }

  async *#attempt(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    const { slot, release } = this.#slots.take(request.class, request.cacheKey)
    this.#quarantine.enter(request.id)
    let wasCut = false
    try {
      yield* this.#driver.generate(request, signal, slot)
    } catch (error) {
      wasCut = error instanceof EngineError && (error.code === 'interrupted' || error.code === 'unavailable')
      throw error
    } finally {
      release()
      this.#quarantine.leave(request.id, wasCut)
    }
  }

  async countTokens(text: string, signal: AbortSignal): Promise<number> {
    await this.ready(signal)
    return this.#counter.count(text, signal)
  }

  async forget(cacheKeys: readonly string[], signal: AbortSignal): Promise<number> {
    // A process that is gone, or not yet serving, has nothing cached.
    if (!this.#isServing) return 0
    const erased = this.#slots.forget(cacheKeys).map((slot) => this.#erase(slot, signal))
    return (await Promise.all(erased)).filter(Boolean).length
  }

  /** The server erases a slot that works as soon as it is free. */
  async #erase(slot: number, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#driver.question('POST', `/slots/${slot}?action=erase`, signal, {})
      return true
    } catch (error) {
      if (!signal.aborted && this.#isServing) this.#options.log.warn({ slot, error }, 'failed to erase a cached prompt')
      return false
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A busy llama-server waits for its clients before it stops: our requests are aborted first.
    this.#closing.abort(engineStopped())
    await this.#child[Symbol.asyncDispose]()
    this.#driver.dispose()
  }

  #refuseEarly({ id }: GenerateRequest, signal: AbortSignal): void {
    if (signal.aborted) throw requestAborted(signal)
    if (this.#quarantine.holds(id))
      throw new EngineError('quarantined', `The engine died twice while it worked on ${id}; it is not tried again.`)
    const health = this.health()
    if (health.state !== 'ready') throw new EngineError('unavailable', `The engine is not ready: ${health.detail}`)
  }

  async #becomeReady(signal: AbortSignal): Promise<void> {
    const { model, guardPrompt, clock, log } = this.#options
    this.#isServing = false
    this.#testsSinceMs = undefined
    await untilHealthy(this.#driver, clock, signal)
    const beganMs = (this.#testsSinceMs = clock.monotonicMs())
    const { controlMarks, areMarksComplete } = this.#capabilities
    const tested = await selfTested(this.#driver, { card: model.card, guardPrompt }, signal)
    this.#capabilities = { ...tested, controlMarks, areMarksComplete }
    await this.#tryThought(signal)
    const { contextTokens, vision, visionFault, tilePixels } = this.#capabilities
    const testMs = Math.round(clock.monotonicMs() - beganMs)
    this.#tested = { atMs: clock.now(), loadMs: Math.round(beganMs - this.#startedMs), testMs }
    this.#testsSinceMs = undefined
    const found = { contextTokens, vision, visionFault: visionFault?.detail, tilePixels, testMs }
    log.info({ model: model.name, ...found }, 'engine passed its self-test')
    this.#slots = this.#newSlots()
    this.#mayBeGone = false
    this.#breaker.served()
    this.#isServing = true
  }

  /** The model's file lists its control tokens; until it is read, or if it cannot be, all known ones count. */
  async #readMarks(signal: AbortSignal): Promise<void> {
    const { model, log } = this.#options
    try {
      const controlMarks = await marksOfModel(model, signal)
      this.#capabilities = { ...this.#capabilities, controlMarks, areMarksComplete: true }
      this.#driver.setTextTraits({ controlMarks })
    } catch (error) {
      if (signal.aborted) throw signal.reason
      log.warn({ model: model.name, error }, 'failed to read the vocabulary of the model, using known control tokens')
    }
  }

  async #tryThought(signal: AbortSignal): Promise<void> {
    const { model, clock } = this.#options
    const { sampling, prompt } = model.card
    const startsInThought =
      (await templateOpensThought(this.#driver, prompt, signal)) &&
      (await beginsInThought(this.#driver, { sampling, clock }, signal)) === true
    this.#driver.setTextTraits({ startsInThought })
  }

  async #checkAgain(signal: AbortSignal): Promise<void> {
    if (await this.#isHealthy(signal)) this.#mayBeGone = false
    else await this.#options.clock.sleep(HEALTH_EVERY_MS, signal)
  }

  /** The connection of a request breaks before the exit event of the process comes. */
  async #stillServes(pid: number | undefined, signal: AbortSignal): Promise<boolean> {
    const isHealthy = await this.#isHealthy(signal)
    this.#mayBeGone ||= !isHealthy
    return isHealthy && this.#child.state.state === 'ready' && this.#child.pid === pid
  }

  async #isHealthy(signal: AbortSignal): Promise<boolean> {
    return this.#driver.question('GET', '/health', signal).then(
      () => true,
      () => false,
    )
  }

  #exited(): void {
    this.#isServing = false
    if (!this.#closing.signal.aborted) this.#quarantine.crashed()
  }

  #newSlots(): Slots {
    return new Slots({ count: this.#slotCount(), guards: this.#isGuard() ? GUARD_SLOTS : 0 })
  }

  /** The guard works on one request at a time, but keeps a cache for each of its policies. */
  #slotCount(): number {
    return this.#isGuard() && this.slots > 1 ? this.slots - 1 + GUARD_SLOTS : this.slots
  }

  #isGuard(): boolean {
    return this.#options.model.card.guard.level !== 'none'
  }
}

const CHECK_AGAIN_MS = 500
