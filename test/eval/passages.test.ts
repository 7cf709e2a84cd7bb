import { expect, test } from 'vitest'
import type { TurnId } from '#core/contract/ids.ts'
import { ofPerson } from '#core/memory/person-rows.ts'
import { asTsvector, searchTerms } from '#core/memory/terms.ts'
import { openTestDatabase } from '../kit/database.ts'
import { generate } from './own/generate.ts'
import { passages, type MemoryParts } from './passages.ts'
import { ask, scoresOf } from './score.ts'

const ADD = ofPerson(
  'eval-add',
  `insert into memory_passage (person_id, turn_id, conversation_id, scope, text, said_at, terms, term_count)
   values ($1, $2, $3, '', $4, $5, $6::tsvector, $7)`,
)

const FIND = ofPerson(
  'eval-find',
  `select turn_id, text, said_at from memory_passage where person_id = $1 and terms @@ $2::tsquery
   order by ts_rank(terms, $2::tsquery) desc limit $3`,
)

type Row = { turn_id: TurnId; text: string; said_at: Date }

/** The least that is a memory: any shared word counts. */
const parts: MemoryParts = {
  async learn(rows, { turnId, conversation, typed, saidAtMs }) {
    const terms = searchTerms(typed)
    await rows.query(ADD, [turnId, conversation, typed, new Date(saidAtMs), asTsvector(terms), terms.length])
  },
  async ranked(rows, { text, linesMax }) {
    const any = searchTerms(text).map((term) => `'${term}'`)
    const found = await rows.query<Row>(FIND, [any.join(' | '), linesMax])
    return found.map((row) => ({ ref: `turn:${row.turn_id}`, text: row.text, saidAtMs: row.said_at.getTime() }))
  },
}

test('what is stored in Postgres is found by whoever said it, and by nobody else', async () => {
  await using database = await openTestDatabase()
  const retriever = passages('least', { pool: database.store.pool, parts })
  const set = generate({ seed: 7, people: 2 })
  const answered = await ask(retriever, set, { progress: () => undefined, signal: new AbortController().signal })
  const { recall, foreign, tokens } = scoresOf(answered)
  expect(recall[10]).toBeGreaterThan(0.2)
  expect(foreign).toBe(0)
  expect(tokens).toBeGreaterThan(20)
})
