import { TURN_LEASE as lease } from '../store/lease.ts'
import { IS_UNDONE } from './undone.ts'
import type { RunStatement } from '../store/statements.ts'
import { replyOfMessage } from './reply-of-message.ts'

// Each step of a mailbox is one statement, so that a crash leaves all of it or nothing, and so that a turn costs few
// round trips. `$1` is the conversation and `$2` the fencing token of the claim; writes of a claim that is no longer
// the newest are ignored, because nothing is then `held`. Leases use the database's clock alone.

/** Of what is read at once: however many messages wait for an operator, commands do not. */
const comesFirst = (isTakenOver: string) => `(${isTakenOver} and kind = 'command')`

/**
 * A running lease refuses everybody, its owner too. Waiting events are read by the same statement: they may be older
 * than the claim, which statements that change something on that ground detect.
 */
const CLAIM = `
  with held as (
    update conversation set ${lease.taken()} where id = $1 and ${lease.isFree}
    returning fence, account, chat, take_over is not null as is_taken_over
  )
  select held.fence, held.account, held.chat, held.is_taken_over, e.id, e.seq, e.person_id, e.body, e.turn_id
  from held left join lateral (
    select * from event where conversation_id = $1 and state <> 'done'
    order by ${comesFirst('held.is_taken_over')} desc, seq limit $4) e on true
  order by e.seq`

const RENEW = lease.renew

const RELEASE = `update conversation set ${lease.released} where id = $1 and fence = $2`

const READ = `
  select e.id, seq, person_id, body, turn_id, is_taken_over
  from (select take_over is not null as is_taken_over from conversation where id = $1) c cross join lateral (
    select * from event where conversation_id = $1 and state <> 'done'
    order by ${comesFirst('is_taken_over')} desc, seq limit $2) e
  order by seq`

/** While somebody has taken the conversation over, only a command (`$9`) is answered. */
const BEGIN_TURN = `
  with held as (
    update conversation set last_turn_number = last_turn_number + 1, last_turn_at = $7
    where id = $1 and fence = $2 and (take_over is null or $9::boolean) and not exists (
      select from event where event.id = any($8::text[]) and event.state <> 'pending')
    returning last_turn_number as number
  ), made as (
    insert into turn (id, conversation_id, person_id, number, reply_id, asked, state, attempts, started_at)
    select $3, $1, $4, number, $5, $6, 'running', 1, $7 from held
  ), taken as (
    update event set state = 'taken', turn_id = $3 from held where event.id = any($8::text[])
  ), active as (
    update person set last_turn_at = $7 from held where person.id = $4
  )
  select number from held`

const RESUME_TURN = `
  update turn set attempts = attempts + 1 from conversation c
  where turn.id = $3 and turn.state = 'running' and c.id = $1 and c.fence = $2
  returning turn.number, turn.person_id, turn.reply_id, turn.asked, turn.attempts`

/** A run that the service interrupted does not count as an attempt. */
const HAND_BACK = `
  update turn set attempts = attempts - 1 from conversation c
  where turn.id = $3 and turn.state = 'running' and c.id = $1 and c.fence = $2`

/**
 * Has a person's memory learn, once, as soon as possible: `enqueue` in jobs.ts, within a statement of ours. The job is
 * woken after the commit.
 */
const learnJob = (people: string) => `
    insert into job (name, key, run_after, created_at) ${people}
    on conflict (name, key) do update set run_after = excluded.run_after,
      tries = case when job.run_after is null and job.lease_until is null then 0 else job.tries end`

/**
 * What did not address the bot is deleted; of the rest the key is kept. An edit or a deletion of a message that memory
 * has learnt from, or will, is kept as part of its turn, which is then learnt again. So is one of a message that may have
 * asked to remember something, and the deletion of a command.
 */
const IGNORE = `
  with held as (
    update conversation set unaddressed_count = unaddressed_count + $6
    where id = $1 and fence = $2 and not exists (
      select from event where event.id = any($3::text[] || $5::text[]) and event.state <> 'pending')
    returning id
  ), changed as (
    select distinct on (change.id) change.id as event_id, said.turn_id, turn.person_id
    from held, unnest($3::text[], $4::text[]) as given(event_id, rule)
    join event change on change.id = given.event_id
    join event said on said.account = change.account and said.chat_id = change.chat_id
      and said.message_id = change.message_id and said.kind in ('message', 'command')
    join turn on turn.id = said.turn_id and not turn.out_of_history and (turn.learning is not null
      or turn.state = 'commanded' and said.body #> '{sender,isShared}' is null)
    where rule = 'delete-after-answer'
      or (rule = 'edit-after-answer' and said.kind = 'message' and said.person_id = change.person_id)
  ), ignored as (
    update event set state = 'done', outcome = 'ignored', outcome_detail = rule,
      body = case when changed.turn_id is not null then event.body end, turn_id = changed.turn_id
    from held, unnest($3::text[], $4::text[]) as given(event_id, rule) left join changed using (event_id)
    where event.id = given.event_id
  ), forgotten as (
    delete from event using held where event.id = any($5::text[])
  ), unlearnt as (
    update turn set learning = 'pending' from changed where turn.id = changed.turn_id
  ), to_learn as (${learnJob(`select distinct 'learn', person_id, $7::timestamptz, $7::timestamptz from changed`)}
  )
  select id, exists (select from changed) as learns from held`

/**
 * Somebody's opinion about a reply in this conversation: the reply `$3`, or one that `$4` is a message of. The newest one
 * counts; without `$6` it is taken back, with `$8` only if it is that one.
 */
const FEEDBACK = `
  with held as (select id from conversation where id = $1 and fence = $2), about as (
    select turn_id from outbox where id = $3::text and conversation_id = $1
    union all
    (${replyOfMessage('$1', '$4')})
  ), given as (
    insert into feedback (turn_id, person_id, value, changed_at)
    select turn_id, $5, $6, $7::timestamptz from held, about where $6::text is not null
    on conflict (turn_id, person_id) do update set value = excluded.value, changed_at = excluded.changed_at
  ), taken_back as (
    delete from feedback using held, about
    where feedback.turn_id = about.turn_id and feedback.person_id = $5 and $6::text is null
      and feedback.value = coalesce($8::text, feedback.value)
  )
  select from held, about`

const NOTHING_ELSE_WAITS = `not exists (
  select from event e where e.conversation_id = $1 and e.state <> 'done' and e.turn_id is distinct from $5
    and e.id <> all($24::text[])) and not $30::boolean`

/** A part of the reply to this turn may have been seen. */
const isShown = (turn: string) => `exists (select from outbox where outbox.turn_id = ${turn} and sends <> '[]')`

/** What the running turn was not told in time; the next claim puts its messages back. */
const CHANGED_MEANWHILE = `exists (
  select from event said join event change on change.conversation_id = said.conversation_id
    and change.message_id = said.message_id and change.kind in ('edit', 'delete')
    and change.state <> 'done' and change.turn_id is null
  where said.turn_id = $5 and said.kind = 'message')`

/**
 * Releases the conversation when nothing else waits in it; the wake-up for what is stored at the same moment comes
 * after that. Once only: a second try after a lost connection must not make a sent reply ready again. Nor does the end
 * of its turn make a reply ready that has failed while it grew. The stops that ended it (`$24`) become part of it. Where
 * there is something to learn, and the person has not switched it off, the same statement says so. What was blocked
 * (`$27` to `$29`) is kept encrypted. In a first run (`$25`) it is refused while nothing of the reply was sent and an
 * edit or a deletion of what it answers waits. With `$30` what it was asked waits again, for somebody who has taken over.
 * An end that does not know of a take-over (`$31`) is refused: whoever took over holds the row that is locked here, or finds
 * the end stored.
 */
const FINISH = `
  with held as (
    update conversation set ${lease.releasedIf(NOTHING_ELSE_WAITS)}
    where id = $1 and fence = $2 and exists (select 1 from turn where turn.id = $5 and turn.state = 'running')
      and not ($25::boolean and not ${isShown('$5')} and ${CHANGED_MEANWHILE})
      and (take_over is null or $31::boolean)
    returning id, lease_until is null as released
  ), ended as (
    update turn set opens_window = $3, state = $6, answer = $7, hazards = $8, prompt_tokens = $9, answer_tokens = $10, finished_at = $11,
      learning = case when $21::boolean and not turn.out_of_history and not exists (
        select from memory_person where person_id = $15 and (is_off or private_in ? $1)) then 'pending' end,
      memories_used = $23::jsonb, steps = $26::jsonb
    from held where turn.id = $5
    returning learning
  ), to_learn as (${learnJob(`select 'learn', $15, $11, $11 from ended where learning = 'pending'`)}
  ), decided as (
    update event set state = case when $30::boolean then 'pending' else 'done' end,
      outcome = case when $30 then null when event.id = $12 then $13 else 'joined' end,
      outcome_detail = case when $30 then null when event.id = $12 then $14 else $5 end,
      turn_id = case when $30 then null else $5 end
    from held where event.turn_id = $5
  ), stops as (
    update event set state = 'done', turn_id = $5, outcome = 'joined', outcome_detail = $5
    from held where event.id = any($24::text[])
  ), judged as (
    insert into verdict (turn_id, person_id, direction, guard, model, policy_version, outcome, hazards, probability,
      took_ms, created_at)
    select $5, $15, direction, guard, model, "policyVersion", outcome, hazards, probability, "tookMs", $11
    from held, jsonb_to_recordset($16::jsonb) as v(direction text, guard text, model text, "policyVersion" text,
      outcome text, hazards jsonb, probability real, "tookMs" double precision)
  ), kept_for_review as (
    insert into judged_text (turn_id, person_id, direction, place, sealed, created_at)
    select $5, $15, $27, $28::integer, $29::bytea, $11 from held where $29::bytea is not null
    on conflict (turn_id) do nothing
  ), replied as (
    insert into outbox (id, turn_id, conversation_id, person_id, turn_number, kind, reply_to, text, files, state, created_at)
    select $17, $5, $1, $15, $4, $18, $19, $20, $22, 'ready', $11 from held where $18::text is not null
    on conflict (id) do update set kind = excluded.kind, text = excluded.text, files = excluded.files, state = 'ready', next_attempt_at = null
      where outbox.state <> 'failed'
  ), draft_deleted as (
    delete from outbox using held where outbox.id = $17 and outbox.state = 'live' and $18::text is null
  )
  select released, exists (select from ended where learning = 'pending') as learns from held`

/** Refused once a part of the reply may have been seen. */
const SUPERSEDE = `
  with held as (
    select id from conversation where id = $1 and fence = $2
      and not ${isShown('$3')}
    for no key update
  ), draft_deleted as (
    delete from outbox using held where outbox.turn_id = $3
  ), back as (
    update event set state = 'pending', turn_id = null from held where event.turn_id = $3
  ), gone as (
    delete from turn using held where turn.id = $3
  )
  select id from held`

const UNDONE_AMONG = `
  select c.id from conversation c
  where c.id = any($1::text[]) and ${lease.isFree}
    and exists (select 1 from event e where e.conversation_id = c.id and ${IS_UNDONE})`

/** By the names under which the database keeps their plans. */
export const statements = {
  CLAIM,
  RENEW,
  RELEASE,
  READ,
  BEGIN_TURN,
  RESUME_TURN,
  HAND_BACK,
  IGNORE,
  FEEDBACK,
  FINISH,
  SUPERSEDE,
  UNDONE_AMONG,
}

export type Run = RunStatement<keyof typeof statements>
