import type pg from 'pg'
import type { Asked } from '../contract/asked.ts'
import { replyId, turnId, type RandomId, type ReplyId } from '../contract/ids.ts'
import type { Verdict } from '../contract/verdict.ts'
import type { Answering } from './answering.ts'
import type { Place } from './place.ts'

type Human = {
  readonly place: Place
  /** Empty: the operator writes without being asked. */
  readonly answering: readonly Answering[]
  readonly reply: ReplyId
  /** What later prompts know, and what people read. */
  readonly answer: string
  readonly shown: string
  readonly verdicts: readonly Verdict[]
}

const NOTHING_ASKED: Asked = { type: 'message', text: '', pictures: [], others: [] }

/**
 * Stores a message of an operator, ready to be delivered, with what it answers; the conversation is locked. `learning` stays
 * null: neither what was asked nor what was answered is learnt.
 */
export async function storeHumanTurns(
  client: pg.PoolClient,
  { place, answering, reply, answer, shown, verdicts }: Human,
  { at, random }: { readonly at: Date; readonly random: RandomId },
): Promise<void> {
  const { id: conversation, person } = place
  const unasked = { person, asked: NOTHING_ASKED, eventIds: [], messageId: null }
  const turns = answering.length > 0 ? answering : [unasked]
  let number = place.lastTurnNumber
  for (const [nth, about] of turns.entries()) {
    const isLast = nth === turns.length - 1
    const turn = turnId(random)
    number += 1
    const own = [turn, conversation, about.person, number, isLast ? reply : replyId(random)]
    await client.query(TURN, [...own, JSON.stringify(about.asked), isLast ? answer : null, at])
    await client.query(EVENTS, [turn, about.eventIds, about.eventIds[0] ?? null])
    if (about.eventIds.length > 0) {
      await client.query('update person set last_turn_at = $2 where id = $1', [about.person, at])
    }
    if (!isLast) continue
    await client.query(VERDICTS, [turn, about.person, JSON.stringify(verdicts), at])
    await client.query(REPLY, [reply, turn, conversation, about.person, number, about.messageId, shown, at])
  }
  await client.query(CONVERSATION, [conversation, number, at])
}

const TURN = `
  insert into turn (id, conversation_id, person_id, number, reply_id, asked, state, attempts, answer, started_at, finished_at)
  values ($1, $2, $3, $4, $5, $6, 'human', 1, $7, $8, $8)`

const EVENTS = `
  update event set state = 'done', turn_id = $1, outcome = case when id = $3 then 'reply' else 'joined' end,
    outcome_detail = case when id = $3 then null else $1 end
  where id = any($2::text[]) and state = 'pending'`

const VERDICTS = `
  insert into verdict (turn_id, person_id, direction, guard, model, policy_version, outcome, hazards, probability, took_ms,
    created_at)
  select $1, $2, direction, guard, model, "policyVersion", outcome, hazards, probability, "tookMs", $4
  from jsonb_to_recordset($3::jsonb) as v(direction text, guard text, model text, "policyVersion" text, outcome text,
    hazards jsonb, probability real, "tookMs" double precision)`

const REPLY = `
  insert into outbox (id, turn_id, conversation_id, person_id, turn_number, kind, reply_to, text, state, created_at)
  values ($1, $2, $3, $4, $5, 'human', $6, $7, 'ready', $8)`

const CONVERSATION = `
  update conversation set last_turn_number = $2, last_turn_at = $3 where id = $1`
