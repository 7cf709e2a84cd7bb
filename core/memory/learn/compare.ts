import { SINGLE_VALUE_FIELDS, type MemoryField, type MemoryItemKind } from '../../contract/memory.ts'
import { searchTerms } from '../terms.ts'

export type Comparable = {
  readonly kind: MemoryItemKind
  readonly field?: MemoryField | undefined
  readonly value?: string | undefined
  readonly text: string
}

/** How a new memory stands to one that holds: says the same, less, more, or the opposite; or is about something else. */
export type Relation = 'same' | 'less' | 'more' | 'contradicts' | 'other'

export function relationOf(candidate: Comparable, item: Comparable): Relation {
  if (candidate.kind !== item.kind || candidate.field !== item.field) return 'other'
  const [ours, theirs] = [termsOf(candidate), termsOf(item)]
  if (isEqual(ours.said, theirs.said)) return ours.isNegated === theirs.isNegated ? 'same' : 'contradicts'
  if (isEqual(ours.value, theirs.value) && ours.isNegated === theirs.isNegated) return 'same'
  if (isEqual(ours.value, theirs.value)) return 'contradicts'
  const slot = slotOf(candidate)
  if (slot !== undefined && slot === slotOf(item)) return 'contradicts'
  if (ours.isNegated !== theirs.isNegated) return 'other'
  // A statement of one word more is about that word: "rock" and "rock climbing" are two things, unless an item is a
  // whole sentence.
  if (candidate.value !== undefined) return 'other'
  if (isWithin(theirs.said, ours.said)) return 'more'
  return isWithin(ours.said, theirs.said) ? 'less' : 'other'
}

// Both as words and as their stems, which are terms, too.
const NEGATIONS = new Set(['not', 'no', 'never', 'doesn', 'don', 'isn', 'dislikes', 'dislik', 'hates', 'hate', 't'])
/** Words that say how, not what. */
const FILLERS = new Set([
  'the',
  'a',
  'an',
  'person',
  's',
  'does',
  'do',
  'is',
  'are',
  'really',
  'realli',
  'like',
  'likes',
  'loves',
  'love',
  'enjoys',
  'enjoi',
])

function termsOf({ value, text }: Comparable) {
  const all = searchTerms(text)
  return {
    said: all.filter((term) => !NEGATIONS.has(term) && !FILLERS.has(term)),
    value: value === undefined ? [] : searchTerms(value).filter((term) => !FILLERS.has(term)),
    isNegated: all.some((term) => NEGATIONS.has(term)),
  }
}

/** Of what only the newest holds: a single-value field, and what "the person's … is" or "works as" says. */
function slotOf({ field, text }: Comparable): string | undefined {
  if (field !== undefined && SINGLE_VALUE_FIELDS.has(field)) return field
  if (field === 'people' || field === 'instruction') return undefined
  const relation = /^The person's (.{1,60}?) is /i.exec(text)?.[1]
  if (relation !== undefined) return searchTerms(relation).join(' ').replace('favorite color', 'favourite colour')
  return /^The person works as /i.test(text) ? 'job' : undefined
}

const isEqual = (some: readonly string[], others: readonly string[]) =>
  some.length > 0 && some.length === others.length && isWithin(some, others)

/** Whether all of these are among those. */
const isWithin = (some: readonly string[], others: readonly string[]) =>
  some.length > 0 && some.every((term) => others.includes(term))
