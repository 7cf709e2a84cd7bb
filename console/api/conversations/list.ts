import type { PersonId } from '#core/contract/ids.ts'
import type { ConsolePool } from '../console-pool.ts'
import { cursorIn, pageFrom } from '../cursor.ts'
import type { ConversationsPage, ConversationsQuery } from '../forms/conversations.ts'
import { addChatFilters } from './chat-filters.ts'
import { Conditions, dateOf } from '../conditions.ts'
import { findTurns, SEARCH_LIMITS, type SearchLimits } from './find-turns.ts'
import { peopleNamed } from './named-people.ts'
import { ABOUT_TURN, rowFrom, type FoundRow } from './rows.ts'

/** Conversations, or single turns where it is asked how they ended or what was said in them. */
export async function listConversations(
  pool: ConsolePool,
  query: ConversationsQuery,
  limits: SearchLimits = SEARCH_LIMITS,
): Promise<ConversationsPage> {
  const people = query.person === undefined ? undefined : await peopleNamed(pool, query.person)
  if (people?.length === 0) return { rows: [] }
  const ofTurns = query.text !== undefined || query.outcome !== undefined
  return ofTurns ? findTurns(pool, { query, people, limits }) : newestActivity(pool, query, people)
}

/** `conversation_active` gives them in order; filters leave some out on the way. */
async function newestActivity(
  pool: ConsolePool,
  query: ConversationsQuery,
  people: readonly PersonId[] | undefined,
): Promise<ConversationsPage> {
  const { after, rows: count, sinceMs, untilMs } = query
  const where = new Conditions().add(() => 'c.last_turn_at is not null')
  addChatFilters(where, query)
  if (after !== undefined) {
    const { atMs, id } = cursorIn(after)
    where.add((at, of) => `(c.last_turn_at, c.id) < (${at}, ${of})`, new Date(atMs), id)
  }
  where.addIf(people, (ids) => `c.id in (select conversation_id from turn where person_id = any(${ids}))`)
  where.addIf(dateOf(sinceMs), (at) => `c.last_turn_at >= ${at}`)
  // Without an end the newest turn decides; with one, some turn has to lie between.
  if (untilMs !== undefined) {
    const between = [new Date(sinceMs ?? 0), new Date(untilMs)]
    where.add(
      (since, until) =>
        `c.id in (select conversation_id from turn where finished_at >= ${since} and finished_at < ${until})`,
      ...between,
    )
  }
  const limit = count + 1
  const text = `
    select c.id, c.account, c.chat, c.take_over is not null as is_taken_over, c.last_turn_at as at, t.*
    from (select * from conversation c where ${where.text}
      order by c.last_turn_at desc, c.id desc limit ${limit}) c
    left join lateral (
      select ${ABOUT_TURN} from turn t where t.conversation_id = c.id order by t.number desc limit 1) t on true
    order by c.last_turn_at desc, c.id desc`
  const found = await pool.query<FoundRow>(where.statement(text))
  const page = pageFrom(found.rows, count, ({ at, id }) => ({ atMs: at.getTime(), id }))
  return { ...page, rows: page.rows.map((row) => rowFrom(row)) }
}
