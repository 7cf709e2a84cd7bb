import { z } from 'zod'
import { EngineError } from '../contract.ts'
import type { Driver } from '../driver/driver.ts'
import { checkedVectors } from './vectors.ts'
import { say } from '../sentences.ts'

export type EmbedRequest = {
  readonly driver: Driver
  /** In messages. */
  readonly of: string
  readonly model: string
  readonly texts: readonly string[]
  /** If they are known. */
  readonly dimensions: number | undefined
}

/**
 * Vectors of texts that may be too long for the model, of which nobody knows how it counts: after a refusal the longest
 * are cut to half their length.
 */
export async function vectorsOfBeginnings(
  texts: readonly string[],
  ask: (texts: readonly string[]) => Promise<Float32Array[]>,
  isRefusal: (error: unknown) => boolean,
): Promise<Float32Array[]> {
  for (let charactersMax = Math.max(0, ...texts.map(({ length }) => length)); ;) {
    try {
      return await ask(texts.map((text) => text.slice(0, charactersMax).toWellFormed()))
    } catch (error) {
      charactersMax = Math.floor(charactersMax / 2)
      if (charactersMax < SHORT_CHARACTERS || !isRefusal(error)) throw error
    }
  }
}

/** Not too long for any model. */
const SHORT_CHARACTERS = 100

/**
 * One request in the form of OpenAI's `/v1/embeddings`.
 * @throws {EngineError}
 */
export async function requestVectors(request: EmbedRequest, signal: AbortSignal): Promise<Float32Array[]> {
  const { driver, of, model, texts, dimensions } = request
  const answer = await driver.question('POST', `${driver.apiPath}/embeddings`, signal, { model, input: texts })
  const parsed = answerSchema.safeParse(answer)
  if (!parsed.success) throw new EngineError('failed', say('embedder.odd-answer', { host: of }))
  return checkedVectors(parsed.data, { of, count: texts.length, dimensions })
}

const answerSchema = z
  .object({ data: z.array(z.object({ index: z.int().optional(), embedding: z.array(z.number()) })) })
  .transform(({ data }) =>
    data.toSorted((one, other) => (one.index ?? 0) - (other.index ?? 0)).map(({ embedding }) => embedding),
  )

/** Time for a request of texts on a machine without a graphics card. */
export const EMBED_LIMITS = { questionMs: 60_000, bodyBytesMax: 16 << 20 }
