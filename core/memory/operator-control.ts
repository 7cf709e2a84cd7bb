import type { PersonId } from '../contract/ids.ts'
import type { MemoryItem } from '../contract/memory.ts'
import type { MemoryControlDeps } from './control.ts'
import { editItemAsOperator, type OperatorsEdit } from './editing.ts'
import { forgetAll, forgetSeenItem, type Forgotten } from './forgetting.ts'
import { inMemoryOf } from './person-rows.ts'

/**
 * What an operator changes of a person's memory, without a turn of theirs. Forgetting and editing do what they do in a
 * chat: turns that tell the same leave later prompts, and engines drop what they have cached.
 */
export type MemoryForOperators = {
  /** `seen`: the words that were looked at. */
  edit(person: PersonId, change: Seen & { readonly text: string }): Promise<OperatorsEdit>
  /** Also one that was superseded. */
  forget(person: PersonId, item: Seen): Promise<OperatorsForgetting>
  forgetAll(person: PersonId): Promise<Forgotten>
}

type Seen = { readonly number: number; readonly seen: string }

export type OperatorsForgetting =
  | ({ readonly type: 'forgotten' } & Forgotten)
  /** It says something else since it was looked at, and nothing was forgotten. */
  | { readonly type: 'changed'; readonly item: MemoryItem }
  | { readonly type: 'no-such-item' }

type Deps = Pick<MemoryControlDeps, 'store' | 'clock' | 'hashesOf' | 'dropPromptCaches' | 'embedSoon'>

export function createMemoryForOperators(deps: Deps): MemoryForOperators {
  const { store, clock, dropPromptCaches, embedSoon } = deps
  const { pool } = store
  return {
    async edit(person, change) {
      const at = new Date(clock.now())
      const edit = await inMemoryOf(pool, person, (rows) => editItemAsOperator(rows, { ...change, at }))
      if (edit.type !== 'edited') return edit
      await dropPromptCaches(edit.takenOut.conversations)
      await embedSoon?.(person)
      return edit
    },
    async forget(person, item) {
      const done = await inMemoryOf(pool, person, (rows) => forgetSeenItem(rows, item, deps))
      if ('now' in done) return done.now === undefined ? { type: 'no-such-item' } : { type: 'changed', item: done.now }
      await dropPromptCaches(done.conversations)
      return { type: 'forgotten', ...done }
    },
    async forgetAll(person) {
      const forgotten = await inMemoryOf(pool, person, (rows) => forgetAll(rows, deps))
      await dropPromptCaches(forgotten.conversations)
      return forgotten
    },
  }
}
