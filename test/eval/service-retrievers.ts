import type pg from 'pg'
import { embedMemoriesOf } from '#core/memory/embed-memories.ts'
import { episodes } from '#core/memory/kinds/episodes.ts'
import { rankedIn } from '#core/memory/recall/ranked.ts'
import { nearestIn } from '#core/memory/vectors.ts'
import type { Embedder } from '#engine/contract.ts'
import { passages } from './passages.ts'
import type { Retriever } from './retriever.ts'

/** The service's passages, found by words. */
export const lexical = (pool: pg.Pool): Retriever =>
  passages('passages', { pool, parts: { learn: episodes.learn, ranked: (rows, query) => rankedIn(rows, query) } })

/** The same, found by words and by meaning. */
export function fused(pool: pg.Pool, embedder: Embedder): Retriever {
  const embedding = {
    embedStored: async (person: Parameters<typeof embedMemoriesOf>[0], signal: AbortSignal) => {
      while (!(await embedMemoriesOf(person, { pool, embedder }, signal)).isComplete) signal.throwIfAborted()
    },
    embedQuestion: async (text: string, signal: AbortSignal) => {
      const [values] = await embedder.embed([text], 'question', signal)
      return values && { model: embedder.model, values }
    },
  }
  return passages(`passages, fused`, {
    pool,
    parts: { learn: episodes.learn, ranked: (rows, query) => rankedIn(rows, query, { nearestIn }), embedding },
  })
}
