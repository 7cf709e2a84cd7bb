import type pg from 'pg'
import { EngineError, type Embedder } from '#engine/contract.ts'
import type { PersonId } from '../contract/ids.ts'
import { inMemoryOf } from './person-rows.ts'
import { deleteLeftOverVectors, saveVectors, unembeddedIn } from './vectors.ts'

type Deps = { readonly pool: pg.Pool; readonly embedder: Embedder }

/** Stored before the next begins: after a crash no more than this is embedded twice. */
const BATCH = 32
/** Of one call; then other work gets its turn. */
const BATCHES_MAX = 16

/** `isComplete`: nothing is left to embed. */
export type EmbeddedCount = { readonly count: number; readonly isComplete: boolean }

/**
 * Embeds the memories of a person that have no vector of the embedder's model, newest first, and deletes vectors whose
 * memory is gone. May be repeated, and interrupted at any time.
 * @throws {EngineError}
 */
export async function embedMemoriesOf(
  person: PersonId,
  { pool, embedder }: Deps,
  signal: AbortSignal,
): Promise<EmbeddedCount> {
  await inMemoryOf(pool, person, deleteLeftOverVectors)
  let count = 0
  for (let batches = 0; batches < BATCHES_MAX; batches += 1) {
    signal.throwIfAborted()
    const { model, dimensions } = embedder
    if (dimensions === undefined) throw new EngineError('unavailable', `${embedder.name} is not ready.`)
    const about = { model, dimensions, rowsMax: BATCH }
    const missing = await inMemoryOf(pool, person, (rows) => unembeddedIn(rows, about))
    if (missing.length === 0) return { count, isComplete: true }
    const texts = missing.map(({ text }) => text)
    const vectors = await vectorsOf(texts, embedder, signal)
    const embedded = missing.map((memory, index) => ({ ...memory, values: vectors[index]! }))
    await inMemoryOf(pool, person, (rows) => saveVectors(rows, { model, embedded }))
    count += missing.length
  }
  return { count, isComplete: false }
}

/** A text that the model refuses gets a vector of zeros: it is near to nothing, and is not asked again. */
async function vectorsOf(texts: readonly string[], embedder: Embedder, signal: AbortSignal): Promise<Float32Array[]> {
  try {
    return await embedder.embed(texts, 'memory', signal)
  } catch (error) {
    if (!isOfText(error)) throw error
    if (texts.length > 1) {
      const vectors: Float32Array[] = []
      for (const text of texts) vectors.push(...(await vectorsOf([text], embedder, signal)))
      return vectors
    }
    // When it refuses this too, it is not for the text.
    const [plain] = await embedder.embed(['hello'], 'memory', signal)
    return [new Float32Array(plain?.length ?? 0)]
  }
}

const isOfText = (error: unknown) =>
  error instanceof EngineError && ['refused', 'prompt-too-long', 'quarantined'].includes(error.code)
