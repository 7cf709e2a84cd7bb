import type pg from 'pg'
import type { Clock } from '#machine/clock.ts'
import type { PersonId, TurnId } from './contract/ids.ts'
import type { Store } from './store/store.ts'
import { inTransaction } from './store/transaction.ts'
import type { Turn } from './contract/turn.ts'

/**
 * A bucket holds `burst` messages and fills by `perMinute`; a 0 in either lifts the limit. A person's own limits
 * (`person_limit`) stand in place of those of the settings: `own-limits.ts` changes them.
 */
export type Limit = { readonly burst: number; readonly perMinute: number }

export type Limits = {
  /**
   * Takes `count` messages from the person's and the conversation's bucket, or none from either. A refusal opens a
   * limit period (`new`: this turn carries the one notice), or falls into that of an earlier turn's notice.
   */
  take(turn: Pick<Turn, 'id' | 'person' | 'conversation'>, count: number): Promise<Taken>
  /** What `coveringPeriod` needs while a notice may be open; undefined at other times, when none can be open. */
  covering(at: Date): readonly unknown[] | undefined
}

export type Taken = { readonly type: 'granted' } | { readonly type: 'refused'; readonly period: 'new' | TurnId }

export function createLimits({
  store,
  clock,
  limits,
}: {
  store: Store
  clock: Clock
  /** At the moment. */
  limits: () => { readonly person: Limit; readonly conversation: Limit }
}): Limits {
  // A notice from before the start counts again once a turn is refused for it.
  let noticesUntilMs = 0
  return {
    async take(turn, count) {
      const { person, conversation } = limits()
      const buckets: Bucket[] = [
        { key: `conversation:${turn.conversation}`, ...conversation },
        { key: `person:${turn.person}`, ...person },
      ]
      const at = new Date(clock.now())
      const request = { buckets, person: turn.person, count, turn: turn.id, at }
      const [taken] = await rowsOf<{ granted: boolean }>(store.pool, TAKE, request)
      if (taken?.granted) return GRANTED
      noticesUntilMs = at.getTime() + NOTICE_MS
      return inTransaction(store.pool, (client) => refuse(client, request))
    },
    covering(at) {
      if (at.getTime() >= noticesUntilMs) return undefined
      const { person, conversation } = limits()
      return [person.burst, person.perMinute, conversation.burst, conversation.perMinute, at]
    },
  }
}

const NOTICE_MS = 60_000
const GRANTED: Taken = { type: 'granted' }

type Bucket = Limit & { readonly key: string }
type Request = {
  readonly buckets: readonly Bucket[]
  readonly person: PersonId
  readonly count: number
  readonly turn: TurnId
  readonly at: Date
}
type Short = { key: string; tokens: number; notice_until: Date | null; notice_turn_id: TurnId | null }

/** The period belongs to the emptiest bucket. */
async function refuse(client: pg.PoolClient, request: Request): Promise<Taken> {
  const [bucket] = await rowsOf<Short>(client, SHORT_OF, request)
  const { turn, at } = request
  const covers = bucket?.notice_turn_id != null && bucket.notice_until !== null && bucket.notice_until > at
  // A turn that runs again after a crash carries its own notice.
  const period = covers ? bucket.notice_turn_id : null
  if (period !== null && period !== turn) return { type: 'refused', period }
  const until = new Date(at.getTime() + NOTICE_MS)
  await client.query(OPEN_PERIOD, [bucket?.key, turn, until])
  return { type: 'refused', period: 'new' }
}

async function rowsOf<Row extends pg.QueryResultRow>(
  client: pg.Pool | pg.PoolClient,
  text: string,
  { buckets, person, count, at }: Request,
): Promise<Row[]> {
  const values = [
    buckets.map(({ key }) => key),
    buckets.map(({ burst }) => burst),
    buckets.map(({ perMinute }) => perMinute),
    count,
    at,
    person,
  ]
  return (await client.query<Row>({ name: text === TAKE ? 'limits-take' : 'limits-refuse', text, values })).rows
}

/** Tokens of a bucket at a time. A clock that was set back adds none. */
const tokensAt = (at: string, of: { bucket: string; limit: string }) => `
  least(${of.limit}.burst, coalesce(${of.bucket}.tokens, ${of.limit}.burst)
    + greatest(0, extract(epoch from ${at}::timestamptz - coalesce(${of.bucket}.filled_at, ${at})))
      * ${of.limit}.per_minute / 60)`

/**
 * For a statement that stores messages, the period whose open notice covers the row `received`: the turn that it would
 * be part of, of `count` messages, could only be refused. `Limits.covering` gives the values of its parameters, from
 * `first` on.
 */
export const coveringPeriod = (first: number, count: string) => `
  select bucket.notice_turn_id as period
  from (
    select 'person:' || received.person_id, coalesce(p.burst, $${first}::float8), coalesce(p.per_minute, $${first + 1}::float8)
    from (values (received.person_id)) as of(person_id) left join person_limit p on p.person_id = of.person_id
    union all
    select 'conversation:' || received.conversation_id, $${first + 2}, $${first + 3}) as own(key, burst, per_minute)
  join limit_bucket bucket on bucket.key = own.key
  where own.burst > 0 and own.per_minute > 0 and bucket.notice_until > $${first + 4}::timestamptz
    and ${tokensAt(`$${first + 4}`, { bucket: 'bucket', limit: 'own' })} < least(own.burst, ${count})
  order by bucket.notice_until desc limit 1`

// Keys are always in one order (conversation, person), so that no two turns deadlock.
// A full bucket always suffices: otherwise a turn of many messages would never be granted.
const NOW = `
  wanted as (
    select b.key, coalesce(own.burst, b.burst) as burst, coalesce(own.per_minute, b.per_minute) as per_minute
    from unnest($1::text[], $2::float8[], $3::float8[]) as b(key, burst, per_minute)
    left join person_limit own on own.person_id = $6 and b.key = 'person:' || $6
  ), limited as (
    select *, least($4::float8, burst) as cost from wanted where burst > 0 and per_minute > 0
  ), known as (
    select * from limit_bucket where key in (select key from limited) order by key for update
  ), now as (
    select l.key, l.cost, notice_until, notice_turn_id,
      ${tokensAt('$5', { bucket: 'known', limit: 'l' })} as tokens
    from limited l left join known on known.key = l.key
  )`

const TAKE = `
  with ${NOW}, taken as (
    insert into limit_bucket (key, tokens, filled_at)
    select key, tokens - cost, $5 from now where (select bool_and(tokens >= cost) from now) order by key
    on conflict (key) do update set tokens = excluded.tokens, filled_at = excluded.filled_at
    returning key
  )
  select exists (select from taken) or not exists (select from limited) as granted`

const SHORT_OF = `
  with ${NOW}
  select key, tokens, notice_until, notice_turn_id from now where tokens < cost order by tokens, key`

const OPEN_PERIOD = 'update limit_bucket set notice_turn_id = $2, notice_until = $3 where key = $1'
