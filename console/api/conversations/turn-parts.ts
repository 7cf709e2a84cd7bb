import { wordsOf } from '#core/contract/asked.ts'
import type { AccountId, EventId, TurnId } from '#core/contract/ids.ts'
import type { Part } from '#core/contract/message.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { TurnForm } from '../forms/conversations.ts'
import { nameOf } from '../name-of.ts'

type Verdict = TurnForm['verdicts'][number]
type Message = TurnForm['messages'][number]
type Feedback = TurnForm['feedback'][number]

/** What belongs to several turns, by turn. */
export type ByTurn<Part> = ReadonlyMap<TurnId, Part[]>

export async function verdictsOf(pool: ConsolePool, ids: readonly TurnId[]): Promise<ByTurn<Verdict>> {
  const { rows } = await pool.query<VerdictRow>(VERDICTS, [ids])
  return byTurn(rows, ({ probability, ...row }) => ({
    direction: row.direction,
    guard: row.guard,
    model: row.model,
    policyVersion: row.policy_version,
    outcome: row.outcome,
    hazards: row.hazards,
    ...(probability !== null && { probability }),
    tookMs: row.took_ms,
  }))
}

export async function messagesOf(pool: ConsolePool, ids: readonly TurnId[]): Promise<ByTurn<Message>> {
  const { rows } = await pool.query<MessageRow>(MESSAGES, [ids])
  return byTurn(rows, (row) => ({
    kind: row.kind,
    atMs: row.received_at.getTime(),
    ...(row.outcome !== null && { outcome: row.outcome }),
    ...(row.outcome_detail !== null && { detail: row.outcome_detail }),
    ...(row.forwarded_from !== null && { forwardedFrom: row.forwarded_from }),
    ...(row.parts !== null && { text: wordsOf(row.parts) }),
    isBlanked: row.is_blanked,
  }))
}

type OfTurns = { readonly ids: readonly TurnId[]; readonly account: AccountId }

export async function feedbackOf(pool: ConsolePool, { ids, account }: OfTurns): Promise<ByTurn<Feedback>> {
  const { rows } = await pool.query<FeedbackRow>(FEEDBACK, [ids, account])
  return byTurn(rows, ({ value, person_id: id, name }) => ({ value, person: { id, name: name ?? '' } }))
}

export async function missedLabels(pool: ConsolePool, ids: readonly TurnId[]): Promise<ByTurn<{ revision: string }>> {
  const { rows } = await pool.query<{ turn_id: TurnId; revision: string }>(MISSED, [ids])
  return byTurn(rows, ({ revision }) => ({ revision }))
}

type PictureKey = { readonly eventId: EventId; readonly part: number }

/** Those that are kept, by `event:part`. */
export async function keptPictures(pool: ConsolePool, pictures: readonly PictureKey[]) {
  if (pictures.length === 0) return new Map<string, { width: number; height: number }>()
  const keys = [pictures.map(({ eventId }) => eventId), pictures.map(({ part }) => part)]
  const { rows } = await pool.query<KeptRow>(KEPT, keys)
  return new Map(rows.map(({ event_id, part, width, height }) => [`${event_id}:${part}`, { width, height }]))
}

export function byTurn<Row extends { turn_id: TurnId }, Made>(rows: readonly Row[], make: (row: Row) => Made) {
  const made = new Map<TurnId, Made[]>()
  for (const row of rows) made.set(row.turn_id, [...(made.get(row.turn_id) ?? []), make(row)])
  return made
}

type VerdictRow = Pick<Verdict, 'direction' | 'guard' | 'model' | 'outcome' | 'hazards'> & {
  turn_id: TurnId
  policy_version: string
  probability: number | null
  took_ms: number
}

const VERDICTS = `
  select turn_id, direction, guard, model, policy_version, outcome, hazards, probability, took_ms
  from verdict where turn_id = any($1) order by id`

type MessageRow = {
  turn_id: TurnId
  kind: string
  received_at: Date
  outcome: string | null
  outcome_detail: string | null
  forwarded_from: string | null
  parts: Part[] | null
  is_blanked: boolean
}

const MESSAGES = `
  select turn_id, kind, received_at, outcome, outcome_detail, body ->> 'forwardedFrom' as forwarded_from,
    case when kind = 'edit' then body -> 'parts' end as parts, body is null as is_blanked
  from event where turn_id = any($1) order by conversation_id, seq`

type FeedbackRow = { turn_id: TurnId; person_id: string; value: 'good' | 'bad'; name: string | null }

const FEEDBACK = `
  select turn_id, person_id, value, ${nameOf('f.person_id', '$2')} as name
  from feedback f where turn_id = any($1) order by changed_at`

const MISSED = `select turn_id, revision from guard_label where turn_id = any($1) and decision = 'missed'`

type KeptRow = { event_id: EventId; part: number; width: number; height: number }

const KEPT = `
  select event_id, part, width, height from media
  where (event_id, part) in (select * from unnest($1::text[], $2::integer[]))`
