import type pg from 'pg'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { conversationId } from '../contract/ids.ts'
import type { DeliveryEvent, DeliveryState } from '../contract/message.ts'
import { cleanText, shortened } from '../contract/text.ts'
import type { Store } from '../store/store.ts'

const FAULT_LENGTH_MAX = 300
/** Where the platform names only its message: how many of the newest turns may have sent it. */
const TURNS_MAX = 50

/** What a platform said later about one message that we sent. */
export type SendStatus = {
  readonly messageId: string
  readonly state: DeliveryState
  readonly fault: string | null
}

export type StatusCounts = {
  /** Later statuses of messages that told something new. */
  statuses: number
  /** Messages that the platform first accepted and could not deliver then. */
  undelivered: number
}

export type Statuses = {
  /** Resolves when all are committed. May be repeated, and may come in any order. */
  accept(events: readonly DeliveryEvent[]): Promise<void>
  readonly counts: Readonly<StatusCounts>
}

export type StatusDeps = { readonly store: Store; readonly clock: Clock; readonly log: Logger }

/**
 * Keeps the furthest status of each message that we sent. A reply of which a message could not be delivered ends as
 * `failed`, and nothing of it is repeated: the platform has tried, and says why it gave up.
 */
export function createStatuses({ store: { pool }, clock, log }: StatusDeps): Statuses {
  const counts: StatusCounts = { statuses: 0, undelivered: 0 }
  return {
    counts,
    async accept(events) {
      if (events.length === 0) return
      const newest = furthestOf(events)
      const changed = await upsert(pool, newest, new Date(clock.now()))
      counts.statuses += changed.size
      // Also what is known already: a crash may have come between the status and the end of its reply.
      for (const event of await stillFailed(pool, newest)) {
        const reply = await failReply(pool, event)
        if (!changed.has(keyOf(event))) continue
        counts.undelivered += 1
        const { account, messageId, fault } = event
        log.warn({ account, messageId, reply, fault }, 'platform could not deliver a message')
      }
    },
  }
}

/** `sent` comes before `delivered`, and that before `read`. What was delivered has not failed. */
const RANKS: Readonly<Record<DeliveryState, number>> = { sent: 0, failed: 1, delivered: 2, read: 3 }

const keyOf = ({ account, messageId }: Pick<DeliveryEvent, 'account' | 'messageId'>) => `${account} ${messageId}`

/** One for each message, in one order, so that no two statements deadlock. */
function furthestOf(events: readonly DeliveryEvent[]): DeliveryEvent[] {
  const furthest = new Map<string, DeliveryEvent>()
  for (const event of events) {
    // A platform's text that cannot be stored must not hold up the messages that come with it.
    const { messageId, fault } = event
    const cleaned = {
      ...event,
      messageId: cleanText(messageId),
      ...(fault !== undefined && { fault: faultText(fault) }),
    }
    const known = furthest.get(keyOf(cleaned))
    if (known === undefined || RANKS[cleaned.state] > RANKS[known.state]) furthest.set(keyOf(cleaned), cleaned)
  }
  return [...furthest.values()].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

const faultText = (fault: string) => shortened(cleanText(fault), FAULT_LENGTH_MAX)

/** Returns those that say more than was known. */
async function upsert(pool: pg.Pool, events: readonly DeliveryEvent[], at: Date): Promise<Set<string>> {
  const { rows } = await pool.query<{ account: string; messageId: string }>({
    name: 'delivery-statuses',
    text: UPSERT,
    values: [
      events.map(({ account }) => account),
      events.map(({ messageId }) => messageId),
      events.map(({ state }) => state),
      events.map(({ sentAs }) => sentAs && sentAsText(sentAs)),
      events.map(({ fault }) => fault),
      at,
    ],
  })
  return new Set(rows.map(({ account, messageId }) => `${account} ${messageId}`))
}

/** Those whose message has not been delivered since. */
async function stillFailed(pool: pg.Pool, events: readonly DeliveryEvent[]): Promise<DeliveryEvent[]> {
  const failed = events.filter(({ state }) => state === 'failed')
  if (failed.length === 0) return []
  const values = [failed.map(({ account }) => account), failed.map(({ messageId }) => messageId)]
  const { rows } = await pool.query<Pick<DeliveryEvent, 'account' | 'messageId'>>(STILL_FAILED, values)
  const keys = new Set(rows.map(keyOf))
  return failed.filter((event) => keys.has(keyOf(event)))
}

/** As it is stored. */
export const sentAsText = ({ replyId, index }: { readonly replyId: string; readonly index: number }) =>
  cleanText(`${replyId}:${index}`)

async function failReply(pool: pg.Pool, event: DeliveryEvent): Promise<string | undefined> {
  const { account, chat, messageId, sentAs, fault = 'a failure without a reason' } = event
  const receipt = JSON.stringify([{ state: 'sent', receipt: { messageId } }])
  const reason = `undelivered: ${fault}`
  const { rows } = sentAs
    ? await pool.query<{ id: string }>(FAIL_SENT_AS, [
        cleanText(sentAs.replyId),
        reason,
        receipt,
        JSON.stringify([{ state: 'sending', index: sentAs.index }]),
      ])
    : await pool.query<{ id: string }>(FAIL_MESSAGE, [
        conversationId(account, chat.id, chat.threadId),
        reason,
        receipt,
        TURNS_MAX,
      ])
  return rows[0]?.id
}

const rankOf = (column: string) =>
  `case ${column} ${Object.entries(RANKS)
    .map(([state, rank]) => `when '${state}' then ${rank}`)
    .join(' ')} end`

const UPSERT = `
  insert into delivery_status as known (account, message_id, state, sent_as, fault, changed_at)
  select *, $6::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
  on conflict (account, message_id) do update set state = excluded.state, fault = excluded.fault,
    sent_as = coalesce(excluded.sent_as, known.sent_as), changed_at = excluded.changed_at
  where ${rankOf('excluded.state')} > ${rankOf('known.state')}
  returning account, message_id as "messageId"`

const STILL_FAILED = `
  select account, message_id as "messageId" from delivery_status
  join unnest($1::text[], $2::text[]) as given(account, message_id) using (account, message_id) where state = 'failed'`

/** One that was sent again meanwhile is no longer meant. */
const fail = (which: string, isMeant: string) => `
  update outbox set state = 'failed', fault = $2, next_attempt_at = null
  where ${which} and state in ('ready', 'sent') and (${isMeant})
  returning id`

const FAIL_SENT_AS = fail('id = $1', 'sends @> $3::jsonb or sends @> $4::jsonb')

const FAIL_MESSAGE = fail(
  'turn_id in (select id from turn where conversation_id = $1 order by number desc limit $4)',
  'sends @> $3::jsonb',
)
