import type { ConversationId, TurnId } from '../../contract/ids.ts'
import type { MemoryScope } from '../../contract/memory.ts'
import { ofPerson } from '../person-rows.ts'
import { rankedIn } from '../recall/ranked.ts'
import type { MemoryKind } from './kind.ts'
import { passageTerms } from './passage-terms.ts'

/** What the person typed, a passage for each turn. */
export const episodes: MemoryKind = {
  name: 'episodes',
  async learn(rows, { turnId, conversation, scope, typed, before, saidAtMs }) {
    if (turnId === undefined || typed.trim() === '') return
    const { terms, count } = passageTerms({ typed, before, saidAtMs })
    const values = [turnId, conversation, scope, typed, new Date(saidAtMs), terms, count]
    await rows.query(KEEP, values)
  },
  recall: async (rows, query) => (await rankedIn(rows, query)).filter(({ ref }) => ref.startsWith('turn:')),
  forget: async (rows, turns) => (await rows.query(FORGET, [turns])).length,
  async export(rows) {
    return (await rows.query<ExportRow>(EXPORT)).map(({ turn_id, conversation_id, scope, text, said_at }) => ({
      turnId: turn_id,
      conversation: conversation_id,
      scope,
      text,
      saidAt: said_at,
    }))
  },
}

type ExportRow = {
  readonly turn_id: TurnId
  readonly conversation_id: ConversationId
  readonly scope: MemoryScope
  readonly text: string
  readonly said_at: Date
}

/** An edited message is learnt again: its passage then says what it says now. */
const KEEP = ofPerson(
  'passage-keep',
  `insert into memory_passage (person_id, turn_id, conversation_id, scope, text, said_at, terms, term_count)
   values ($1, $2, $3, $4, $5, $6, $7::tsvector, $8)
   on conflict (person_id, turn_id) do update set
     text = excluded.text, said_at = excluded.said_at, terms = excluded.terms, term_count = excluded.term_count`,
)

const FORGET = ofPerson(
  'passages-forget',
  `with forgotten as (
     delete from memory_passage where person_id = $1 and turn_id = any($2::text[]) returning turn_id
   ), vectors as (
     delete from memory_vector using forgotten where person_id = $1 and ref = 'turn:' || turn_id
   )
   select turn_id from forgotten`,
)

const EXPORT = ofPerson(
  'passages-export',
  `select turn_id, conversation_id, scope, text, said_at from memory_passage where person_id = $1
   order by said_at, turn_id`,
)
