import { platformIn, type ConversationId } from '#core/contract/ids.ts'
import type { ConsolePool } from '../console-pool.ts'
import { Conditions, dateOf } from '../conditions.ts'
import { cursorIn, pageFrom } from '../cursor.ts'
import type { BlockRow, BlocksPage, BlocksQuery, Decision } from '../forms/guard.ts'

/** The newest verdict that blocked a turn `t`. */
export const BLOCKING = `
  left join lateral (
    select direction, guard, model, policy_version, probability from verdict
    where turn_id = t.id and outcome = 'block' order by id desc limit 1) v on true`

/** Blocks and what was labelled, without a word of anybody. `turn_stopped` gives blocks in order. */
export async function listBlocks(pool: ConsolePool, query: BlocksQuery): Promise<BlocksPage> {
  const { decided, after, rows: count } = query
  const where = new Conditions()
  if (decided !== 'yes') where.add(() => `t.state = 'blocked'`)
  if (decided === 'no') where.add(() => 'l.turn_id is null')
  where.addIf(query.decision, (decision) => `l.decision = ${decision}`)
  where.addIf(query.hazard, (hazard) => `t.hazards ? ${hazard}`)
  where.addIf(
    query.direction,
    (direction) => `exists (
      select from verdict where turn_id = t.id and outcome = 'block' and direction = ${direction})`,
  )
  where.addIf(query.channel, (channel) => `starts_with(t.conversation_id, ${channel} || ':')`)
  where.addIf(dateOf(query.sinceMs), (since) => `t.finished_at >= ${since}`)
  if (after !== undefined) {
    const { atMs, id } = cursorIn(after)
    where.add((at, of) => `(t.finished_at, t.id) < (${at}, ${of})`, new Date(atMs), id)
  }
  const from = decided === 'yes' ? 'guard_label l join turn t' : 'turn t left join guard_label l'
  const found = await pool.query<Row>(
    `select t.*, v.direction, v.guard, v.probability
     from (select t.id, t.finished_at, t.conversation_id, coalesce(t.hazards, '[]') as hazards, l.decision
       from ${from} on l.turn_id = t.id where ${where.text}
       order by t.finished_at desc, t.id desc limit ${where.place(count + 1)}) t
     ${BLOCKING} order by t.finished_at desc, t.id desc`,
    where.values,
  )
  return pageFrom(found.rows.map(blockRowOf), count, ({ atMs, turn }) => ({ atMs, id: turn }))
}

type Row = {
  readonly id: string
  readonly finished_at: Date
  readonly conversation_id: ConversationId
  readonly hazards: string[]
  readonly direction: 'in' | 'out' | null
  readonly guard: string | null
  readonly probability: number | null
  readonly decision: Decision | null
}

const blockRowOf = ({ direction, guard, probability, decision, ...row }: Row): BlockRow => ({
  turn: row.id,
  atMs: row.finished_at.getTime(),
  platform: platformIn(row.conversation_id),
  hazards: row.hazards,
  ...(direction !== null && { direction }),
  ...(guard !== null && { guard }),
  ...(probability !== null && { probability }),
  ...(decision !== null && { decision }),
})
