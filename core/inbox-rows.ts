import type pg from 'pg'
import {
  eventId, type ConversationId, type EventId, type IdentityId, type PersonId, type RandomId,
} from './contract/ids.ts'
import { eventKey, type ChatEvent } from './contract/message.ts'

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

/** Returns those that were not here before. */
export async function insertEvents(
  client: pg.PoolClient,
  incoming: readonly Incoming[],
  { people, lastSeqs, random }: {
    people: ReadonlyMap<IdentityId, PersonId>
    lastSeqs: ReadonlyMap<ConversationId, number>
    random: RandomId
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
  const isIgnored = rows.map(({ fate }) => fate === 'ignored')
  const inserted = await client.query<{ id: EventId }>({
    name: 'inbox-insert',
    text: INSERT,
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
      isIgnored.map((ignored) => (ignored ? 'done' : 'pending')),
      isIgnored.map((ignored) => (ignored ? 'ignored' : null)),
      isIgnored.map((ignored) => (ignored ? FROM_BOT : null)),
    ],
  })
  const isNew = new Set(inserted.rows.map((row) => row.id))
  return rows.filter((row) => isNew.has(row.id))
}

const FROM_BOT = 'from-bot'

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

const INSERT = `
  insert into event (id, conversation_id, seq, account, chat_id, message_id, kind, revision, person_id, body, raw,
    received_at, state, outcome, outcome_detail)
  select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::bigint[], $9::text[], $10::jsonb[], $11::bytea[], $12::timestamptz[], $13::text[], $14::text[], $15::text[])
  on conflict do nothing
  returning id`

const KNOWN = `
  select told.id from unnest($1::text[], $2::text[], $3::text[]) as told(account, chat_id, id)
  where exists (
    select 1 from event e where e.account = told.account and e.chat_id = told.chat_id and e.message_id = told.id
      and e.kind = 'message')`
