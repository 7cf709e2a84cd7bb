import type { Clock } from '#machine/clock.ts'
import type { ConversationId, PersonId } from '../contract/ids.ts'
import { scopeOf, type MemoryItem } from '../contract/memory.ts'
import type { Turn } from '../contract/turn.ts'
import type { Store } from '../store/store.ts'
import { countsOf, type PersonCounts } from './control-counts.ts'
import { lastAnswerUsed, type UsedMemories } from './control-used.ts'
import { editItem } from './editing.ts'
import { forgetAll, forgetItems, forgetMatching, type ForgettingDeps, type Matched } from './forgetting.ts'
import { allItems } from './items.ts'
import type { Candidate } from './kinds/kind.ts'
import { inMemoryOf, ofPerson, type PersonRows } from './person-rows.ts'
import type { Keeping, Kept } from './learn/keep.ts'
import { lockMemory, memoryStateOf, switchMemory, switchPrivate, type MemoryState } from './state.ts'
import { toldFact } from './told.ts'

/** What the person sees and changes of their memory: what commands call. Each may be repeated under the same turn. */
export type MemoryControl = {
  /** Whether memory is on in this service. */
  readonly isEnabled: boolean
  stateOf(turn: Asking): Promise<MemoryState>
  switch(turn: Asking, to: 'on' | 'off'): Promise<void>
  setPrivate(turn: Asking, isPrivate: boolean): Promise<void>
  /** Also those that were superseded; and how many passages can be looked up. */
  all(turn: Asking): Promise<{ readonly items: readonly MemoryItem[]; readonly passages: number }>
  /** Undefined where the person's memory is full. */
  remember(turn: Asking, text: string): Promise<{ readonly number: number; readonly isNew: boolean } | undefined>
  /** Undefined where no item with that number holds. */
  edit(turn: Asking, change: { readonly number: number; readonly text: string }): Promise<MemoryItem | undefined>
  forget(turn: Asking, what: ToForget): Promise<Matched>
  /** Undefined where there is no answer yet. */
  usedByLastAnswer(turn: Asking): Promise<UsedMemories | undefined>
  /** What `deletePerson` will delete. */
  countAll(turn: Asking): Promise<PersonCounts>
  /** Deletes all of the person, once the reply to this turn was delivered. */
  deletePerson(turn: Asking): Promise<void>
}

export type Asking = Pick<Turn, 'id' | 'person' | 'conversation' | 'chat'>

export type ToForget =
  | { readonly type: 'numbers'; readonly numbers: readonly number[] }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'all' }

/** `keepCandidates`, which knows what was forgotten. */
export type KeepCandidates = (
  rows: PersonRows,
  candidates: readonly Candidate[],
  keeping: Omit<Keeping, 'forgottenKey'>,
) => Promise<readonly Kept[]>

export type MemoryControlDeps = {
  readonly store: Store
  readonly clock: Clock
  /** Whether memory is on in this service. */
  readonly isEnabled: boolean
  readonly itemsMax: () => number
  readonly keep: KeepCandidates
  readonly hashesOf: ForgettingDeps['hashesOf']
  /** The engine drops what it has cached of these prompts. */
  readonly dropPromptCaches: (conversations: readonly ConversationId[]) => Promise<void>
  readonly deletePersonSoon: (person: PersonId) => Promise<void>
  /** Where an embedder is switched on: makes the vectors that the person's memories lack. */
  readonly embedSoon?: ((person: PersonId) => Promise<void>) | undefined
}

export function createMemoryControl(deps: MemoryControlDeps): MemoryControl {
  const { store, clock, isEnabled, itemsMax, keep } = deps
  const { pool } = store
  return {
    isEnabled,
    stateOf: (turn) => memoryStateOf(pool, turn),
    switch: ({ person }, to) => switchMemory(pool, person, to === 'off'),
    setPrivate: ({ person, conversation }, isPrivate) => switchPrivate(pool, { person, conversation, isPrivate }),
    all: ({ person }) =>
      inMemoryOf(pool, person, async (rows) => {
        const items = await allItems(rows)
        const [passages] = await rows.query<{ count: number }>(COUNT_PASSAGES)
        return { items, passages: passages?.count ?? 0 }
      }),
    async remember(turn, text) {
      const { id, person } = turn
      const remembered = await inMemoryOf(pool, person, async (rows) => {
        await lockMemory(rows.client, person)
        const [known] = await rows.query<{ number: number }>(NUMBER_FROM_TURN, [id])
        if (known !== undefined) return { number: known.number, isNew: true }
        const at = new Date(clock.now())
        const about = { scope: scopeOf(turn), turnId: id, saidAtMs: at.getTime(), at, itemsMax: itemsMax() }
        const [kept] = await keep(rows, [toldFact(text)], about)
        return kept && { number: kept.number, isNew: kept.outcome !== 'same' }
      })
      if (remembered !== undefined) await deps.embedSoon?.(person)
      return remembered
    },
    async edit(turn, { number, text }) {
      const change = { number, text, scope: scopeOf(turn), turnId: turn.id, at: new Date(clock.now()) }
      const edited = await inMemoryOf(pool, turn.person, (rows) => editItem(rows, change))
      if (edited !== undefined) await deps.embedSoon?.(turn.person)
      return edited
    },
    async forget(turn, what) {
      const matched = await inMemoryOf(pool, turn.person, (rows) => forgetIn(rows, what, deps))
      if (matched.type === 'forgotten') await deps.dropPromptCaches(matched.conversations)
      return matched
    },
    usedByLastAnswer: (turn) => inMemoryOf(pool, turn.person, (rows) => lastAnswerUsed(rows, turn)),
    countAll: ({ person }) => inMemoryOf(pool, person, countsOf),
    deletePerson: ({ person }) => deps.deletePersonSoon(person),
  }
}

async function forgetIn(rows: PersonRows, what: ToForget, deps: ForgettingDeps): Promise<Matched> {
  switch (what.type) {
    case 'numbers': {
      const forgotten = await forgetItems(rows, what.numbers, deps)
      return forgotten.numbers.length > 0 ? { type: 'forgotten', ...forgotten } : { type: 'nothing' }
    }
    case 'text':
      return forgetMatching(rows, what.text, deps)
    case 'all':
      return { type: 'forgotten', ...(await forgetAll(rows, deps)) }
    default:
      return what satisfies never
  }
}

const COUNT_PASSAGES = ofPerson(
  'passages-count',
  'select count(*)::integer as count from memory_passage where person_id = $1 and not is_superseded',
)

const NUMBER_FROM_TURN = ofPerson(
  'item-from-turn',
  'select number from memory_item where person_id = $1 and turn_id = $2 order by number limit 1',
)
