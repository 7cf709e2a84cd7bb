import type { PersonId } from '#core/contract/ids.ts'
import type { ConsolePool } from '../console-pool.ts'
import { cursorIn, cursorOf, pageFrom, type Cursor } from '../cursor.ts'
import type { ConversationsPage, ConversationsQuery } from '../forms/conversations.ts'
import { addChatFilters } from './chat-filters.ts'
import { anywhere, Conditions, dateOf } from '../conditions.ts'
import { ABOUT_TURN, rowFrom, type FoundRow } from './rows.ts'

/**
 * Text is searched without an index, so many turns at a time, the newest first: 0.4 s on two cores (of 1,000,000
 * turns), and the next page goes on where this one ended. An index of words would hold what people wrote a second
 * time, also after it was deleted, makes each turn's write 60 µs longer (500 ms in place of 210 ms for 5,000), finds
 * whole words alone, and still has to sort all that it finds by time.
 */
export const SEARCH_LIMITS = { searchedTurnsMax: 40_000 }
export type SearchLimits = typeof SEARCH_LIMITS

/** Those of `turn_stopped` and `turn_refused`. */
const INDEXED: ReadonlySet<string> = new Set(['blocked', 'apologised', 'limited', 'ignored'])

type Search = {
  readonly query: ConversationsQuery
  /** Whose; undefined: everybody's. */
  readonly people: readonly PersonId[] | undefined
  readonly limits: SearchLimits
}
type Found = FoundRow & { readonly turn_id: string }

/** Finished turns by how they ended or what was said in them, the newest first. */
export async function findTurns(pool: ConsolePool, search: Search): Promise<ConversationsPage> {
  const { query } = search
  const { rows: count, text, outcome } = query
  const isIndexed = outcome !== undefined && INDEXED.has(outcome)
  const end = isIndexed && text === undefined ? undefined : await searchEnd(pool, search)
  const where = searchedTurns(search)
  if (end !== undefined) where.add((at, of) => `(t.finished_at, t.id) >= (${at}, ${of})`, new Date(end.atMs), end.id)
  addChatFilters(where, query)
  where.addIf(
    text && anywhere(text),
    (part) => `lower(t.asked ->> 'text') like ${part} or lower(t.answer) like ${part}
    or lower(concat('/', t.asked ->> 'name', ' ', t.asked ->> 'argument')) like ${part}`,
  )
  const limit = count + 1
  const statement = `
    select c.id, c.account, c.chat, c.take_over is not null as is_taken_over, t.finished_at as at, t.id as turn_id, ${ABOUT_TURN}
    from turn t join conversation c on c.id = t.conversation_id
    where ${where.text} order by t.finished_at desc, t.id desc limit ${limit}`
  const found = await pool.query<Found>(where.statement(statement))
  const page = pageFrom(found.rows, count, ({ at, turn_id: id }) => ({ atMs: at.getTime(), id }))
  const rows = page.rows.map((row) => rowFrom(row, text))
  if (page.next !== undefined || end === undefined) return { ...page, rows }
  return { rows, next: cursorOf(end), searchedToMs: end.atMs }
}

/** The last turn that one page looks at; undefined where fewer are left. */
async function searchEnd(pool: ConsolePool, search: Search): Promise<Cursor | undefined> {
  const where = searchedTurns(search)
  const { rows } = await pool.query<{ id: string; at: Date }>(
    `select t.id, t.finished_at as at from turn t where ${where.text}
     order by t.finished_at desc, t.id desc offset ${where.place(search.limits.searchedTurnsMax)} limit 1`,
    where.values,
  )
  return rows[0] && { atMs: rows[0].at.getTime(), id: rows[0].id }
}

/** What indexes find: by time, by person, and those of rare ends. */
function searchedTurns({ query, people }: Search): Conditions {
  const { after, outcome, sinceMs, untilMs } = query
  const where = new Conditions().add(() => 't.finished_at is not null')
  if (after !== undefined) {
    const { atMs, id } = cursorIn(after)
    where.add((at, of) => `(t.finished_at, t.id) < (${at}, ${of})`, new Date(atMs), id)
  }
  where.addIf(dateOf(sinceMs), (at) => `t.finished_at >= ${at}`)
  where.addIf(dateOf(untilMs), (at) => `t.finished_at < ${at}`)
  where.addIf(people, (ids) => `t.person_id = any(${ids})`)
  // Written out, since each of these few words has a plan of its own.
  if (outcome !== undefined && INDEXED.has(outcome)) where.add(() => `t.state = '${outcome}'`)
  return where
}
