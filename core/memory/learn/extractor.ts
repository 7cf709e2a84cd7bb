import type { Engine, GenerateRequest } from '#engine/contract.ts'
import type { Candidate } from '../kinds/kind.ts'

/** Of one turn. */
export const CANDIDATES_MAX = 8

/** What a turn is learnt from. */
export type Source = {
  /** What the person typed themself. */
  readonly typed: string
  /** What the assistant had said before: to understand "yes, that one", never a source. */
  readonly before?: string | undefined
}

/** A way to ask a model for what is worth remembering, and to check what it says. */
export type Extractor = {
  /** Undefined where nothing can be said about oneself in this text. */
  request(source: Source, engine: Engine): Pick<GenerateRequest, 'messages' | 'schema' | 'tokensMax'> | undefined
  /** What may be kept, of the JSON in the answer; undefined when the answer is of no use. */
  read(json: unknown, source: Source): readonly Candidate[] | undefined
}
