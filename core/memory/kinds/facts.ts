import type { RecalledLine } from '../../contract/memory.ts'
import type { PersonRows } from '../person-rows.ts'
import { itemsOf, type ItemKindDeps } from './items-of-kind.ts'
import type { MemoryKind, RecallQuery } from './kind.ts'

export type FactsDeps = ItemKindDeps & {
  /** Facts and events, best first for this query. */
  readonly ranked: (rows: PersonRows, query: RecallQuery) => Promise<readonly RecalledLine[]>
}

/** Facts and events: a sentence each, with its source. */
export const factsKind = (deps: FactsDeps): MemoryKind => ({
  name: 'facts',
  ...itemsOf(['fact', 'event'], deps),
  recall: deps.ranked,
})
