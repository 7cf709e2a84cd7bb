import { EngineError, type Embedder } from '#engine/contract.ts'
import type { Clock } from '#machine/clock.ts'
import { DeadlineError, withDeadline } from '#machine/deadline.ts'
import type { Logger } from '#machine/log.ts'
import type { Vector } from './vectors.ts'

/** The vector of a question. Undefined when there is none in time: memories are then found by words alone. */
export type QuestionVector = (text: string, signal: AbortSignal) => Promise<Vector | undefined>

/** A person waits for it. */
const VECTOR_MS_MAX = 150

type Deps = { readonly embedder: Embedder; readonly clock: Clock; readonly log: Logger }

export function createQuestionVector({ embedder, clock, log }: Deps): QuestionVector {
  return async (text, signal) => {
    if (embedder.health().state !== 'ready') return undefined
    const embed = (stop: AbortSignal) => embedder.embed([text], 'question', stop)
    try {
      const [values] = await withDeadline({ limitMs: VECTOR_MS_MAX, clock }, embed, signal)
      return values && { model: embedder.model, values }
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof EngineError || error instanceof DeadlineError)) throw error
      log.debug({ error }, 'no vector of the question, recalling by words')
      return undefined
    }
  }
}
