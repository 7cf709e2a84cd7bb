import type { TurnId } from '../contract/ids.ts'
import type { MemoryItem, MemoryOrigin, MemoryScope } from '../contract/memory.ts'
import { saidBy } from './forgetting.ts'
import { allItems } from './items.ts'
import { lockForForgetting } from './lock-for-forgetting.ts'
import { mentionOf } from './mentions.ts'
import { ofPerson, type PersonRows } from './person-rows.ts'
import { takeOutTurns, turnsThatMention, DELETE_VECTORS, type TakenOut } from './telling-turns.ts'
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
  await replaceWords(rows, item, { text, scope, turnId, at, origin: 'told', editedAt: null })
  return { ...withoutEdit(item), text, scope, origin: 'told', turnId, saidAtMs: at.getTime() }
}

type OperatorsChange = Pick<Change, 'number' | 'text' | 'at'> & {
  /** The words that the operator looked at. */
  readonly seen: string
}

export type OperatorsEdit =
  | { readonly type: 'edited'; readonly item: MemoryItem; readonly takenOut: TakenOut }
  /** It says something else since it was looked at, and nothing was changed. */
  | { readonly type: 'changed'; readonly item: MemoryItem }
  | { readonly type: 'no-such-item' }

/**
 * Replaces what an item says by an operator's words, in the place of the person's: it names no turn any more, and says
 * when that was. Where it was said, and whether the person told it, stays.
 */
export async function editItemAsOperator(
  rows: PersonRows,
  { number, text, seen, at }: OperatorsChange,
): Promise<OperatorsEdit> {
  await lockForForgetting(rows)
  const item = (await allItems(rows)).find((each) => each.number === number && each.supersededBy === undefined)
  if (item === undefined) return { type: 'no-such-item' }
  if (item.text !== seen) return { type: 'changed', item }
  const { scope, origin } = item
  const takenOut = await replaceWords(rows, item, { text, scope, origin, turnId: null, at, editedAt: at })
  const { turnId: _source, ...rest } = item
  return { type: 'edited', item: { ...rest, text, saidAtMs: at.getTime(), editedAtMs: at.getTime() }, takenOut }
}

type Words = Pick<Change, 'text' | 'scope' | 'at'> & {
  readonly origin: MemoryOrigin
  readonly turnId: TurnId | null
  readonly editedAt: Date | null
}

async function replaceWords(rows: PersonRows, item: MemoryItem, words: Words): Promise<TakenOut> {
  const { text, turnId, at, scope, origin, editedAt } = words
  const before = mentionOf(saidBy(item))
  const turns = before === undefined ? [] : await turnsThatMention(rows, [before])
  const takenOut = await takeOutTurns(rows, item.turnId === undefined ? turns : [...turns, item.turnId])
  await rows.query(EDIT, [item.number, text, turnId, at, asTsvector(searchTerms(text)), scope, origin, editedAt])
  await rows.query(DELETE_VECTORS, [[`item:${item.number}`]])
  return takenOut
}

const withoutEdit = ({ editedAtMs: _edited, ...item }: MemoryItem): MemoryItem => item

/** Its value was that of the words before. */
const EDIT = ofPerson(
  'item-edit',
  `update memory_item set text = $3, value = null, origin = $8, confidence = 1, turn_id = $4, said_at = $5,
     terms = $6::tsvector, scope = $7, edited_at = $9
   where person_id = $1 and number = $2`,
)
