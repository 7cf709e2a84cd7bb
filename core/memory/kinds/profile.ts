import { profileIn } from '../recall/profile.ts'
import { itemsOf, type ItemKindDeps } from './items-of-kind.ts'
import type { MemoryKind } from './kind.ts'

/** Name, place, languages, preferences, instructions, people and pets, what to avoid. */
export const profileKind = (deps: ItemKindDeps): MemoryKind => ({
  name: 'profile',
  ...itemsOf(['profile'], deps),
  /** All of it, whatever is asked. */
  recall: async (rows, { scope, linesMax }) => (await profileIn(rows, scope)).lines.slice(0, linesMax),
})
