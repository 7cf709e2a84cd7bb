import type { TurnId } from '#core/contract/ids.ts'
import type { JudgedTexts } from '#core/guard/judged-texts.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { Decision } from '../forms/guard.ts'
import { BLOCKING } from './blocks.ts'

const ROWS_AT_ONCE = 200

type Exporting = {
  readonly pool: ConsolePool
  /** Absent: without texts. */
  readonly judgedTexts?: Pick<JudgedTexts, 'of'>
}

/** Every label, the oldest first, one JSON a line; read as fast as it is taken. */
export async function* labelLines({ pool, judgedTexts }: Exporting): AsyncGenerator<string, void, undefined> {
  let last: readonly [at: Date, turn: string] = [new Date(0), '']
  while (true) {
    const { rows } = await pool.query<Row>(LABELS, [...last, ROWS_AT_ONCE])
    for (const row of rows) {
      const { at, finished_at: finished, text: asked, ...about } = row
      const times = { at: finished.toISOString(), labelledAt: at.toISOString() }
      const text = judgedTexts && ((await judgedTexts.of(row.turn)) ?? asked)
      yield `${JSON.stringify({ ...about, ...times, ...(text !== undefined && text !== null && { text }) })}\n`
      last = [at, row.turn]
    }
    if (rows.length < ROWS_AT_ONCE) return
  }
}

type Row = {
  readonly turn: TurnId
  readonly at: Date
  readonly finished_at: Date
  readonly text: string | null
  readonly decision: Decision
  readonly note: string
  readonly by: string | null
  readonly hazards: readonly string[]
  readonly direction: 'in' | 'out' | null
  readonly guard: string | null
  readonly model: string | null
  readonly policyVersion: string | null
  readonly probability: number | null
}

/** `text`: of a miss what was let through; a blocked text is in `judged_text` alone. */
const LABELS = `
  select t.id as turn, l.at, t.finished_at, l.decision, l.note, a.name as by, coalesce(t.hazards, '[]') as hazards,
    v.direction, v.guard, v.model, v.policy_version as "policyVersion", v.probability,
    case when t.state = 'answered' then t.answer end as text
  from guard_label l join turn t on t.id = l.turn_id left join console_account a on a.id = l.by ${BLOCKING}
  where (l.at, l.turn_id) > ($1, $2) order by l.at, l.turn_id limit $3`
