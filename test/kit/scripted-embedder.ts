import { createHash } from 'node:crypto'
import { EngineError, type Embedder, type EngineHealth } from '#engine/contract.ts'

/** An embedder whose vectors depend on the text alone; a test changes its model and says what it fails at. */
export type ScriptedEmbedder = Embedder & {
  model: string
  dimensions: number
  state: EngineHealth
  /** Called before each request; what it throws is its failure. */
  before: (texts: readonly string[], signal: AbortSignal) => unknown
  readonly asked: string[]
}

export function scriptedEmbedder(model = 'scripted', dimensions = 8): ScriptedEmbedder {
  const embedder: ScriptedEmbedder = {
    name: 'embedder:scripted',
    model,
    dimensions,
    state: { state: 'ready', model },
    before: () => undefined,
    asked: [],
    health: () => embedder.state,
    memory: () => undefined,
    async embed(texts, _purpose, signal) {
      await embedder.before(texts, signal)
      embedder.asked.push(...texts)
      return texts.map((text) => vectorOf(`${embedder.model} ${text}`, embedder.dimensions))
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  return embedder
}

/** Of length 1, the same for the same text. */
export function vectorOf(text: string, dimensions: number): Float32Array {
  const numbers = Array.from({ length: dimensions }, (_, index) => {
    const hash = createHash('sha256').update(`${index} ${text}`).digest()
    return hash.readInt32LE(0) / 2 ** 31
  })
  const length = Math.hypot(...numbers)
  return Float32Array.from(numbers, (number) => number / length)
}

export const refusing =
  (isRefused: (text: string) => boolean) =>
  (texts: readonly string[]): void => {
    if (texts.some(isRefused)) throw new EngineError('refused', 'The host refuses the request (400).')
  }
