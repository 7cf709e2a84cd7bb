import { MEMORY_FIELDS, type MemoryItem, type RecalledLine } from '../../contract/memory.ts'
import { currentItems } from '../items.ts'
import { itemsOf, type ItemKindDeps } from './items-of-kind.ts'
import type { MemoryKind } from './kind.ts'

/** Name, place, languages, preferences, instructions, people and pets, what to avoid. */
export const profileKind = (deps: ItemKindDeps): MemoryKind => ({
  name: 'profile',
  ...itemsOf(['profile'], deps),
  /** All of it, whatever is asked, in the order of its fields: a prompt's beginning stays cached. */
  async recall(rows, { scope, linesMax }) {
    const items = (await currentItems(rows, scope)).filter(({ kind }) => kind === 'profile')
    return items.toSorted(byField).slice(0, linesMax).map(lineOf)
  },
})

const byField = (one: MemoryItem, other: MemoryItem) => placeOf(one) - placeOf(other) || one.number - other.number
const placeOf = ({ field }: MemoryItem) => (field === undefined ? MEMORY_FIELDS.length : MEMORY_FIELDS.indexOf(field))

export const lineOf = ({ number, text, saidAtMs }: MemoryItem): RecalledLine => ({
  ref: `item:${number}`,
  text,
  saidAtMs,
})
