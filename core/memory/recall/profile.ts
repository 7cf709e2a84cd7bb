import {
  MEMORY_FIELDS,
  SINGLE_VALUE_FIELDS,
  type LineForm,
  type MemoryField,
  type MemoryOrigin,
  type MemoryScope,
  type RecalledLine,
} from '../../contract/memory.ts'
import type { PersonRows } from '../person-rows.ts'
import { OWN_LABELS } from '../kinds/passage-terms.ts'
import { searchTerms, tsqueryOf } from '../terms.ts'
import { PROFILE } from './statements.ts'

export type Profile = {
  /** In an order that only changes with what is known. */
  readonly lines: readonly RecalledLine[]
  /** Items that a later one replaces, where they were said in different chats. */
  readonly hidden: readonly number[]
  /** As `tsquery`, what passages state that no longer holds. */
  readonly stale: readonly string[]
}

/** What holds about the person, whatever is asked. Of a field with one value the newest holds. */
export async function profileIn(rows: PersonRows, scope: MemoryScope | undefined): Promise<Profile> {
  const items = await rows.query<Item>(PROFILE, [scope ?? null])
  const current = items.filter(({ superseded_by }) => superseded_by === null)
  const hidden = new Set(current.filter((item) => isSingle(item) && item !== newestOf(current, item.field)))
  const holding = current.filter((item) => !hidden.has(item))
  return {
    lines: holding.toSorted((one, other) => placeOf(one) - placeOf(other) || one.number - other.number).map(lineOf),
    hidden: Array.from(hidden, ({ number }) => number),
    stale: items.flatMap((item) => staleQuery(item, newestOf(holding, item.field))),
  }
}

type Item = ItemRow & { readonly value: string | null; readonly superseded_by: number | null }

/** An item as recall reads it. */
export type ItemRow = {
  readonly number: number
  readonly field: MemoryField | null
  readonly text: string
  readonly origin: MemoryOrigin
  readonly said_at: Date
}

export const lineOf = (item: ItemRow): RecalledLine => {
  const form = formOf(item)
  const { number, text, said_at } = item
  return { ref: `item:${number}`, text, saidAtMs: said_at.getTime(), ...(form !== 'about' && { as: form }) }
}

/** Learnt sentences are ours; what was told with `/remember` is in the person's words. */
function formOf({ origin, field }: ItemRow): LineForm {
  if (origin === 'learnt') return 'about'
  return field === 'instruction' ? 'wish' : 'words'
}

const isSingle = ({ field }: Item) => field !== null && SINGLE_VALUE_FIELDS.has(field)

const newestOf = (items: readonly Item[], field: MemoryField | null) =>
  items
    .filter((item) => item.field === field)
    .toSorted((one, other) => other.said_at.getTime() - one.said_at.getTime() || other.number - one.number)
    .at(0)

const placeOf = ({ field }: Item) => (field === null ? MEMORY_FIELDS.length : MEMORY_FIELDS.indexOf(field))

/**
 * "I live in Oslo", said twice, is one item with one source; once it has been replaced, neither message may be recalled.
 * A passage states it when it has the words of the value and one more of the sentence: "Oslo is lovely" stays. So does
 * what another message says about somebody else who lives there leave the passages; what was learnt from it does not.
 */
function staleQuery(item: Item, holding: Item | undefined): string[] {
  if (!isSingle(item) || item.value === null || holding?.value == null || item === holding) return []
  const value = searchTerms(item.value)
  const held = new Set(searchTerms(holding.value))
  if (value.every((term) => held.has(term))) return []
  const others = searchTerms(item.text).filter((term) => !value.includes(term) && term !== PERSON)
  return others.length === 0 ? [] : [`${tsqueryOf(value, '&', OWN_LABELS)} & (${tsqueryOf(others, '|', OWN_LABELS)})`]
}

/** In every sentence about a person, and in few messages of theirs. */
const PERSON = 'person'
