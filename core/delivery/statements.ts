import { DELIVERY_LEASE as lease } from '../store/lease.ts'
import { isToCome } from './retry.ts'

// `$1` is the conversation, `$2` the owner or the fencing token of the lease. A send is stored before its call and its
// receipt after it, both only under the newest token.

/** `$4` is the fencing token of this owner, if it already holds the lease. */
const IS_HELD = '(delivery_owner = $2 and delivery_fence = $4)'

const taken = (condition: string) => `
  update conversation set ${lease.taken(IS_HELD)}
  where id = $1 and (${lease.isFree} or ${IS_HELD}) and ${condition}
  returning delivery_fence as fence, account, chat, send_after`

/** The person's language, as their platform states it. */
const LOCALE = `
  (select locale from identity i where i.person_id = o.person_id and starts_with(i.id, held.account || ':') limit 1)`

const ROW = `
  o.id, o.turn_id as "turnId", o.conversation_id as "conversationId", o.person_id as "personId",
  o.turn_number as "turnNumber", o.kind, o.reply_to as "replyTo", o.text, o.state, o.sends, o.files, o.attempts,
  o.next_attempt_at as "nextAttemptAt", o.fault, o.created_at as "createdAt", o.sent_at as "sentAt"`

/** Takes the lease when a reply is ready. The rows are read after that. */
const READY = `
  with held as (${taken(`exists (select from outbox where conversation_id = $1 and state = 'ready')`)})
  select held.fence, held.account, held.chat, held.send_after as "sendAfter", ${LOCALE} as locale, ${ROW}
  from held, outbox o where o.conversation_id = $1 and o.state = 'ready'
  order by o.turn_number, o.created_at limit $5 for no key update of o`

/**
 * Takes the lease and stores a growing reply before anything of it is sent: after a crash the row says that something
 * may have been sent. A row of an earlier run of the turn is reused. It answers the last message of its turn. While the
 * platform's rate limit lasts, nothing is stored.
 */
const OPEN_LIVE = `
  with found as (
    select t.*, exists (
      select from outbox earlier
      where earlier.conversation_id = $1 and earlier.turn_number < t.number and earlier.state = 'ready') as is_behind,
      (select send_after from conversation where id = $1 and ${isToCome('send_after', '$7')}) as limited_until
    from turn t where t.id = $5 and t.reply_id = $6 and t.state = 'running'
  ), held as (${taken('exists (select from found where not is_behind and limited_until is null)')}
  ), made as (
    insert into outbox (id, turn_id, conversation_id, person_id, turn_number, kind, reply_to, state, sends, created_at)
    select found.reply_id, found.id, $1, found.person_id, found.number, 'answer',
      (select e.message_id from event e
        where e.turn_id = found.id and e.kind in ('message', 'command') order by e.seq desc limit 1),
      'live', $8::jsonb, $7
    from found, held on conflict (id) do nothing returning *
  )
  select found.is_behind as "isBehind", found.limited_until as "limitedUntil", held.fence, true as "isNew",
    ${LOCALE} as locale, ${ROW}
  from found, held, made o
  union all
  select found.is_behind, found.limited_until, held.fence, false, ${LOCALE}, ${ROW}
  from found left join held on true left join outbox o on o.id = $6 and o.state = 'live' and held.fence is not null
  where not exists (select from made)`

/** Stores `sending` before a call and the receipt after it. */
const SAVE_SENDS = `
  with held as (select from conversation where id = $1 and delivery_fence = $2 for no key update)
  update outbox set sends = $4 from held where outbox.id = $3 and outbox.state in ('live', 'ready')`

/** The same for files. */
const SAVE_FILES = `
  with held as (select from conversation where id = $1 and delivery_fence = $2 for no key update)
  update outbox set files = $4 from held where outbox.id = $3 and outbox.state = 'ready'`

/** How a try ended: sent, failed or postponed. Gives the lease back unless more is ready. */
const END_TRY = `
  with held as (
    update conversation set ${lease.releasedIf(`$4 = 'ready' or not exists (
      select from outbox o where o.conversation_id = $1 and o.state = 'ready' and o.id <> $3)`)}
    where id = $1 and delivery_fence = $2 returning delivery_until is null as released
  )
  update outbox set state = $4, sends = coalesce($5, sends), attempts = coalesce($6, attempts),
    next_attempt_at = $7, fault = $8, sent_at = coalesce($9, sent_at)
  from held where outbox.id = $3 and outbox.state in ('live', 'ready')
  returning held.released`

const RELEASE = `update conversation set ${lease.released} where id = $1 and delivery_fence = $2`

/** Conversations whose next final reply is due. Only the first reply of each counts: the later ones wait for it. */
const DUE = `
  select c.id, c.account
  from (
    select distinct on (conversation_id) conversation_id, next_attempt_at
    from outbox
    where state = 'ready' and conversation_id > $1
    order by conversation_id, turn_number
  ) first
  join conversation c on c.id = first.conversation_id
  where ${isToCome('first.next_attempt_at', '$2')} is not true and ${isToCome('c.send_after', '$2')} is not true
  order by c.id
  limit $3`

/**
 * Replies of an account that waited for its platform are due now, but for those that its rate limit holds. Returns
 * where replies wait.
 */
const TRY_AGAIN = `
  with again as (
    update outbox set next_attempt_at = null from conversation c
    where c.id = outbox.conversation_id and c.account = $1 and outbox.state = 'ready'
      and outbox.next_attempt_at is not null and outbox.fault !~ '^rate-limited:')
  select distinct o.conversation_id as id from outbox o join conversation c on c.id = o.conversation_id
  where c.account = $1 and o.state = 'ready' limit $2`

/** Not what waits until its next try. */
const UNDER_WAY = `
  select exists (
    select from turn t join conversation c on c.id = t.conversation_id where c.account = $1 and t.state = 'running'
  ) or exists (
    select from outbox o join conversation c on c.id = o.conversation_id
    where c.account = $1 and o.state = 'ready' and o.next_attempt_at is null
  ) as "isUnderWay"`

/** The platform's rate limit for this chat. */
const KEEP_LIMIT = `update conversation set send_after = $3 where id = $1 and delivery_fence = $2`

/** What the platform said later about a message, found by what was sent with it. */
const STATUS = `
  select message_id as "messageId", state, fault from delivery_status where sent_as = $1 and account = $2
  order by state = 'failed', changed_at desc limit 1`

/** When somebody last wrote there, by the platform's clock. */
const WRITTEN = `
  select coalesce((body ->> 'sentAtMs')::double precision, extract(epoch from received_at)::double precision * 1000) as "atMs"
  from event where conversation_id = $1 and kind in ('message', 'command', 'callback') order by seq desc limit 1`

export const statements = {
  READY,
  OPEN_LIVE,
  SAVE_SENDS,
  SAVE_FILES,
  END_TRY,
  RENEW: lease.renew,
  RELEASE,
  DUE,
  TRY_AGAIN,
  UNDER_WAY,
  KEEP_LIMIT,
  STATUS,
  WRITTEN,
}
