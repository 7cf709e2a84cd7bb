import type { TurnId } from '../contract/ids.ts'
import type { MemoryItem, MemoryScope } from '../contract/memory.ts'
import { saidBy } from './forgetting.ts'
import { allItems } from './items.ts'
import { lockForForgetting } from './lock-for-forgetting.ts'
import { mentionOf } from './mentions.ts'
import { ofPerson, type PersonRows } from './person-rows.ts'
import { takeOutTurns, turnsThatMention, DELETE_VECTORS } from './telling-turns.ts'
import { asTsvector, searchTerms } from './terms.ts'

type Change = {
  readonly number: number
  readonly text: string
  /** Where the new words are said: those of a private chat never show in a group. */
  readonly scope: MemoryScope
  readonly turnId: TurnId
  readonly at: Date
}

/**
 * Replaces what an item says by the person's own words; its number stays. Of two edits at once the later one holds.
 * Turns that tell what it said before leave recall and later prompts. Undefined where no such item holds; may be
 * repeated under the same turn.
 */
export async function editItem(
  rows: PersonRows,
  { number, text, scope, turnId, at }: Change,
): Promise<MemoryItem | undefined> {
  await lockForForgetting(rows)
  const item = (await allItems(rows)).find((each) => each.number === number && each.supersededBy === undefined)
  if (item === undefined || item.turnId === turnId || item.text === text) return item
  const before = mentionOf(saidBy(item))
  const turns = before === undefined ? [] : await turnsThatMention(rows, [before])
  await takeOutTurns(rows, item.turnId === undefined ? turns : [...turns, item.turnId])
  await rows.query(EDIT, [number, text, turnId, at, asTsvector(searchTerms(text)), scope])
  await rows.query(DELETE_VECTORS, [[`item:${number}`]])
  return { ...item, text, scope, origin: 'told', turnId, saidAtMs: at.getTime() }
}

/** Its value was that of the words before. */
const EDIT = ofPerson(
  'item-edit',
  `update memory_item set text = $3, value = null, origin = 'told', confidence = 1, turn_id = $4, said_at = $5,
     terms = $6::tsvector, scope = $7
   where person_id = $1 and number = $2`,
)
