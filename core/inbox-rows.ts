import type pg from 'pg'
import {
  eventId,
  type AccountId,
  type ConversationId,
  type EventId,
  type IdentityId,
  type RandomId,
} from './contract/ids.ts'
import { eventKey, type ChatEvent } from './contract/message.ts'
import { replyOfMessage } from './mailbox/reply-of-message.ts'
import { TURN_MESSAGES_MAX } from './mailbox/plan.ts'
import { coveringPeriod } from './limits.ts'
import { columnsOf, type SeenIdentity } from './people.ts'
import { tombstonesAmong, type Tombstones } from './store/tombstones.ts'

export type Incoming = {
  readonly event: ChatEvent
  readonly conversation: ConversationId
  readonly fate: 'stored' | 'stored-if-known' | 'ignored' | 'blocked' | 'too-old' | 'counted'
}

/** `waits`: for a turn; otherwise an open limit notice covers it. */
export type StoredEvent = Incoming & { readonly waits: boolean }

export type Accepted = {
  readonly incoming: readonly Incoming[]
  readonly cursor: { readonly account: AccountId; readonly cursor: string } | undefined
  readonly at: Date
  /** As `Limits.covering` gives them. */
  readonly covering: readonly unknown[] | undefined
}

/** Without the edits and deletions of messages that are neither stored nor among these, and reactions to none of ours. */
export async function withoutForeignChanges(
  pool: pg.Pool,
  incoming: readonly Incoming[],
): Promise<readonly Incoming[]> {
  const doubtful = incoming.filter(({ fate }) => fate === 'stored-if-known')
  if (doubtful.length === 0) return incoming
  const messageIds = doubtful.map(({ event }) => aboutMessage(event))
  const chats = [doubtful.map(({ event }) => event.account), doubtful.map(({ event }) => event.chat.id)]
  const { rows } = await pool.query<{ id: string }>(KNOWN, [...chats, messageIds])
  const here = new Set(rows.map((row) => row.id))
  for (const { event, fate } of incoming) {
    if (fate === 'stored' && (event.type === 'message' || event.type === 'command')) here.add(event.messageId)
  }
  const reactions = doubtful.filter(({ event }) => event.type === 'reaction')
  const ours = await amongOurs(pool, reactions)
  return incoming.filter((each) => {
    if (each.fate !== 'stored-if-known') return true
    return each.event.type === 'reaction' ? ours.has(each) : here.has(aboutMessage(each.event))
  })
}

/** The message that an event is, or is about. */
const aboutMessage = (event: ChatEvent) => ('messageId' in event ? event.messageId : eventKey(event).messageId)

/** Those about a message of ours: in a busy group nearly all are about what others wrote. */
async function amongOurs(pool: pg.Pool, reactions: readonly Incoming[]): Promise<ReadonlySet<Incoming>> {
  if (reactions.length === 0) return new Set()
  const conversations = reactions.map(({ conversation }) => conversation)
  const values = [conversations, reactions.map(({ event }) => aboutMessage(event))]
  const { rows } = await pool.query<{ nth: number }>(OURS, values)
  return new Set(rows.flatMap(({ nth }) => reactions[nth - 1] ?? []))
}

/**
 * Without events of people who were deleted, which their platform repeats: their senders would be made anew for them.
 * Where the senders are known, the statement that stores the events refuses these itself.
 */
export async function withoutDeleted(
  client: pg.PoolClient,
  incoming: readonly Incoming[],
  tombstones: Tombstones | undefined,
): Promise<readonly Incoming[]> {
  if (tombstones === undefined) return incoming
  const hashed = incoming.map((each) => ({ each, hash: hashOf(each.event, tombstones) }))
  const deleted = await tombstonesAmong(
    client,
    hashed.map(({ hash }) => hash),
  )
  return hashed.filter(({ hash }) => !deleted.has(hash.toString('base64'))).map(({ each }) => each)
}

const hashOf = (event: ChatEvent, tombstones: Tombstones) =>
  tombstones.hashOf({ account: event.account, chatId: event.chat.id, ...eventKey(event) })

/**
 * Stores events in one statement, with the cursor: numbers them within their conversations, whose rows it holds, and
 * returns those that were not here before and that no rule ignores. Only the key is stored of what a rule ignores, and
 * of messages that an open limit notice covers, so that a flood costs little.
 *
 * Undefined, and nothing is stored, when a sender is new or has changed; `areKnown` says that the senders are stored.
 */
export async function insertEvents(
  client: pg.Pool | pg.PoolClient,
  { incoming, cursor, at, covering }: Accepted,
  { random, areKnown, tombstones }: { random: RandomId; areKnown: boolean; tombstones?: Tombstones | undefined },
): Promise<StoredEvent[] | undefined> {
  const groups = Map.groupBy(incoming, ({ conversation }) => conversation)
  // Always in one order, so that no two transactions deadlock.
  const conversations = [...groups.keys()].sort().map((id) => conversationOf(id, groups.get(id) ?? []))
  const kept = incoming.filter(({ fate }) => fate !== 'counted')
  const left = new Map(conversations.map(({ id, numbered }) => [id, numbered]))
  const rows = kept.map((each) => {
    const after = (left.get(each.conversation) ?? 1) - 1
    left.set(each.conversation, after)
    return { ...each, id: eventId(random), after, key: eventKey(each.event) }
  })
  const values = [
    ...columnsOf(sendersOf(kept)),
    areKnown,
    conversations.map(({ id }) => id),
    conversations.map(({ newest }) => newest?.account),
    conversations.map(({ newest }) => JSON.stringify(newest?.chat)),
    conversations.map(({ numbered }) => numbered),
    conversations.map(({ counted }) => counted),
    at,
    cursor?.account,
    cursor?.cursor,
    rows.map((row) => row.id),
    rows.map((row) => row.conversation),
    rows.map((row) => row.after),
    rows.map((row) => row.event.account),
    rows.map((row) => row.event.chat.id),
    rows.map((row) => row.key.messageId),
    rows.map((row) => row.key.kind),
    rows.map((row) => row.key.revision),
    rows.map((row) => row.event.sender.id),
    rows.map((row) => bodyOf(row.event)),
    rows.map((row) => (row.fate === 'blocked' ? null : (row.event.raw ?? null))),
    rows.map((row) => new Date(row.event.receivedAtMs).toISOString()),
    rows.map((row) => RULES[row.fate] ?? null),
    rows.map((row) => wantsAnswer(row.event)),
    rows.map((row) => tombstones && hashOf(row.event, tombstones)),
    ...(covering ?? []),
  ]
  const inserted = await client.query<Inserted>({ ...(covering ? INSERT_UNLESS_COVERED : INSERT), values })
  const [{ numbered, waiting, covered } = NOTHING_INSERTED] = inserted.rows
  if (numbered !== conversations.length) return undefined
  const waits = new Set(waiting)
  const isNew = new Set([...waiting, ...covered])
  return rows.filter((row) => isNew.has(row.id)).map((row) => ({ ...row, waits: waits.has(row.id) }))
}

type Inserted = { numbered: number; waiting: EventId[]; covered: EventId[] }

const NOTHING_INSERTED: Inserted = { numbered: 0, waiting: [], covered: [] }

/** Its row as the newest event shows it. */
function conversationOf(id: ConversationId, events: readonly Incoming[]) {
  const counted = events.filter(({ fate }) => fate === 'counted').length
  return { id, newest: events.at(-1)?.event, counted, numbered: events.length - counted }
}

/** Each once, as the newest event shows them; always in one order, so that no two transactions deadlock. */
export function sendersOf(incoming: readonly Incoming[]): SeenIdentity[] {
  const seen = new Map<IdentityId, SeenIdentity>()
  for (const { event } of incoming) {
    const { id, displayName } = event.sender
    seen.set(id, { id, displayName, locale: event.locale ?? seen.get(id)?.locale })
  }
  return [...seen.values()].sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** By which an event is ignored; only its key is stored. */
const RULES: Partial<Record<Incoming['fate'], string>> = {
  ignored: 'from-bot',
  blocked: 'blocked',
  'too-old': 'too-old',
}

/** What becomes a turn and is limited; the rest changes or ends something that is here, or is ignored. */
const wantsAnswer = (event: ChatEvent) =>
  (event.type === 'message' || event.type === 'command') && event.addressed !== 'none'

/** All but the raw payload, which has a column of its own and a shorter retention. */
function bodyOf({ raw: _raw, ...body }: ChatEvent): string {
  return JSON.stringify(body)
}

/** `covering` gives the period of a limit notice that covers the row `received`. */
const insert = (covering: string) => `
  with seen as (
    select * from unnest($1::text[], $2::text[], $3::text[]) as s(id, display_name, locale)
  ), known as (
    select s.id, i.person_id from seen s join identity i on i.id = s.id
    where $4::boolean or (s.display_name in ('', i.display_name) and (s.locale is null or s.locale = i.locale))
  ), numbered as (
    insert into conversation as c (id, account, chat, last_seq, unaddressed_count, created_at)
    select *, $10::timestamptz from unnest($5::text[], $6::text[], $7::jsonb[], $8::bigint[], $9::bigint[])
    where (select count(*) from known) = (select count(*) from seen)
    on conflict (id) do update set chat = excluded.chat, last_seq = c.last_seq + excluded.last_seq,
      unaddressed_count = c.unaddressed_count + excluded.unaddressed_count
    returning id, last_seq
  ), moved as (
    insert into channel_cursor (account, cursor, moved_at)
    select $11::text, $12::text, $10 where $11 is not null and exists (select from numbered)
    on conflict (account) do update set cursor = excluded.cursor, moved_at = excluded.moved_at
  ), received as (
    select t.*, numbered.last_seq - t.after as seq, known.person_id, count(*) filter (where wants_answer)
      over (partition by conversation_id, known.person_id order by t.after desc) as nth
    from unnest($13::text[], $14::text[], $15::bigint[], $16::text[], $17::text[], $18::text[], $19::text[],
        $20::bigint[], $21::text[], $22::jsonb[], $23::bytea[], $24::timestamptz[], $25::text[], $26::boolean[],
        $27::bytea[])
      as t(id, conversation_id, after, account, chat_id, message_id, kind, revision, sender, body, raw, received_at,
        rule, wants_answer, tombstone)
    join numbered on numbered.id = t.conversation_id join known on known.id = t.sender
    where not exists (select from event_tombstone where hash = t.tombstone)
  ), stored as (
    insert into event (id, conversation_id, seq, account, chat_id, message_id, kind, revision, person_id, body, raw,
      received_at, state, outcome, outcome_detail)
    select id, conversation_id, seq, account, chat_id, message_id, kind, revision, person_id,
      case when rule is null and covering.period is null then body end,
      case when covering.period is null then raw end,
      received_at,
      case when rule is null and covering.period is null then 'pending' else 'done' end,
      case when rule is not null then 'ignored' when covering.period is not null then 'limited' end,
      coalesce(rule, covering.period)
    from received left join lateral (${covering}) covering on received.wants_answer and received.rule is null
    on conflict do nothing
    returning id, state, outcome
  )
  select (select count(*) from numbered) as numbered,
    array(select id from stored where state = 'pending') as waiting,
    array(select id from stored where outcome = 'limited') as covered`

/** As many messages as its turn would have: those of this person that wait here, and those received with it. */
const COUNT = `
  received.nth + (
    select count(*) from (
      select from event e
      where e.conversation_id = received.conversation_id and e.person_id = received.person_id
        and e.state <> 'done' and e.turn_id is null
      limit ${TURN_MESSAGES_MAX}) waiting)`

const INSERT = { name: 'inbox-insert', text: insert('select null::text as period') }
const INSERT_UNLESS_COVERED = { name: 'inbox-insert-unless-covered', text: insert(coveringPeriod(28, COUNT)) }

const OURS = `
  select given.nth::integer from unnest($1::text[], $2::text[]) with ordinality as given(conversation, message, nth)
  where exists (${replyOfMessage('given.conversation', 'given.message')})`

const KNOWN = `
  select given.id from unnest($1::text[], $2::text[], $3::text[]) as given(account, chat_id, id)
  where exists (
    select 1 from event e where e.account = given.account and e.chat_id = given.chat_id and e.message_id = given.id
      and e.kind in ('message', 'command'))`
