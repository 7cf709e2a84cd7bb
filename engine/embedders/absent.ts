import { englishOf, toldAs, type Said } from '#machine/sentence.ts'
import { EngineError, type Embedder } from '../contract.ts'

/** In place of an embedder that cannot run: the service starts all the same, and says why and what to do. */
export function absentEmbedder(model: string, said: Said): Embedder {
  return {
    name: `embedder:${model}`,
    model,
    dimensions: undefined,
    health: () => ({ state: 'failed', ...toldAs('detail', said) }),
    memory: () => undefined,
    embed: () => Promise.reject(new EngineError('unavailable', `There is no embedder: ${englishOf(said)}`)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
