// Spans begin at whole minutes, hours and days of UTC. A day is 24 hours: "1 day" has 23 where the database's time zone has
// summer time.

/** The newest span of any length that begins before `$1`. */
export const NEWEST = `select max(starts_at) as at from usage_rollup where starts_at < $1`

export const NEXT_TURN = `select min(finished_at) as at from turn where finished_at >= $1`

export const DELETE_OLD = `delete from usage_rollup where span = $1 and starts_at < $2`

const all = (counts: string) => `(select sum(value::bigint) from jsonb_each_text(${counts}))`

/** Never less than was counted before: turns may have been deleted since. */
const KEEP = `
  on conflict (span, starts_at) do update set turns = excluded.turns, first_words = excluded.first_words,
    blocks = excluded.blocks, people = greatest(usage_rollup.people, excluded.people)
    where ${all('excluded.turns')} >= ${all('usage_rollup.turns')}`

/** The turns that ended from `$1` until before `$2`; first words by the upper bounds `$3`, in milliseconds. */
export const ROLL_MINUTES = `
  with ended as (
    select date_trunc('minute', finished_at, 'UTC') as starts_at, state, person_id, hazards,
      case when state = 'answered' then (steps ->> 'firstWordsMs')::double precision end as first_words_ms
    from turn where finished_at >= $1 and finished_at < $2
  ), minute as (
    select starts_at, count(distinct person_id) filter (where state in ('answered', 'human')) as people from ended group by 1
  ), turns as (
    select starts_at, jsonb_object_agg(state, times) as counts
    from (select starts_at, state, count(*) as times from ended group by 1, 2) counted group by 1
  ), blocks as (
    select starts_at, jsonb_object_agg(hazard, times) as counts
    from (select starts_at, hazard, count(*) as times
      from ended, jsonb_array_elements_text(hazards) as found(hazard) where state = 'blocked' group by 1, 2) counted
    group by 1
  ), counted as (
    select starts_at, bucket, count(*) as times
    from (
      select starts_at, width_bucket(first_words_ms, $3::double precision[]) as bucket
      from ended where first_words_ms is not null) found
    group by 1, 2
  ), words as (
    select starts_at, jsonb_agg(coalesce(times, 0) order by bucket) as counts
    from minute cross join generate_series(0, cardinality($3::double precision[])) as bucket
    left join counted using (starts_at, bucket) group by 1
  )
  insert into usage_rollup (span, starts_at, turns, people, first_words, blocks)
  select 'minute', starts_at, turns.counts, people, words.counts, coalesce(blocks.counts, '{}')
  from minute join turns using (starts_at) join words using (starts_at) left join blocks using (starts_at)
  ${KEEP}`

/**
 * Hours out of minutes, days out of hours: `$1` out of `$2`, those that begin from `$3` until before `$4`. Unless `$5`,
 * their people are only known to be as many as were counted before, and as those of one part.
 */
export const SUM_UP = `
  insert into usage_rollup (span, starts_at, turns, people, first_words, blocks)
  select $1, whole.starts_at, turns.counts, people.count, first_words.counts, coalesce(blocks.counts, '{}')
  from (
    select distinct date_trunc($1, starts_at, 'UTC') as starts_at from usage_rollup
    where span = $2 and starts_at >= $3 and starts_at < $4) whole
  cross join lateral (select starts_at + case $1 when 'day' then interval '24 hours' else interval '1 hour' end as ends_at) until
  cross join lateral (
    select jsonb_object_agg(state, times) as counts from (
      select key as state, sum(value::bigint) as times from usage_rollup part, jsonb_each_text(part.turns)
      where span = $2 and part.starts_at >= whole.starts_at and part.starts_at < ends_at group by 1) summed) turns
  cross join lateral (
    select jsonb_object_agg(hazard, times) as counts from (
      select key as hazard, sum(value::bigint) as times from usage_rollup part, jsonb_each_text(part.blocks)
      where span = $2 and part.starts_at >= whole.starts_at and part.starts_at < ends_at group by 1) summed) blocks
  cross join lateral (
    select jsonb_agg(times order by bucket) as counts from (
      select bucket, sum(value::bigint) as times
      from usage_rollup part, jsonb_array_elements_text(part.first_words) with ordinality as counted(value, bucket)
      where span = $2 and part.starts_at >= whole.starts_at and part.starts_at < ends_at group by 1) summed) first_words
  cross join lateral (
    select greatest(
      (select max(part.people) from usage_rollup part
        where span = $2 and part.starts_at >= whole.starts_at and part.starts_at < ends_at),
      (select count(distinct person_id) from turn
        where $5 and state in ('answered', 'human') and finished_at >= whole.starts_at and finished_at < ends_at))::integer as count
    ) people
  ${KEEP}`
