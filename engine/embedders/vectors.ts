import { EngineError } from '../contract.ts'
import { say } from '../sentences.ts'

type Expected = { readonly of: string; readonly count: number; readonly dimensions: number | undefined }

/**
 * Vectors of length 1, from what a model answered. A vector of zeros stays as it is: it is near to nothing.
 * @throws {EngineError} when there are more or fewer than texts, they differ in length, or hold what is no number
 */
export function checkedVectors(
  vectors: readonly ArrayLike<number>[],
  { of, count, dimensions }: Expected,
): Float32Array[] {
  if (vectors.length !== count) throw wrong(of, `${vectors.length} vectors for ${count} texts`)
  const length = dimensions ?? vectors[0]?.length ?? 0
  if (length === 0 || length > DIMENSIONS_MAX) throw wrong(of, `vectors of ${length} numbers`)
  return vectors.map((vector) => {
    if (vector.length !== length) throw wrong(of, `a vector of ${vector.length} numbers where ${length} are right`)
    return unitOf(vector) ?? refuse(of)
  })
}

const DIMENSIONS_MAX = 16_384

function unitOf(vector: ArrayLike<number>): Float32Array | undefined {
  const values = Float32Array.from(vector)
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  if (!Number.isFinite(length)) return undefined
  return length === 0 ? values : values.map((value) => value / length)
}

function refuse(of: string): never {
  throw wrong(of, 'a vector that holds more than numbers')
}

const wrong = (of: string, what: string) =>
  new EngineError('failed', say('embedder.odd-vectors', { host: of, what: { quote: what } }))
