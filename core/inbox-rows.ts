import type pg from 'pg'
import {
  eventId, type ConversationId, type EventId, type IdentityId, type PersonId, type RandomId,
} from './contract/ids.ts'
import { eventKey, type ChatEvent } from './contract/message.ts'
import { TURN_MESSAGES_MAX } from './mailbox/plan.ts'
import { coveringWindow } from './limits.ts'

export type Incoming = {
  readonly event: ChatEvent
  readonly conversation: ConversationId
  readonly fate: 'stored' | 'stored-if-known' | 'ignored' | 'counted'
}

/**
 * Gives each event that will be stored its place: returns the newest number of each conversation, of which the events
 * take the last ones in their order. Holds the conversations' rows until the transaction ends.
 */
export async function numberEvents(
  client: pg.PoolClient,
  incoming: readonly Incoming[],
  at: Date,
): Promise<Map<ConversationId, number>> {
  const groups = Map.groupBy(incoming, ({ conversation }) => conversation)
  // One order for all, so that no two transactions wait for each other.
  const ids = [...groups.keys()].sort()
  const eventsOf = (id: ConversationId) => groups.get(id) ?? []
  const newest = ids.map((id) => eventsOf(id).at(-1)?.event)
  const counted = ids.map((id) => eventsOf(id).filter(({ fate }) => fate === 'counted').length)
  const { rows } = await client.query<{ id: ConversationId; last_seq: number }>({
    name: 'inbox-number',
    text: NUMBER,
    values: [
      ids,
      newest.map((event) => event?.account),
      newest.map((event) => JSON.stringify(event?.chat)),
      ids.map((id, index) => eventsOf(id).length - (counted[index] ?? 0)),
      counted,
      at,
    ],
  })
  return new Map(rows.map((row) => [row.id, row.last_seq]))
}

/** Without the edits of messages that are not here and did not come along. */
export async function withoutForeignEdits(
  client: pg.PoolClient,
  incoming: readonly Incoming[],
): Promise<readonly Incoming[]> {
  const doubtful = incoming.filter(({ fate }) => fate === 'stored-if-known')
  if (doubtful.length === 0) return incoming
  const messageIds = doubtful.map(({ event }) => eventKey(event).messageId)
  const places = [doubtful.map(({ event }) => event.account), doubtful.map(({ event }) => event.chat.id)]
  const { rows } = await client.query<{ id: string }>(KNOWN, [...places, messageIds])
  const here = new Set(rows.map((row) => row.id))
  for (const { event, fate } of incoming) if (fate === 'stored' && event.type === 'message') here.add(event.messageId)
  return incoming.filter(({ event, fate }) => fate !== 'stored-if-known' || here.has(eventKey(event).messageId))
}

/**
 * Returns those that were not here before and wait for a turn. Of the others only the key is stored: what a rule
 * ignores, and messages that an open limit notice covers, so that a flood costs little.
 */
export async function insertEvents(
  client: pg.PoolClient,
  incoming: readonly Incoming[],
  { people, lastSeqs, random, covering }: {
    people: ReadonlyMap<IdentityId, PersonId>
    lastSeqs: ReadonlyMap<ConversationId, number>
    random: RandomId
    /** As `Limits.covering` gives them. */
    covering: readonly unknown[] | undefined
  },
): Promise<Incoming[]> {
  const left = new Map<ConversationId, number>()
  for (const { conversation } of incoming) left.set(conversation, (left.get(conversation) ?? 0) + 1)
  const rows = incoming.map((each) => {
    const after = (left.get(each.conversation) ?? 1) - 1
    left.set(each.conversation, after)
    const seq = (lastSeqs.get(each.conversation) ?? 0) - after
    return { ...each, id: eventId(random), seq, person: people.get(each.event.sender.id), key: eventKey(each.event) }
  })
  const inserted = await client.query<{ id: EventId }>({
    ...(covering ? INSERT_UNLESS_COVERED : INSERT),
    values: [
      rows.map((row) => row.id),
      rows.map((row) => row.conversation),
      rows.map((row) => row.seq),
      rows.map((row) => row.event.account),
      rows.map((row) => row.event.chat.id),
      rows.map((row) => row.key.messageId),
      rows.map((row) => row.key.kind),
      rows.map((row) => row.key.revision),
      rows.map((row) => row.person),
      rows.map((row) => bodyOf(row.event)),
      rows.map((row) => row.event.raw ?? null),
      rows.map((row) => new Date(row.event.receivedAtMs).toISOString()),
      rows.map((row) => (row.fate === 'ignored' ? FROM_BOT : null)),
      rows.map((row) => wantsAnswer(row.event)),
      ...(covering ?? []),
    ],
  })
  const isWaiting = new Set(inserted.rows.map((row) => row.id))
  return rows.filter((row) => isWaiting.has(row.id))
}

const FROM_BOT = 'from-bot'

/** What becomes a turn and is limited; the rest changes or ends something that is here, or is ignored. */
const wantsAnswer = (event: ChatEvent) =>
  (event.type === 'message' || event.type === 'command') && event.addressed !== 'none'

/** All but the raw payload, which has a column of its own and a shorter life. */
function bodyOf({ raw: _raw, ...body }: ChatEvent): string {
  return JSON.stringify(body)
}

const NUMBER = `
  insert into conversation as c (id, account, chat, last_seq, unaddressed_count, created_at)
  select *, $6::timestamptz from unnest($1::text[], $2::text[], $3::jsonb[], $4::bigint[], $5::bigint[])
  on conflict (id) do update set chat = excluded.chat, last_seq = c.last_seq + excluded.last_seq,
    unaddressed_count = c.unaddressed_count + excluded.unaddressed_count
  returning id, last_seq`

/** `covering` gives the window of a limit notice that covers the row `told`. */
const insert = (covering: string) => `
  with told as (
    select *, count(*) filter (where wants_answer) over (partition by conversation_id, person_id order by seq) as place
    from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
        $9::text[], $10::jsonb[], $11::bytea[], $12::timestamptz[], $13::text[], $14::boolean[])
      as t(id, conversation_id, seq, account, chat_id, message_id, kind, revision, person_id, body, raw, received_at,
        rule, wants_answer)
  ), stored as (
    insert into event (id, conversation_id, seq, account, chat_id, message_id, kind, revision, person_id, body, raw,
      received_at, state, outcome, outcome_detail)
    select id, conversation_id, seq, account, chat_id, message_id, kind, revision, person_id,
      case when rule is null and covering.window is null then body end,
      case when covering.window is null then raw end,
      received_at,
      case when rule is null and covering.window is null then 'pending' else 'done' end,
      case when rule is not null then 'ignored' when covering.window is not null then 'limited' end,
      coalesce(rule, covering.window)
    from told left join lateral (${covering}) covering on told.wants_answer and told.rule is null
    on conflict do nothing
    returning id, state
  )
  select id from stored where state = 'pending'`

/** As many messages as its turn would have: those of this person that wait here, and those told with it. */
const COUNT = `
  told.place + (
    select count(*) from (
      select from event e
      where e.conversation_id = told.conversation_id and e.person_id = told.person_id
        and e.state <> 'done' and e.turn_id is null
      limit ${TURN_MESSAGES_MAX}) waiting)`

const INSERT = { name: 'inbox-insert', text: insert('select null::text as window') }
const INSERT_UNLESS_COVERED = { name: 'inbox-insert-unless-covered', text: insert(coveringWindow(15, COUNT)) }

const KNOWN = `
  select told.id from unnest($1::text[], $2::text[], $3::text[]) as told(account, chat_id, id)
  where exists (
    select 1 from event e where e.account = told.account and e.chat_id = told.chat_id and e.message_id = told.id
      and e.kind = 'message')`
