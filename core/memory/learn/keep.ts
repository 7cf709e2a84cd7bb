import type { TurnId } from '../../contract/ids.ts'
import type { MemoryItem, MemoryScope } from '../../contract/memory.ts'
import { unforget, wasForgotten } from '../forgotten.ts'
import { addItem, currentItems, supersedeItems } from '../items.ts'
import type { Candidate } from '../kinds/kind.ts'
import { ofPerson, type PersonRows } from '../person-rows.ts'
import { relationOf, type Relation } from './compare.ts'
import { statedIn } from './stated.ts'

export type Keeping = {
  readonly scope: MemoryScope
  readonly turnId: TurnId | undefined
  readonly saidAtMs: number
  readonly at: Date
  /** Items of one person; beyond it those that matter least are dropped. */
  readonly itemsMax: number
  /** Of `forgottenHashes`; without it what was forgotten can be learnt anew. */
  readonly forgottenKey?: Uint8Array | undefined
}

/** `number` is the item that holds now: also the older one, where the candidate says the same or less. */
export type Kept = {
  readonly candidate: Candidate
  readonly number: number
  readonly outcome: 'new' | 'same' | 'refined' | 'replaced'
}

/**
 * Merges candidates into the items of one person, within a scope: what is known already is confirmed, what says more or
 * the opposite supersedes what it was, with the turn in which that was said. What was forgotten is only kept when the
 * person asks for it. Something said earlier never replaces what was said later.
 */
export async function keepCandidates(
  rows: PersonRows,
  candidates: readonly Candidate[],
  keeping: Keeping,
): Promise<Kept[]> {
  const kept: Kept[] = []
  for (const candidate of candidates) {
    if (!(await mayBeKept(rows, candidate, keeping))) continue
    const one = await keepOne(rows, candidate, keeping)
    if (one !== undefined) kept.push(one)
  }
  if (kept.some(({ outcome }) => outcome !== 'same')) await rows.query(DROP, [keeping.itemsMax])
  return kept
}

async function mayBeKept(rows: PersonRows, candidate: Candidate, { forgottenKey }: Keeping): Promise<boolean> {
  if (forgottenKey === undefined) return true
  if (candidate.origin === 'learnt') return !(await wasForgotten(rows, forgottenKey, candidate))
  await unforget(rows, forgottenKey, candidate)
  return true
}

/** Undefined when all that may be known of the person is what they told. */
async function keepOne(rows: PersonRows, candidate: Candidate, keeping: Keeping): Promise<Kept | undefined> {
  const related = (await currentItems(rows, keeping.scope)).map((item) => ({
    item,
    relation: relationFor(candidate, item),
  }))
  const of = (...relations: Relation[]) => related.filter(({ relation }) => relations.includes(relation))
  const [known] = of('same', 'less')
  if (known) return confirmed(rows, { candidate, item: known.item, relation: known.relation }, keeping)
  const superseded = of('more', 'contradicts').map(({ item }) => item)
  const [later] = superseded.filter(({ saidAtMs }) => saidAtMs > keeping.saidAtMs)
  if (later) return { candidate, number: later.number, outcome: 'same' }
  const toldAreFull = (await rows.query(TOLD, [superseded.map((item) => item.number), keeping.itemsMax])).length > 0
  if (toldAreFull) return undefined
  const { scope, turnId, saidAtMs, at } = keeping
  const item = { ...candidate, scope, saidAtMs, ...(turnId !== undefined && { turnId }) }
  const number = await addItem(rows, item, at)
  if (superseded.length === 0) return { candidate, number, outcome: 'new' }
  await supersede(rows, { items: superseded, by: number }, keeping)
  return { candidate, number, outcome: of('contradicts').length > 0 ? 'replaced' : 'refined' }
}

/** What was told stays as it was told: "tea is bad for my dog" is more than "tea", and not said in its place. */
function relationFor(candidate: Candidate, item: MemoryItem): Relation {
  const relation = relationOf(candidate, item)
  const areBothTold = candidate.origin === 'told' && item.origin === 'told'
  return areBothTold && (relation === 'more' || relation === 'less') ? 'other' : relation
}

type Known = { readonly candidate: Candidate; readonly item: MemoryItem; readonly relation: Relation }

/** The turn in which it was said last is its source: deleting that message takes it away. */
async function confirmed(rows: PersonRows, { candidate, item, relation }: Known, keeping: Keeping): Promise<Kept> {
  const { turnId, saidAtMs } = keeping
  if (relation === 'same' && saidAtMs >= item.saidAtMs) {
    const values = [item.number, turnId ?? null, new Date(saidAtMs), candidate.confidence, candidate.origin]
    await rows.query(CONFIRM, values)
  }
  return { candidate, number: item.number, outcome: 'same' }
}

async function supersede(
  rows: PersonRows,
  { items, by }: { items: readonly MemoryItem[]; by: number },
  { at, turnId }: Keeping,
): Promise<void> {
  await supersedeItems(rows, { numbers: items.map(({ number }) => number), by, at })
  const turns = new Set(items.flatMap((item) => item.turnId ?? []))
  for (const item of items) for (const turn of await turnsThatState(rows, item)) turns.add(turn)
  if (turnId !== undefined) turns.delete(turnId)
  if (turns.size > 0) await rows.query(HIDE_PASSAGES, [[...turns]])
}

/** An item may have been said more than once, and names the last turn alone. */
async function turnsThatState(rows: PersonRows, { kind, field, value, text, scope }: MemoryItem): Promise<TurnId[]> {
  if (value === undefined) return []
  const passages = await rows.query<{ turn_id: TurnId; text: string }>(PASSAGES_WITH, [scope, value, PASSAGES_MAX])
  const item = { kind, field, value, text }
  const isStated = (passage: string) => statedIn(passage).some((stated) => relationOf(stated, item) === 'same')
  return passages.filter((passage) => isStated(passage.text)).map(({ turn_id: turn }) => turn)
}

const PASSAGES_MAX = 100

const CONFIRM = ofPerson(
  'items-confirm',
  `update memory_item set turn_id = $3, said_at = $4, confidence = greatest(confidence, $5::real),
     origin = case when $6 = 'told' then 'told' else origin end
   where person_id = $1 and number = $2`,
)

const PASSAGES_WITH = ofPerson(
  'keep-passages-with',
  `select turn_id, text from memory_passage
   where person_id = $1 and scope = $2 and not is_superseded and position(lower($3) in lower(text)) > 0
   order by said_at desc limit $4`,
)

const HIDE_PASSAGES = ofPerson(
  'passages-hide',
  'update memory_passage set is_superseded = true where person_id = $1 and turn_id = any($2::text[])',
)

/** A row when there is no room beside what was told and still holds. */
const TOLD = ofPerson(
  'items-told',
  `select 1 from memory_item
   where person_id = $1 and origin = 'told' and superseded_by is null and number <> all($2::integer[])
   having count(*) >= $3::integer`,
)

/** What no longer holds first, then what was learnt, a profile last; of each the oldest. What was told stays. */
const DROP = ofPerson(
  'items-drop',
  `with excess as (
     select number from memory_item where person_id = $1 and (superseded_by is not null or origin <> 'told')
     order by (superseded_by is null)::int, (kind = 'profile')::int, said_at, number
     limit greatest(0, (select count(*) from memory_item where person_id = $1) - $2::integer)
   ), vectors as (
     delete from memory_vector using excess where person_id = $1 and ref = 'item:' || number
   )
   delete from memory_item using excess where person_id = $1 and memory_item.number = excess.number`,
)
