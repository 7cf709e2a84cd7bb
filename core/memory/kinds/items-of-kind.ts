import type { Clock } from '#machine/clock.ts'
import type { TurnId } from '../../contract/ids.ts'
import type { MemoryItemKind } from '../../contract/memory.ts'
import { allItems } from '../items.ts'
import { keepCandidates } from '../learn/keep.ts'
import { ofPerson, type PersonRows } from '../person-rows.ts'
import type { Learning, MemoryKind } from './kind.ts'

export type ItemKindDeps = {
  readonly itemsMax: () => number
  readonly forgottenKey: Uint8Array
  readonly clock: Pick<Clock, 'now'>
}

/** What profile and facts have in common: both are items, of different kinds. */
export function itemsOf(
  kinds: readonly MemoryItemKind[],
  { itemsMax, forgottenKey, clock }: ItemKindDeps,
): Pick<MemoryKind, 'learn' | 'forget' | 'export'> {
  return {
    async learn(rows, { candidates, scope, turnId, saidAtMs }: Learning) {
      const own = candidates.filter(({ kind }) => kinds.includes(kind))
      const at = new Date(clock.now())
      await keepCandidates(rows, own, { scope, turnId, saidAtMs, at, itemsMax: itemsMax(), forgottenKey })
    },
    forget: (rows, turns) => forgetItemsOf(rows, kinds, turns),
    async export(rows) {
      const own = (await allItems(rows)).filter(({ kind }) => kinds.includes(kind))
      return own.map(({ saidAtMs, editedAtMs, ...item }) => ({
        ...item,
        saidAt: new Date(saidAtMs),
        ...(editedAtMs !== undefined && { editedByOperatorAt: new Date(editedAtMs) }),
      }))
    },
  }
}

async function forgetItemsOf(rows: PersonRows, kinds: readonly MemoryItemKind[], turns: readonly TurnId[]) {
  // What was said before holds again where the message that superseded it is taken back.
  await rows.query(REVIVE, [kinds, turns])
  return (await rows.query(FORGET, [kinds, turns])).length
}

const FORGET = ofPerson(
  'items-forget',
  `with forgotten as (
     delete from memory_item where person_id = $1 and kind = any($2::text[]) and turn_id = any($3::text[])
     returning number
   ), vectors as (
     delete from memory_vector using forgotten where person_id = $1 and ref = 'item:' || number
   )
   select number from forgotten`,
)

const REVIVE = ofPerson(
  'items-revive',
  `with taken_back as (
     select number from memory_item where person_id = $1 and kind = any($2::text[]) and turn_id = any($3::text[])
   ), revived as (
     update memory_item set superseded_by = null, superseded_at = null
     where person_id = $1 and superseded_by in (select number from taken_back)
     returning turn_id
   )
   update memory_passage set is_superseded = false
   where person_id = $1 and turn_id in (select turn_id from revived)`,
)
