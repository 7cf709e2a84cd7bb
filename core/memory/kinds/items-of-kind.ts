import type { Clock } from '#machine/clock.ts'
import type { MemoryItemKind } from '../../contract/memory.ts'
import { allItems } from '../items.ts'
import { keepCandidates } from '../learn/keep.ts'
import { ofPerson, type PersonRows } from '../person-rows.ts'
import type { Forgetting, Learning, MemoryKind } from './kind.ts'

export type ItemKindDeps = {
  readonly itemsMax: number
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
      await keepCandidates(rows, own, { scope, turnId, saidAtMs, at, itemsMax, forgottenKey })
    },
    forget: (rows, what) => forgetItems(rows, kinds, what),
    async export(rows) {
      const own = (await allItems(rows)).filter(({ kind }) => kinds.includes(kind))
      return own.map(({ saidAtMs, ...item }) => ({ ...item, saidAt: new Date(saidAtMs) }))
    },
  }
}

async function forgetItems(rows: PersonRows, kinds: readonly MemoryItemKind[], what: Forgetting): Promise<number> {
  const numbers = what.type === 'items' ? what.numbers : null
  const turns = what.type === 'turns' ? what.turns : null
  // What was said before holds again where the message that superseded it is taken back.
  if (turns !== null) await rows.query(REVIVE, [kinds, turns])
  return (await rows.query(FORGET, [kinds, numbers, turns])).length
}

const FORGET = ofPerson(
  'items-forget',
  `with forgotten as (
     delete from memory_item where person_id = $1 and kind = any($2::text[])
       and ($3::integer[] is null or number = any($3)) and ($4::text[] is null or turn_id = any($4))
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
