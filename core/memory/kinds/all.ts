import { rankedIn } from '../recall/ranked.ts'
import { episodes } from './episodes.ts'
import { factsKind } from './facts.ts'
import type { ItemKindDeps } from './items-of-kind.ts'
import type { MemoryKind } from './kind.ts'
import { profileKind } from './profile.ts'

/** Every kind of memory. */
export const memoryKinds = (deps: ItemKindDeps): readonly MemoryKind[] => [
  profileKind(deps),
  factsKind({
    ...deps,
    ranked: async (rows, query) => (await rankedIn(rows, query)).filter(({ ref }) => ref.startsWith('item:')),
  }),
  episodes,
]
