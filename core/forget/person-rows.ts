import type pg from 'pg'
import type { ConversationId, IdentityId, PersonId } from '../contract/ids.ts'
import { setPerson } from '../memory/person-rows.ts'
import { DELETE_PERSON } from './names.ts'

type Locked = { readonly conversations: ConversationId[]; readonly identities: IdentityId[] }

/**
 * Until the transaction ends, no turn begins or ends in the person's conversations, and nothing new can refer to the
 * person. Conversations first, the order of all transactions.
 */
export async function lockPerson(client: pg.PoolClient, person: PersonId): Promise<Locked> {
  const conversations = await client.query<{ id: ConversationId }>(LOCK_CONVERSATIONS, [person])
  // Before the person: who writes a memory locks this row first, and then refers to the person.
  await client.query('select from memory_person where person_id = $1 for update', [person])
  await client.query('select from person where id = $1 for update', [person])
  const identities = await client.query<{ id: IdentityId }>('select id from identity where person_id = $1', [person])
  return { conversations: conversations.rows.map(({ id }) => id), identities: identities.rows.map(({ id }) => id) }
}

/** Blanks what others' events hold of the person's words; returns in how many events. */
export async function blankQuotesOf(client: pg.PoolClient, person: PersonId, of: Locked): Promise<number> {
  const values = [person, of.conversations, of.identities]
  await client.query(`with ${GIVEN}, ${QUOTING} ${DELETE_JUDGED}`, values)
  await client.query(`with ${GIVEN}, ${QUOTING} ${BLANK_TURNS}`, values)
  const { rowCount } = await client.query(`with ${GIVEN}, ${QUOTING} ${BLANK_EVENTS}`, values)
  return rowCount ?? 0
}

/** Returns how many rows of each table. */
export async function deleteRowsOf(
  client: pg.PoolClient,
  person: PersonId,
  of: Locked,
): Promise<Record<string, number>> {
  const values = [person, of.conversations, of.identities]
  await client.query(`with ${GIVEN} ${END_CLAIMS}`, values)
  await client.query(`with ${GIVEN} ${BLANK_BLOCKS}`, values)
  // Without it row-level security would hide their memories.
  await setPerson(client, person)
  const deleted: Record<string, number> = {}
  for (const [table, where] of Object.entries(PERSON_ROWS)) {
    const { rowCount } = await client.query(`with ${GIVEN} delete from ${table} using given where ${where}`, values)
    if (rowCount) deleted[table] = rowCount
  }
  return deleted
}

/**
 * That an operator did something stays; to whom does not. Last in the transaction: rows of the audit that are to be
 * written wait for its end, and find nobody then.
 */
export async function blankAuditOf(client: pg.PoolClient, person: PersonId, of: Locked): Promise<void> {
  await client.query('lock table console_audit in share row exclusive mode')
  await client.query(BLANK_AUDIT, [person, of.conversations])
}

/** Also conversations by the identity's id, as private chats have: of an old one no event or turn may be left. */
const LOCK_CONVERSATIONS = `
  select id from conversation where id in (
    select conversation_id from event where person_id = $1 union
    select conversation_id from turn where person_id = $1 union
    select c.id from conversation c join identity i on c.id = i.id or starts_with(c.id, i.id || '/')
    where i.person_id = $1)
  order by id for update`

const GIVEN = 'given as (select $1::text as person, $2::text[] as conversations, $3::text[] as identities)'

/** The person's conversations that are nobody else's. */
const OWN = `select id from conversation where id = any(given.conversations) and chat ->> 'kind' = 'dm'`
const BY_PERSON = 'person_id = given.person'

/**
 * Every table that holds something of a person, with the condition of their rows, in the order that references allow.
 * A test finds a table that is missing.
 */
export const PERSON_ROWS = {
  verdict: BY_PERSON,
  judged_text: BY_PERSON,
  guard_label: BY_PERSON,
  delivery_status: `(account, message_id) in (
      select account, send #>> '{receipt,messageId}'
      from outbox join conversation on conversation.id = conversation_id, jsonb_array_elements(sends) send
      where ${BY_PERSON})
    or split_part(sent_as, ':', 1) in (select id from outbox where ${BY_PERSON})`,
  outbox: BY_PERSON,
  media: BY_PERSON,
  feedback: `${BY_PERSON} or turn_id in (select id from turn where ${BY_PERSON})`,
  pairing: BY_PERSON,
  // What a channel noted about one of their messages, such as where its pictures are.
  channel_note: `(account, substr(key, strpos(key, ':') + 1)) in (select account, message_id from event where ${BY_PERSON})`,
  // A block outlives its person, as a hash.
  access_entry: `state = 'approved' and identity_id = any(given.identities)`,
  event: BY_PERSON,
  turn: BY_PERSON,
  // In the order in which turns lock them.
  limit_bucket: `key in (
    select key from limit_bucket
    where key = 'person:' || given.person or key in (select 'conversation:' || id from (${OWN}) own)
    order by key for update)`,
  job: `name <> '${DELETE_PERSON}' and (key = given.person or starts_with(key, given.person || '/') or key in (${OWN}))`,
  conversation: `id in (${OWN})
    and not exists (select from event where conversation_id = conversation.id)
    and not exists (select from turn where conversation_id = conversation.id)`,
  identity: BY_PERSON,
  memory_vector: BY_PERSON,
  memory_passage: BY_PERSON,
  memory_item: BY_PERSON,
  memory_forgotten: BY_PERSON,
  memory_person: BY_PERSON,
  person_limit: BY_PERSON,
  person: 'id = given.person',
}

/** Whom a block is of: the platform's id of a person, who is known again by its hash alone. */
const BLANK_BLOCKS = `
  update access_entry set identity_id = null from given
  where state = 'blocked' and identity_id = any(given.identities)`

/** A group stays named: it is others', too. */
const BLANK_AUDIT = `
  update console_audit set about_person = null, target = null
  where about_person = $1 or target in (
    select own.id from unnest($2::text[]) as own(id)
    where not exists (select from conversation where id = own.id and chat ->> 'kind' <> 'dm'))`

/** Ends the claim of a running turn. */
const END_CLAIMS = `
  update conversation set fence = fence + 1, lease_owner = null, lease_until = null from given
  where id = any(given.conversations)
    and id in (select conversation_id from turn where ${BY_PERSON} and state = 'running')`

/**
 * Events of others, in the conversations that the person wrote in, which hold words of the person: they quote a message
 * of theirs, or what the bot answered them, or name them as the author of what is quoted or forwarded. Of a name nobody
 * can tell whose it is where two people share it: it is blanked for both.
 */
const QUOTING = `
  own as (
    select conversation_id, message_id from event, given where ${BY_PERSON} and kind in ('message', 'command')
    union
    select conversation_id, send #>> '{receipt,messageId}' from outbox, given, jsonb_array_elements(sends) send
    where ${BY_PERSON} and send ->> 'state' = 'sent'
  ), names as (
    select display_name as name from identity, given where ${BY_PERSON} and display_name <> ''
  ), quoting as (
    select event.id, event.turn_id, quotes, forwards from given
    join event on event.conversation_id = any(given.conversations) and event.person_id <> given.person
    cross join lateral (select
      event.body #>> '{replyTo,authorId}' = any(given.identities)
        or exists (select from own where own.conversation_id = event.conversation_id
          and own.message_id = event.body #>> '{replyTo,messageId}') as quotes,
      exists (select from names where name = event.body ->> 'forwardedFrom') as forwards) found
    where event.body is not null and (quotes or forwards)
  )`

/** A guard judged what was asked together with what it quotes. */
const DELETE_JUDGED = `delete from judged_text where turn_id in (select turn_id from quoting where quotes)`

const BLANK_TURNS = `
  update turn set asked = jsonb_set(asked - 'quote', '{pictures}',
    jsonb_path_query_array(asked -> 'pictures', '$[*] ? (@.quoted == false || @.isOwn == true)'))
  where asked ->> 'type' = 'message' and id in (select turn_id from quoting where quotes)`

const WITHOUT_QUOTE = `
  case when quotes then jsonb_set(body #- '{replyTo,text}' #- '{replyTo,authorId}', '{replyTo,media}', '[]') else body end`

const BLANK_EVENTS = `
  update event set raw = null,
    body = case when forwards then jsonb_set(${WITHOUT_QUOTE}, '{forwardedFrom}', '""') else ${WITHOUT_QUOTE} end
  from quoting where event.id = quoting.id`
