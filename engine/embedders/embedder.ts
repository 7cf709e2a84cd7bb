import { EngineError, type EmbedPurpose, type Embedder, type RequestClass } from '../contract.ts'
import { Scheduler, type Permit } from '../dispatcher/scheduler.ts'
import type { Clock } from '#machine/clock.ts'
import type { PromptForm } from './prompt-forms.ts'

/** One way to get vectors, which it checks (`checkedVectors`); `embedderWith` adds what all ways need. */
export type EmbedBackend = Omit<Embedder, 'embed'> & {
  embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>
}

export type EmbedderOptions = {
  readonly form: PromptForm
  /** Requests that the backend works on at a time. */
  readonly permits: number
  /** Texts of one request. */
  readonly textsMax: number
  /** A request can be aborted for a question, and is sent again. */
  readonly isPreemptible: boolean
  readonly clock: Clock
}

/** Of one text; what one thing is about stands at its beginning. */
const TEXT_CHARACTERS_MAX = 2_000
const QUEUE_MAX = 500
/** After so many preemptions a request runs to its end. */
const PREEMPTIONS_MAX = 8
const CLASS_OF: Record<EmbedPurpose, RequestClass> = { question: 'chat', memory: 'background' }

/**
 * The embedder of a backend: texts are cut, get the model's prefix, and go out in small requests, questions first.
 */
export function embedderWith(backend: EmbedBackend, options: EmbedderOptions): Embedder {
  const { form, permits, textsMax, isPreemptible, clock } = options
  const scheduler = new Scheduler({ permits, guardPermit: false, queueMax: QUEUE_MAX, clock })

  const asked = async (texts: readonly string[], permit: Permit, signal: AbortSignal) => {
    try {
      return await backend.embed(texts, signal)
    } finally {
      permit.release(texts.reduce((sum, text) => sum + text.length, 0))
    }
  }

  const admitted = async (texts: readonly string[], purpose: EmbedPurpose, signal: AbortSignal) => {
    for (let preemptions = 0; ; preemptions += 1) {
      const permit = await scheduler.acquire({ class: CLASS_OF[purpose], tokens: 0 }, signal)
      if (!isPreemptible || preemptions >= PREEMPTIONS_MAX) permit.keep()
      try {
        return await asked(texts, permit, AbortSignal.any([signal, permit.preempted]))
      } catch (error) {
        if (!permit.preempted.aborted || signal.aborted) throw error
      }
    }
  }

  return {
    name: backend.name,
    model: backend.model,
    get dimensions() {
      return backend.dimensions
    },
    health: () => backend.health(),
    memory: () => backend.memory(),
    async embed(texts, purpose, signal) {
      refuseUnready(backend)
      const prompts = texts.map((text) => form[purpose] + beginningOf(text))
      const vectors: Float32Array[] = []
      for (let at = 0; at < prompts.length; at += textsMax)
        vectors.push(...(await admitted(prompts.slice(at, at + textsMax), purpose, signal)))
      return vectors
    },
    async [Symbol.asyncDispose]() {
      scheduler.close()
      await backend[Symbol.asyncDispose]()
    },
  }
}

function refuseUnready(backend: EmbedBackend): void {
  const health = backend.health()
  if (health.state !== 'ready') throw new EngineError('unavailable', `${backend.name} is not ready: ${health.detail}`)
}

/** Not in the middle of a pair of surrogates; of an empty text models make no vector. */
function beginningOf(text: string): string {
  return text.slice(0, TEXT_CHARACTERS_MAX).toWellFormed() || ' '
}
