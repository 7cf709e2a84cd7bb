import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError, type Embedder, type EmbedderMemory, type EngineHealth } from '../contract.ts'
import { engineStopped, requestAborted } from '../endings.ts'
import type { Child } from '#machine/child-options.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { Program } from '#machine/programs.ts'
import { commonArguments } from '../backends/embedded/arguments.ts'
import { watchHeartbeat } from '../backends/embedded/heartbeat.ts'
import { Quarantine } from '../backends/embedded/quarantine.ts'
import { scrubLine } from '../backends/embedded/scrub.ts'
import { serverHealth, untilHealthy } from '../backends/embedded/server-health.ts'
import { newEndpoint, prepareServer, superviseServer } from '../backends/embedded/server.ts'
import { Driver } from '../driver/driver.ts'
import { StatusError } from '../driver/faults.ts'
import { ENGINE_SETTINGS } from '../driver/setting-names.ts'
import type { EmbedCard } from '../models/embed-card.ts'
import type { LoadedModel } from '../models/load.ts'
import { embedderWith, type EmbedBackend } from './embedder.ts'
import { promptFormOf, type PromptForm } from './prompt-forms.ts'
import { EMBED_LIMITS, requestVectors, vectorsOfBeginnings } from './request.ts'
import { say } from '../sentences.ts'

export type LocalOptions = {
  readonly model: LoadedModel<EmbedCard>
  readonly llamaServer: Exclude<Program, { missing: string }>
  readonly socketFolder: string
  readonly cores: number
  readonly clock: Clock
  readonly log: Logger
}

/** A question is worked on beside a request of memories that is being aborted for it. */
const SLOTS = 2
/** What a preempted request has to do again is little. */
const TEXTS_MAX = 8
/** A server takes memory for a text of this length. */
const TEXT_TOKENS_MAX = 2_048

/** An embedding model in a supervised llama-server of its own. */
export function openLocal(options: LocalOptions): Embedder {
  const form = promptFormOf(options.model.name)
  const wrapped = { form, permits: 1, textsMax: TEXTS_MAX, isPreemptible: true, clock: options.clock }
  return embedderWith(new Local(options, form), wrapped)
}

class Local implements EmbedBackend {
  readonly name: string
  readonly model: string
  dimensions: number | undefined
  readonly #options: LocalOptions
  readonly #driver: Driver
  readonly #child: Child
  readonly #quarantine: Quarantine
  readonly #closing = new AbortController()
  #startedMs: number
  #isServing = false

  constructor(options: LocalOptions, form: PromptForm) {
    const { model, llamaServer, socketFolder, clock, log } = options
    this.name = `embedder:${model.name}`
    this.model = modelIdOf(model, form)
    this.#options = options
    this.#startedMs = clock.monotonicMs()
    this.#quarantine = new Quarantine(clock)
    const endpoint = newEndpoint(socketFolder, 'embed')
    const dialect = { type: 'openai', model: model.name, stop: [], templateArguments: {} } as const
    const address = { type: 'socket', path: endpoint.socketPath } as const
    this.#driver = new Driver({
      address,
      key: endpoint.key,
      settings: ENGINE_SETTINGS,
      dialect,
      limits: EMBED_LIMITS,
      clock,
    })
    this.#child = superviseServer({
      model: model.name,
      program: llamaServer,
      args: embeddingArguments({ ...options, ...endpoint }, form),
      prepare: async (signal) => {
        this.#startedMs = clock.monotonicMs()
        await prepareServer(model, endpoint, signal)
      },
      ready: (signal) => this.#becomeReady(signal),
      scrub: (line) => scrubLine(line, this.#isServing),
      clock,
      log,
    })
    this.#child.onExit(() => {
      this.#isServing = false
      if (!this.#closing.signal.aborted) this.#quarantine.crashed()
    })
    void watchHeartbeat({ child: this.#child, driver: this.#driver, clock, log }, this.#closing.signal)
  }

  health(): EngineHealth {
    const { model, clock } = this.#options
    return serverHealth(this.#child, { model: model.name, startedMs: this.#startedMs, clock })
  }

  memory(): EmbedderMemory | undefined {
    const bytes = residentBytesOf(this.#child.pid)
    return bytes === undefined ? undefined : { bytes, of: 'in-server' }
  }

  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const ids = texts.map(hashOf)
    if (ids.some((id) => this.#quarantine.holds(id)))
      throw new EngineError('quarantined', `${this.name} died twice while it worked on such a text.`)
    const stop = AbortSignal.any([signal, this.#closing.signal])
    for (const id of ids) this.#quarantine.enter(id)
    let wasCut = false
    try {
      const ask = (beginnings: readonly string[]) => this.#request(beginnings, stop)
      return await vectorsOfBeginnings(texts, ask, (error) => error instanceof StatusError)
    } catch (error) {
      if (signal.aborted) throw requestAborted(signal)
      if (this.#closing.signal.aborted) throw engineStopped()
      wasCut = error instanceof EngineError && (error.code === 'interrupted' || error.code === 'unavailable')
      throw error
    } finally {
      for (const id of ids) this.#quarantine.leave(id, wasCut)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(engineStopped())
    await this.#child[Symbol.asyncDispose]()
    this.#driver.dispose()
  }

  #request(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const { name: of, dimensions } = this
    return requestVectors({ driver: this.#driver, of, model: this.#options.model.name, texts, dimensions }, signal)
  }

  async #becomeReady(signal: AbortSignal): Promise<void> {
    const { model, clock, log } = this.#options
    await untilHealthy(this.#driver, clock, signal)
    this.dimensions = model.card.dimensions
    const [vector] = await this.#request(['hello'], signal).catch((cause: unknown) => {
      throw cause instanceof StatusError
        ? new EngineError('refused', say('embedder.no-vectors', { model: model.name }), { cause })
        : cause
    })
    this.dimensions = vector?.length
    this.#isServing = true
    log.info({ model: this.model, dimensions: this.dimensions }, 'embedder passed its self-test')
  }
}

type Arguments = Pick<LocalOptions, 'model' | 'cores'> & { readonly socketPath: string; readonly keyPath: string }

function embeddingArguments(plan: Arguments, { pooling }: PromptForm): string[] {
  const { card } = plan.model
  const slotTokens = Math.min(card.contextTokens, TEXT_TOKENS_MAX)
  return [
    ...commonArguments(plan),
    '--embedding',
    ...(pooling === undefined ? [] : ['--pooling', pooling]),
    ...['--ctx-size', String(SLOTS * slotTokens), '--parallel', String(SLOTS)],
    // A text must fit into one computation.
    ...['--batch-size', String(slotTokens), '--ubatch-size', String(slotTokens)],
    ...card.serverArguments,
  ]
}

/** The name, and what else the vectors depend on; of a file without a published sum, its size and time. */
function modelIdOf({ name, card, folder }: LoadedModel<EmbedCard>, form: PromptForm): string {
  const files = card.weights.map(({ path, sha256 }) => sha256 ?? stampOf(join(folder, path)))
  return `${name}@${hashOf(JSON.stringify([files, form])).slice(0, FINGERPRINT_CHARACTERS)}`
}

function stampOf(path: string): string {
  const { size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {}
  return `${size} ${mtimeMs}`
}

const FINGERPRINT_CHARACTERS = 12
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** Undefined where the system does not say. */
function residentBytesOf(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  } catch {
    return undefined
  }
}
