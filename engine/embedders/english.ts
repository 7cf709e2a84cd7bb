import { Worker } from 'node:worker_threads'
import { EngineError, type EmbedderMemory, type Embedder, type EngineHealth } from '../contract.ts'
import { engineStopped, requestAborted } from '../endings.ts'
import { aborted } from '#machine/aborted.ts'
import { backOffMs } from '#machine/back-off.mjs'
import type { Clock } from '#machine/clock.ts'
import { withDeadline } from '#machine/deadline.ts'
import type { Logger } from '#machine/log.ts'
import { embedderWith, type EmbedBackend } from './embedder.ts'
import type { FromWorker, ToWorker } from './english/messages.ts'
import { checkedVectors } from './vectors.ts'
import { saidBy } from '#machine/coded-error.ts'
import { toldAs } from '#machine/sentence.ts'
import { say } from '../sentences.ts'

export type EnglishOptions = {
  readonly clock: Clock
  readonly log: Logger
  /** The program of the worker. */
  readonly worker?: URL
}

const MODEL = 'energetic-ai-embeddings-en-0.2.0'
/** A question waits for one such request at most, about 50 ms. */
const TEXTS_MAX = 4

/** A small model of English in a worker thread, from npm: it needs no download and no network. */
export function openEnglish(options: EnglishOptions): Embedder {
  const form = { question: '', memory: '' }
  const { clock } = options
  // A computation in the worker cannot be interrupted.
  return embedderWith(new English(options), { form, permits: 1, textsMax: TEXTS_MAX, isPreemptible: false, clock })
}

/**
 *     starting -> ready -> (the worker ended, back-off) starting -> …
 *        \-> failed, when it ended before it was ever ready        disposed: -> failed
 */
class English implements EmbedBackend {
  dimensions: number | undefined
  readonly name = 'embedder:english'
  readonly model = MODEL
  readonly #options: EnglishOptions
  readonly #closing = new AbortController()
  readonly #done: Promise<void>
  readonly #pending = new Map<number, PromiseWithResolvers<Vectors>>()
  #health: EngineHealth = { state: 'starting', detail: `${MODEL} is being loaded.` }
  #worker: Worker | undefined
  #heldBytes: number | undefined
  #requests = 0

  constructor(options: EnglishOptions) {
    this.#options = options
    this.#done = this.#keepRunning()
  }

  health(): EngineHealth {
    return this.#health
  }

  memory(): EmbedderMemory | undefined {
    return this.#heldBytes === undefined ? undefined : { bytes: this.#heldBytes, of: 'in-worker' }
  }

  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const { clock } = this.#options
    const worker = this.#worker
    const ask = (stop: AbortSignal) => this.#ask(worker, texts, stop)
    const vectors = await withDeadline({ limitMs: ANSWER_MS_MAX, clock }, ask, signal).catch((error: unknown) => {
      if (signal.aborted) throw requestAborted(signal)
      if (error instanceof EngineError && error.code !== 'aborted') throw error
      void worker?.terminate()
      throw new EngineError('interrupted', `${this.name} hangs and is restarted.`)
    })
    return checkedVectors(vectors, { of: this.name, count: texts.length, dimensions: this.dimensions })
  }

  async #ask(worker: Worker | undefined, texts: readonly string[], signal: AbortSignal): Promise<Vectors> {
    const answer = Promise.withResolvers<Vectors>()
    const id = (this.#requests += 1)
    const request: ToWorker = { op: 'embed', id, texts }
    const stop = () => answer.reject(requestAborted(signal))
    this.#pending.set(id, answer)
    signal.addEventListener('abort', stop, { once: true })
    if (worker === undefined) answer.reject(engineStopped())
    else worker.postMessage(request, [])
    try {
      return await answer.promise
    } finally {
      this.#pending.delete(id)
      signal.removeEventListener('abort', stop)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(engineStopped())
    await this.#done
  }

  /** Not `retry`: a long run resets the failures. */
  async #keepRunning(): Promise<void> {
    const { clock, log } = this.#options
    const { signal } = this.#closing
    let wasEverReady = false
    for (let failures = 0; !signal.aborted;) {
      const startedMs = clock.monotonicMs()
      const { error, wasReady } = await this.#runOnce(signal)
      if (signal.aborted) break
      wasEverReady ||= wasReady
      if (!wasEverReady) {
        log.error({ error }, 'embedder cannot start')
        this.#health = { state: 'failed', ...toldAs('detail', say('embedder.cannot-load', { model: MODEL })) }
        await aborted(signal)
        break
      }
      failures = clock.monotonicMs() - startedMs > STEADY_MS ? 1 : failures + 1
      const delayMs = backOffMs(failures, BACK_OFF)
      log.warn({ error, delayMs }, 'worker of the embedder ended, restarting it')
      await clock.sleep(delayMs, signal).catch(() => undefined)
    }
    this.#health = { state: 'failed', ...toldAs('detail', saidBy(engineStopped())) }
  }

  /** One worker, from its start to its end; returns why it ended. */
  async #runOnce(signal: AbortSignal): Promise<{ error: unknown; wasReady: boolean }> {
    const { log, worker: program = WORKER } = this.#options
    const worker = new Worker(program, { resourceLimits: LIMITS, env: {}, stdout: true, stderr: true })
    worker.stdout.resume()
    worker.stderr.resume()
    const ended = Promise.withResolvers<unknown>()
    let wasReady = false
    worker.on('message', (message: FromWorker) => {
      if (message.op === 'ready') {
        wasReady = true
        this.#worker = worker
        this.dimensions = message.dimensions
        this.#health = { state: 'ready', model: MODEL }
        log.info({ model: MODEL, heldBytes: message.heldBytes }, 'embedder is ready')
      }
      this.#take(message)
    })
    worker.on('error', (error) => ended.resolve(error))
    worker.on('exit', (code) => ended.resolve(new Error(`it ended with the code ${code}`)))
    const error = await Promise.race([ended.promise, aborted(signal)])
    await worker.terminate()
    this.#worker = this.#heldBytes = undefined
    this.#health = { state: 'starting', detail: `${MODEL} is being started again.` }
    const lost = signal.aborted ? engineStopped() : new EngineError('interrupted', `The worker of ${this.name} ended.`)
    for (const answer of this.#pending.values()) answer.reject(lost)
    return { error, wasReady }
  }

  #take(message: FromWorker): void {
    if (message.op !== 'failed') this.#heldBytes = message.heldBytes
    if (message.op === 'ready') return
    const answer = this.#pending.get(message.id)
    if (message.op === 'embedded') answer?.resolve(message.vectors)
    else answer?.reject(new EngineError('refused', `${this.name} makes no vector of this text (${message.reason}).`))
  }
}

type Vectors = readonly (readonly number[])[]

const WORKER = new URL('./english/worker.ts', import.meta.url)
/** A few texts take milliseconds, on a busy machine a second. */
const ANSWER_MS_MAX = 20_000
/** Its weights lie beside the heap. */
const LIMITS = { maxOldGenerationSizeMb: 192 }
const BACK_OFF = { firstMs: 250, maxMs: 15_000 }
/** A worker that ran for longer than this resets the back-off. */
const STEADY_MS = 30_000
