import type { ConversationId, TurnId } from '../contract/ids.ts'
import type { MemoryItem } from '../contract/memory.ts'
import { allItems, deleteItems } from './items.ts'
import { lockForForgetting } from './lock-for-forgetting.ts'
import { mentionOf, termsSaid, type Mention } from './mentions.ts'
import { ofPerson, type PersonRows } from './person-rows.ts'
import { DELETE_VECTORS, takeOutTurns, turnsThatMention } from './telling-turns.ts'

export type ForgettingDeps = {
  /** Keyed hashes of what an item says, by which it is not learnt anew. */
  readonly hashesOf: (item: MemoryItem) => readonly Buffer[]
}

export type Forgotten = {
  /** Numbers, with those of the history of what was forgotten. */
  readonly numbers: readonly number[]
  /** Answered messages that no later prompt knows. */
  readonly messages: number
  readonly conversations: readonly ConversationId[]
}

export type Matched =
  | ({ readonly type: 'forgotten' } & Forgotten)
  /** Nothing was forgotten: the person says which. */
  | { readonly type: 'several'; readonly items: readonly MemoryItem[] }
  | { readonly type: 'nothing' }

/**
 * Forgets items, what they superseded, and all turns that tell the same, in whatever words of the person or answers:
 * these leave recall and later prompts. Numbers that are not there are passed over. May be repeated.
 */
export async function forgetItems(
  rows: PersonRows,
  numbers: readonly number[],
  deps: ForgettingDeps,
): Promise<Forgotten> {
  await lockForForgetting(rows)
  return forget(rows, { items: withHistory(await allItems(rows), numbers), mentions: [] }, deps)
}

/** Forgets one item that still says what somebody else has looked at. Otherwise that item is returned, if there is one. */
export async function forgetSeenItem(
  rows: PersonRows,
  { number, seen }: { number: number; seen: string },
  deps: ForgettingDeps,
): Promise<Forgotten | { readonly now: MemoryItem | undefined }> {
  await lockForForgetting(rows)
  const all = await allItems(rows)
  const now = all.find((item) => item.number === number)
  if (now?.text !== seen) return { now }
  return forget(rows, { items: withHistory(all, [number]), mentions: [] }, deps)
}

/**
 * Forgets the one item that says these words. Where no item does, the turns that do; where none says all of them, items
 * that say some are named, and nothing is forgotten.
 */
export async function forgetMatching(rows: PersonRows, text: string, deps: ForgettingDeps): Promise<Matched> {
  const mention = mentionOf(text)
  if (mention === undefined) return { type: 'nothing' }
  await lockForForgetting(rows)
  const all = await allItems(rows)
  const said = new Map(all.map((item) => [item, termsSaid(item.text)]))
  const saying = all.filter((item) => mention.isAmong(said.get(item) ?? NO_TERMS))
  const current = saying.filter(({ supersededBy }) => supersededBy === undefined)
  const matches = current.length > 0 ? current : saying
  if (matches.length > 1) return { type: 'several', items: matches.slice(0, MATCHES_MAX) }
  const items = withHistory(
    all,
    matches.map(({ number }) => number),
  )
  const forgotten = await forget(rows, { items, mentions: [mention] }, deps)
  if (forgotten.numbers.length > 0 || forgotten.messages > 0) return { type: 'forgotten', ...forgotten }
  const similar = all.filter((item) => mention.terms.some((term) => said.get(item)?.has(term)))
  return similar.length === 0 ? { type: 'nothing' } : { type: 'several', items: similar.slice(0, MATCHES_MAX) }
}

/** Numbers go on where they were. */
export async function forgetAll(rows: PersonRows, { hashesOf }: ForgettingDeps): Promise<Forgotten> {
  await lockForForgetting(rows)
  const items = await allItems(rows)
  await rows.query(KEEP_HASHES, [items.flatMap(hashesOf)])
  for (const statement of DELETE_ALL) await rows.query(statement)
  return { numbers: items.map(({ number }) => number), ...(await takeOutTurns(rows, 'all')) }
}

const NO_TERMS: ReadonlySet<string> = new Set()
/** Those that a person is asked to choose among. */
const MATCHES_MAX = 10

type What = { readonly items: readonly MemoryItem[]; readonly mentions: readonly Mention[] }

async function forget(rows: PersonRows, { items, mentions }: What, { hashesOf }: ForgettingDeps): Promise<Forgotten> {
  const told = items.flatMap((item) => mentionOf(saidBy(item)) ?? [])
  const sources = items.flatMap(({ turnId }) => turnId ?? [])
  const turns = [...new Set<TurnId>([...sources, ...(await turnsThatMention(rows, [...told, ...mentions]))])]
  if (items.length === 0 && turns.length === 0) return { numbers: [], messages: 0, conversations: [] }
  const numbers = items.map(({ number }) => number)
  await rows.query(KEEP_HASHES, [items.flatMap(hashesOf)])
  await deleteItems(rows, numbers)
  await rows.query(DELETE_VECTORS, [numbers.map((number) => `item:${number}`)])
  return { numbers, ...(await takeOutTurns(rows, turns)) }
}

/** What a turn that tells the same has in common with it: not the words that every item begins with. */
export const saidBy = ({ value, text }: MemoryItem) => value ?? text.replace(/^the person(?:'s)?\b/i, '')

/** With what they superseded, and what that did. */
export function withHistory(all: readonly MemoryItem[], numbers: readonly number[]): MemoryItem[] {
  const wanted = new Set(numbers)
  // A later item supersedes an earlier one, so one way back through the numbers finds all of them.
  return all.toReversed().filter(({ number, supersededBy }) => {
    if (supersededBy !== undefined && wanted.has(supersededBy)) wanted.add(number)
    return wanted.has(number)
  })
}

const KEEP_HASHES = ofPerson(
  'forgotten-keep',
  `insert into memory_forgotten (person_id, hash) select $1, hash from unnest($2::bytea[]) as hash
   on conflict do nothing`,
)

const DELETE_ALL = ['memory_item', 'memory_passage', 'memory_vector'].map((table) =>
  ofPerson(`${table.slice('memory_'.length)}s-delete-all`, `delete from ${table} where person_id = $1`),
)
