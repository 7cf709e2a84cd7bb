import type { TurnId } from '../../contract/ids.ts'
import type { MemoryRef, MemoryScope, RecalledLine } from '../../contract/memory.ts'
import type { RecallQuery } from '../kinds/kind.ts'
import type { PersonRows } from '../person-rows.ts'
import { isAboutSelf, searchTerms, tsqueryOf, withBeginnings } from '../terms.ts'
import { fused } from './fused.ts'
import { lineOf, profileIn, type ItemRow, type Profile } from './profile.ts'
import { ITEM_LINES, PASSAGE_LINES, PASSAGES_OF_SELF, RANKED_ITEMS, RANKED_PASSAGES } from './statements.ts'

/** The memories whose vectors are nearest to the question's, nearest first. */
export type NearestIn = (
  rows: PersonRows,
  near: { model: string; values: Float32Array; limit: number; scope: MemoryScope | undefined },
) => Promise<readonly { readonly ref: MemoryRef }[]>

export type Ranking = {
  /** Where an embedder is switched on. */
  readonly nearestIn?: NearestIn | undefined
  /** Of the same person and scope; read here where the caller has not. */
  readonly profile?: Profile
}

/** A long question is searched by its first words; each costs time for every row of the person. */
const QUERY_TERMS_MAX = 32
const NEAREST_MAX = 40
/** So many of the best passages bring what was said right before and after them. */
const WITH_NEIGHBOURS = 10
/** Where fewer than so many are found for a question about themself, what else they said of themself is recalled. */
const OF_SELF_UP_TO = 10

/**
 * Items and passages of the person for a question, best first: found by words and, where there are vectors, by meaning,
 * fused by their ranks. What was superseded, or contradicts the profile, is not among them.
 */
export async function rankedIn(
  rows: PersonRows,
  query: RecallQuery,
  { nearestIn, profile }: Ranking = {},
): Promise<RecalledLine[]> {
  const { text, scope, vector, linesMax, turnsInPrompt } = query
  const holds = profile ?? (await profileIn(rows, scope))
  const passages = await byWords(rows, RANKED_PASSAGES, { text, scope, without: holds.stale })
  const items = await byWords(rows, RANKED_ITEMS, { text, scope, without: holds.hidden })
  const near = vector && nearestIn ? await nearestIn(rows, { ...vector, limit: NEAREST_MAX, scope }) : []
  const known = new Set<MemoryRef>(turnsInPrompt.map(turnRef))
  const found = fused([
    passages.map(turnRef),
    items.map((number) => `item:${number}` as MemoryRef),
    near.map(({ ref }) => ref),
  ])
    .filter((ref) => !known.has(ref))
    .slice(0, linesMax)
  const ofSelf = isAboutSelf(text) ? await passagesOfSelf(rows, { found, known, scope, holds }) : []
  const withNeighbours = found.slice(0, WITH_NEIGHBOURS)
  const lines = await linesOf(rows, { refs: [...found, ...ofSelf], withNeighbours, scope, holds })
  return lines.filter(({ ref }) => !known.has(ref)).slice(0, linesMax)
}

type ByWords = {
  readonly text: string
  readonly scope: MemoryScope | undefined
  readonly without: readonly (string | number)[]
}

async function byWords(
  rows: PersonRows,
  statement: typeof RANKED_PASSAGES,
  { text, scope, without }: ByWords,
): Promise<(string | number)[]> {
  const words = [...new Set(searchTerms(text))].slice(0, QUERY_TERMS_MAX)
  if (words.length === 0) return []
  const terms = [...new Set(withBeginnings(words))]
  const values = [scope ?? null, tsqueryOf(terms, '|'), terms, without]
  return (await rows.query<{ ref: string | number }>(statement, values)).map(({ ref }) => ref)
}

type OfSelf = Pick<Wanted, 'scope' | 'holds'> & {
  readonly found: readonly MemoryRef[]
  readonly known: ReadonlySet<MemoryRef>
}

/** Where little was found: what was asked of them they may have told in other words. */
async function passagesOfSelf(rows: PersonRows, { found, known, scope, holds }: OfSelf): Promise<MemoryRef[]> {
  const missing = OF_SELF_UP_TO - found.length
  if (missing <= 0) return []
  const there = [...found, ...known].flatMap((ref) => (ref.startsWith('turn:') ? ref.slice('turn:'.length) : []))
  const values = [scope ?? null, there, missing, holds.stale]
  return (await rows.query<{ ref: string }>(PASSAGES_OF_SELF, values)).map(({ ref }) => turnRef(ref))
}

type Wanted = {
  readonly refs: readonly MemoryRef[]
  /** The best of them. */
  readonly withNeighbours: readonly MemoryRef[]
  readonly scope: MemoryScope | undefined
  readonly holds: Profile
}

/** The lines of what was found, in its order; after the best passages, their neighbours, before the rest. */
async function linesOf(
  rows: PersonRows,
  { refs, withNeighbours: best, scope, holds }: Wanted,
): Promise<RecalledLine[]> {
  if (refs.length === 0) return []
  const turns = refs.flatMap((ref) => (ref.startsWith('turn:') ? ref.slice('turn:'.length) : []))
  const numbers = refs.flatMap((ref) => (ref.startsWith('item:') ? Number(ref.slice('item:'.length)) : []))
  const items = await rows.query<ItemRow>(ITEM_LINES, [scope ?? null, numbers, holds.hidden])
  const withNeighbours = turns.filter((turn) => best.includes(`turn:${turn as TurnId}`))
  const passages = await rows.query<PassageRow>(PASSAGE_LINES, [scope ?? null, turns, withNeighbours, holds.stale])
  const found = new Map<MemoryRef, RecalledLine>()
  for (const item of items) found.set(`item:${item.number}`, lineOf(item))
  for (const passage of passages) found.set(`turn:${passage.turn_id}`, passageLine(passage))
  const beside = best.flatMap((ref) => passages.flatMap((each) => (isBeside(each, ref) ? refOf(each) : [])))
  const order = new Set<MemoryRef>([...best, ...beside, ...refs])
  return [...order].flatMap((ref) => found.get(ref) ?? [])
}

type PassageRow = {
  readonly turn_id: TurnId
  readonly beside: TurnId | null
  readonly text: string
  readonly said_at: Date
}

const turnRef = (turn: string | number) => `turn:${turn}` as MemoryRef
const refOf = ({ turn_id }: PassageRow): MemoryRef => turnRef(turn_id)
const isBeside = ({ beside }: PassageRow, ref: MemoryRef) => beside !== null && ref === `turn:${beside}`

const passageLine = ({ turn_id, text, said_at }: PassageRow): RecalledLine => ({
  ref: `turn:${turn_id}`,
  text,
  saidAtMs: said_at.getTime(),
  as: 'words',
})
