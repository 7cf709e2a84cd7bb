import { platformIn, type ConversationId, type PersonId, type TurnId } from '#core/contract/ids.ts'
import type { JudgedTexts } from '#core/guard/judged-texts.ts'
import { ConsoleError } from '../console-error.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { BlockForm, Decision } from '../forms/guard.ts'
import { BLOCKING } from './blocks.ts'
import { nameOf } from '../name-of.ts'
import { say } from '../sentences.ts'

type Deps = { readonly pool: ConsolePool; readonly judgedTexts: Pick<JudgedTexts, 'of'> }

/**
 * One block with what was judged; or an answer, which a moderator may find should have been one.
 *
 * @throws {ConsoleError} when there is no such turn
 */
export async function blockOf({ pool, judgedTexts }: Deps, id: TurnId): Promise<BlockForm> {
  const { rows } = await pool.query<Row>(BLOCK, [id])
  const [row] = rows
  if (row === undefined) throw noSuchTurn()
  const { direction, guard, model, policy_version: policyVersion, probability } = row
  const kept = row.state === 'blocked' ? await judgedTexts.of(id) : undefined
  // What was asked stands with its turn for longer; of an answer that was withheld nothing else is kept.
  const text = direction === 'in' ? (kept ?? row.asked ?? undefined) : kept
  const isOfAnswer = direction !== 'in'
  return {
    turn: id,
    atMs: row.finished_at.getTime(),
    platform: platformIn(row.conversation_id),
    hazards: row.hazards,
    ...(direction !== null && { direction }),
    ...(guard !== null && { guard }),
    ...(model !== null && { model }),
    ...(policyVersion !== null && { policyVersion }),
    ...(probability !== null && { probability }),
    person: { id: row.person_id, name: row.name ?? '' },
    conversation: row.conversation_id,
    number: row.number,
    outcome: row.state,
    ...(text !== undefined && { text }),
    ...(isOfAnswer && row.asked !== null && { asked: row.asked }),
    ...(isOfAnswer && row.shown !== null && { shown: row.shown }),
    pictures: row.pictures,
    ...(row.revision !== null && {
      label: {
        decision: row.decision,
        note: row.note,
        by: row.by_name ?? '',
        atMs: row.labelled_at.getTime(),
        revision: row.revision,
      },
    }),
  }
}

export const noSuchTurn = () => new ConsoleError('not-found', say('turn.gone'))

type Row = {
  readonly finished_at: Date
  readonly conversation_id: ConversationId
  readonly person_id: PersonId
  readonly name: string | null
  readonly number: number
  readonly state: string
  readonly hazards: string[]
  readonly direction: 'in' | 'out' | null
  readonly guard: string | null
  readonly model: string | null
  readonly policy_version: string | null
  readonly probability: number | null
  readonly asked: string | null
  readonly shown: string | null
  readonly pictures: boolean[]
} & (
  | { readonly revision: null }
  | {
      readonly revision: string
      readonly decision: Decision
      readonly note: string
      readonly by_name: string | null
      readonly labelled_at: Date
    }
)

/** The bot's part of a conversation's id: `telegram:123`. */
const ACCOUNT = `concat_ws(':', split_part(t.conversation_id, ':', 1), split_part(t.conversation_id, ':', 2))`

const BLOCK = `
  select t.finished_at, t.conversation_id, t.person_id, t.number, t.state, coalesce(t.hazards, '[]') as hazards,
    coalesce(t.asked ->> 'text', t.asked ->> 'argument') as asked, v.*,
    (select text from outbox where turn_id = t.id and conversation_id = t.conversation_id
     order by created_at limit 1) as shown,
    (select coalesce(jsonb_agg(m.sha256 is not null order by nth), '[]')
     from jsonb_array_elements(coalesce(t.asked -> 'pictures', '[]')) with ordinality as picture(about, nth)
     left join media m on m.event_id = about ->> 'eventId' and m.part = (about ->> 'part')::integer) as pictures,
    ${nameOf('t.person_id', ACCOUNT)} as name,
    l.revision, l.decision, l.note, l.at as labelled_at,
    (select a.name from console_account a where a.id = l.by) as by_name
  from turn t left join guard_label l on l.turn_id = t.id ${BLOCKING}
  where t.id = $1 and t.state in ('blocked', 'answered') and t.finished_at is not null`

/** Whose turn it is, for the audit. */
export async function personOf(pool: ConsolePool, turn: TurnId): Promise<PersonId | undefined> {
  const { rows } = await pool.query<{ person_id: PersonId }>('select person_id from turn where id = $1', [turn])
  return rows[0]?.person_id
}
