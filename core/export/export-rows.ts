import type pg from 'pg'
import type { MemoryRef } from '../contract/memory.ts'
import type { ReplyKind } from '../contract/channel.ts'
import type { ConversationId, PersonId } from '../contract/ids.ts'
import type { Chat, ChatEvent } from '../contract/message.ts'
import type { MediaRow } from '../media/media-path.ts'

/** Rows of one read, so that neither memory nor the event loop is held by a person who has written much. */
const ROWS_MAX = 100

type Pool = Pick<pg.Pool, 'query'>

export type IdentityRow = { id: string; name: string; locale: string | null; since: Date; approvedAt: Date | null }
export type ConversationRow = { id: ConversationId; account: string; chat: Chat }
export type PictureRow = Pick<MediaRow, 'personId' | 'sha256' | 'mime' | 'bytes' | 'createdAt'>

/** What the person sent, and the reply when it is the last message of its turn. */
export type SaidRow = {
  seq: number
  body: ChatEvent
  received_at: Date
  pictures: Pick<MediaRow, 'sha256' | 'mime'>[] | null
  checks: object[] | null
  memories_used: MemoryRef[] | null
  feedback: 'good' | 'bad' | null
  reply: string | null
  reply_kind: ReplyKind | null
  replied_at: Date | null
}

/** `number`: of its turn. */
export type UnaskedRow = { number: number; text: string; kind: ReplyKind; at: Date }

/** `number`: of the turn that is spoken of. */
export type FeedbackRow = { number: number; value: 'good' | 'bad'; at: Date }

export const identitiesOf = async (pool: Pool, person: PersonId) =>
  (await pool.query<IdentityRow>(IDENTITIES, [person])).rows

/** Those in which the person wrote, also groups. */
export const conversationsOf = (pool: Pool, person: PersonId) =>
  inBatches(async (after: ConversationRow | undefined) => {
    return (await pool.query<ConversationRow>(CONVERSATIONS, [person, after?.id ?? '', ROWS_MAX])).rows
  })

/** What the person sent in one conversation and what they were answered, in order. Nothing of others who write there. */
export const saidIn = (pool: Pool, { person, conversation }: { person: PersonId; conversation: ConversationId }) =>
  inBatches(async (after: SaidRow | undefined) => {
    return (await pool.query<SaidRow>(SAID, [person, conversation, after?.seq ?? 0, ROWS_MAX])).rows
  })

/** What the person thinks of answers to others, whose words are not theirs. */
export const feedbackGivenIn = (
  pool: Pool,
  { person, conversation }: { person: PersonId; conversation: ConversationId },
) =>
  inBatches(async (after: FeedbackRow | undefined) => {
    return (await pool.query<FeedbackRow>(FEEDBACK, [person, conversation, after?.number ?? 0, ROWS_MAX])).rows
  })

/** What operators wrote to them there without being asked. */
export const unaskedIn = (pool: Pool, { person, conversation }: { person: PersonId; conversation: ConversationId }) =>
  inBatches(async (after: UnaskedRow | undefined) => {
    return (await pool.query<UnaskedRow>(UNASKED, [person, conversation, after?.number ?? 0, ROWS_MAX])).rows
  })

/** Each file once. */
export const picturesOf = (pool: Pool, person: PersonId) =>
  inBatches(async (after: PictureRow | undefined) => {
    const values = [person, after?.sha256 ?? '', after?.mime ?? '', ROWS_MAX]
    return (await pool.query<PictureRow>(PICTURES, values)).rows
  })

async function* inBatches<Row>(read: (after: Row | undefined) => Promise<Row[]>): AsyncGenerator<Row> {
  for (let rows = await read(undefined); rows.length > 0;) {
    yield* rows
    rows = rows.length === ROWS_MAX ? await read(rows.at(-1)) : []
  }
}

const IDENTITIES = `
  select id, display_name as name, locale, created_at as since,
    (select changed_at from access_entry where identity_id = identity.id and state = 'approved') as "approvedAt"
  from identity where person_id = $1 order by id`

const CONVERSATIONS = `
  select id, account, chat from conversation
  where id > $2 and id in (
    select conversation_id from event where person_id = $1
    union select t.conversation_id from feedback f join turn t on t.id = f.turn_id where f.person_id = $1)
  order by id limit $3`

/**
 * The key of an event whose contents are past their retention says nothing. The batch is cut first, and what belongs to
 * it is found by keys: a plan that joins everything first would read it all for each batch.
 */
const SAID = `
  with batch as materialized (
    select id, seq, person_id, body, received_at, turn_id from event
    where person_id = $1 and conversation_id = $2 and seq > $3 and body is not null
    order by seq limit $4
  )
  select e.seq, e.body, e.received_at,
    (select jsonb_agg(jsonb_build_object('sha256', m.sha256, 'mime', m.mime) order by m.part)
      from media m where m.event_id = e.id and m.person_id = e.person_id) as pictures,
    (select jsonb_agg(jsonb_build_object('of', v.direction, 'guard', v.guard, 'model', v.model, 'outcome', v.outcome,
        'hazards', v.hazards, 'at', v.created_at) order by v.id)
      from verdict v where v.turn_id = t.id) as checks,
    t.memories_used,
    (select f.value from feedback f where f.turn_id = t.id and f.person_id = e.person_id) as feedback,
    reply.text as reply, reply.kind as reply_kind, reply.created_at as replied_at
  from batch e
  left join turn t on t.id = e.turn_id and t.person_id = e.person_id and not exists (
    select from event later where later.turn_id = t.id and later.seq > e.seq)
  left join outbox reply on reply.id = t.reply_id and reply.state <> 'live'
  order by e.seq`

const FEEDBACK = `
  select t.number, f.value, f.changed_at as at from feedback f join turn t on t.id = f.turn_id
  where f.person_id = $1 and t.conversation_id = $2 and t.person_id <> $1 and t.number > $3
  order by t.number limit $4`

const UNASKED = `
  select t.number, reply.text, reply.kind, reply.created_at as at
  from turn t join outbox reply on reply.id = t.reply_id
  where t.person_id = $1 and t.conversation_id = $2 and t.number > $3 and t.state = 'human'
    and not exists (select from event where turn_id = t.id)
  order by t.number limit $4`

const PICTURES = `
  select distinct on (sha256, mime) person_id as "personId", sha256, mime, bytes, created_at as "createdAt" from media
  where person_id = $1 and (sha256, mime) > ($2, $3) order by sha256, mime, created_at limit $4`
