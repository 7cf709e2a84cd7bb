import { EngineError, type Embedder } from '../contract.ts'

/** In place of an embedder that cannot run: the service starts all the same, and says why and what to do. */
export function absentEmbedder(model: string, detail: string): Embedder {
  return {
    name: `embedder:${model}`,
    model,
    dimensions: undefined,
    health: () => ({ state: 'failed', detail }),
    memory: () => undefined,
    embed: () => Promise.reject(new EngineError('unavailable', `There is no embedder: ${detail}`)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
