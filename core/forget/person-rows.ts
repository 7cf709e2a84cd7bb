import type pg from 'pg'
import type { ConversationId, IdentityId, PersonId } from '../contract/ids.ts'

type Locked = { readonly conversations: ConversationId[]; readonly identities: IdentityId[] }

/**
 * Until the transaction ends, no turn begins or ends in the person's conversations, and nothing new can refer to the
 * person. Conversations first, the order of all transactions.
 */
export async function lockPerson(client: pg.PoolClient, person: PersonId): Promise<Locked> {
  const conversations = await client.query<{ id: ConversationId }>(LOCK_CONVERSATIONS, [person])
  await client.query('select from person where id = $1 for update', [person])
  const identities = await client.query<{ id: IdentityId }>('select id from identity where person_id = $1', [person])
  return { conversations: conversations.rows.map(({ id }) => id), identities: identities.rows.map(({ id }) => id) }
}

/** Returns how many rows of each table. */
export async function deleteRowsOf(
  client: pg.PoolClient,
  { person, conversations }: { person: PersonId; conversations: readonly ConversationId[] },
): Promise<Record<string, number>> {
  const values = [person, conversations]
  for (const text of BEFORE) await client.query(`with ${GIVEN} ${text}`, values)
  const deleted: Record<string, number> = {}
  for (const [table, where] of Object.entries(PERSON_ROWS)) {
    const { rowCount } = await client.query(`with ${GIVEN} delete from ${table} using given where ${where}`, values)
    if (rowCount) deleted[table] = rowCount
  }
  return deleted
}

/** Also conversations by the identity's id, as private chats have: of an old one no event or turn may be left. */
const LOCK_CONVERSATIONS = `
  select id from conversation where id in (
    select conversation_id from event where person_id = $1 union
    select conversation_id from turn where person_id = $1 union
    select c.id from conversation c join identity i on c.id = i.id or starts_with(c.id, i.id || '/')
    where i.person_id = $1)
  order by id for update`

const GIVEN = 'given as (select $1::text as person, $2::text[] as conversations)'

/** The person's conversations that are nobody else's. */
const OWN = `select id from conversation where id = any(given.conversations) and chat ->> 'kind' = 'dm'`
const BY_PERSON = 'person_id = given.person'

/**
 * Every table that holds something of a person, with the condition of their rows, in the order that references allow.
 * A test finds a table that is missing.
 */
export const PERSON_ROWS = {
  verdict: BY_PERSON,
  outbox: BY_PERSON,
  media: BY_PERSON,
  event: BY_PERSON,
  turn: BY_PERSON,
  // In the order in which turns lock them.
  limit_bucket: `key in (
    select key from limit_bucket
    where key = 'person:' || given.person or key in (select 'conversation:' || id from (${OWN}) own)
    order by key for update)`,
  job: `name <> 'delete-person' and (key = given.person or key in (${OWN}))`,
  conversation: `id in (${OWN})
    and not exists (select from event where conversation_id = conversation.id)
    and not exists (select from turn where conversation_id = conversation.id)`,
  identity: BY_PERSON,
  person: 'id = given.person',
}

/** Events of others here that quote a message of the person. */
const QUOTING = `
  select quoting.id, quoting.turn_id from given
  join event own on own.person_id = given.person
  join event quoting on quoting.conversation_id = own.conversation_id and quoting.person_id <> given.person
    and quoting.body #>> '{replyTo,messageId}' = own.message_id`

const BEFORE = [
  // Ends the claim of a running turn.
  `update conversation set fence = fence + 1, lease_owner = null, lease_until = null from given
   where id = any(given.conversations)
     and id in (select conversation_id from turn where ${BY_PERSON} and state = 'running')`,
  `update turn set asked = jsonb_set(asked - 'quote', '{pictures}',
     jsonb_path_query_array(asked -> 'pictures', '$[*] ? (@.quoted == false || @.isOwn == true)'))
   where asked ->> 'type' = 'message' and id in (select turn_id from (${QUOTING}) quoting)`,
  `update event set raw = null, body = jsonb_set(body #- '{replyTo,text}', '{replyTo,media}', '[]')
   where id in (select id from (${QUOTING}) quoting)`,
]
