/** Every turn that somebody was answered in, with whatever. */
const REPLIED = `state not in ('running', 'limited', 'ignored')`

/** What is the case since `$1`, and what waits. */
export const PRESENT = `
  select *
  from (select count(*)::integer as replies, count(distinct person_id)::integer as people
    from turn where finished_at >= $1 and ${REPLIED}) lately,
  (select count(distinct conversation_id)::integer as queued, min(received_at) as queued_since
    from event e where state <> 'done'
      and not exists (select from conversation where id = e.conversation_id and take_over is not null)) queue,
  (select count(*)::integer as unsent, min(created_at) as unsent_since from outbox where state = 'ready') unsent`

/** Counts since `$1`: whole minutes as they were counted, the newest ones by their turns. */
export const TODAY = `
  with rolled as (
    select turns, starts_at from usage_rollup where span = 'minute' and starts_at >= $1
  ), rest as (
    select coalesce(max(starts_at) + interval '1 minute', $1) as since from rolled
  ), counted as (
    select key as state, value::bigint as times from rolled, jsonb_each_text(turns)
    union all
    select state, count(*) from turn, rest where finished_at >= since group by 1
  )
  select
    coalesce(sum(times) filter (where ${REPLIED}), 0)::integer as replies,
    coalesce(sum(times) filter (where state = 'blocked'), 0)::integer as blocks,
    coalesce(sum(times) filter (where state = 'apologised'), 0)::integer as apologies
  from counted`

export const PEOPLE_TODAY = `
  select count(distinct person_id)::integer as people from turn where finished_at >= $1 and ${REPLIED}`

/** Replies that were given up, of turns since `$1`. */
export const FAILED_TODAY = `
  select count(*)::integer as count from turn join outbox on outbox.turn_id = turn.id
  where turn.finished_at >= $1 and outbox.state = 'failed'`

/** Jobs that are tried no more, until they are enqueued again. */
export const JOBS_GIVEN_UP = `
  select name as job, count(*)::integer as count, max(last_error) as error from job
  where run_after is null and lease_until is null and last_error is not null group by 1 order by 1`

export const FIRST_WORDS = `
  select first_words as counts from usage_rollup where span = 'minute' and starts_at >= $1`

export const ROLLUPS = `
  select starts_at, turns, people, first_words from usage_rollup
  where span = $1 and starts_at >= $2 and starts_at < $3 order by starts_at`
