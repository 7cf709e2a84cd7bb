import type pg from 'pg'
import { conversationId, type AccountId, type ConversationId, type PersonId } from '../contract/ids.ts'
import { memoryIn, ofPerson } from '../memory/person-rows.ts'
import type { Store } from '../store/store.ts'
import { inTransaction } from '../store/transaction.ts'

type Move = { readonly account: AccountId; readonly fromChatId: string; readonly toChatId: string }
type Between = { readonly from: ConversationId; readonly to: ConversationId }

/**
 * A group got another id on its platform (Telegram: it became a supergroup). Its history, settings, open replies and what
 * its members said there, as their memories have it, follow it in one transaction; afterwards the old conversation no
 * longer exists, so a repeated move does nothing. What was stored under the new id before is newer, and stays so.
 *
 * Events keep the chat id that they came with: message ids count anew in the new chat, and a repeated delivery from the
 * old one is still known.
 */
export async function moveChat(
  { pool }: Pick<Store, 'pool'>,
  { account, fromChatId, toChatId }: Move,
): Promise<Between> {
  const between = { from: conversationId(account, fromChatId), to: conversationId(account, toChatId) }
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: ConversationId }>(LOCK, [Object.values(between)])
    if (!rows.some(({ id }) => id === between.from)) return
    // Learning takes a person's memory before turns, and a move holds turns: the people first.
    for (const person of await peopleIn(client, between)) await moveMemory(client, person, between)
    await client.query(MAKE_NEW, [between.from, between.to, toChatId])
    for (const statement of MOVES) await client.query(statement, [between.from, between.to])
  })
  return between
}

async function peopleIn(client: pg.PoolClient, { from }: Between): Promise<PersonId[]> {
  const { rows } = await client.query<{ id: PersonId }>(PEOPLE, [from])
  return rows.map(({ id }) => id)
}

async function moveMemory(client: pg.PoolClient, person: PersonId, { from, to }: Between): Promise<void> {
  const memory = memoryIn(client, person)
  await client.query(MOVE_PRIVATE, [person, from, to])
  await memory.query(MOVE_ITEMS, [from, to])
  await memory.query(MOVE_PASSAGES, [from, to])
}

/** In one order, as everywhere. */
const LOCK = 'select id from conversation where id = any($1::text[]) order by id for update'

const PEOPLE = `
  select person_id as id from memory_person
  where person_id in (select person_id from event where conversation_id = $1) order by person_id`

const MOVE_PRIVATE = `
  update memory_person set private_in = private_in - $2::text || jsonb_build_object($3::text, private_in -> $2)
  where person_id = $1 and private_in ? $2`

const MOVE_ITEMS = ofPerson('move-items', 'update memory_item set scope = $3 where person_id = $1 and scope = $2')

const MOVE_PASSAGES = ofPerson(
  'move-passages',
  `update memory_passage set conversation_id = $3, scope = $3 where person_id = $1 and conversation_id = $2`,
)

const MAKE_NEW = `
  insert into conversation (id, account, chat, last_seq, created_at)
  select $2, account, chat || jsonb_build_object('id', $3::text), 0, created_at from conversation where id = $1
  on conflict (id) do nothing`

/** What came under the new id is numbered after all of the old one: by way of negative numbers, which nobody has. */
const renumbered = (table: string, column: string, last: string) => [
  `update ${table} set ${column} = -(${column} + old.${last}) from conversation old
    where old.id = $1 and ${table}.conversation_id = $2`,
  `update ${table} set ${column} = -${column} where conversation_id = $2 and $1 <> $2 and ${column} < 0`,
]

const followed = (table: string) => `update ${table} set conversation_id = $2 where conversation_id = $1`

const MOVES = [
  ...renumbered('event', 'seq', 'last_seq'),
  ...renumbered('turn', 'number', 'last_turn_number'),
  ...renumbered('outbox', 'turn_number', 'last_turn_number'),
  // A turn that runs, or a reply that is being sent, goes on under the new id with its next claim.
  `update conversation c set last_seq = c.last_seq + old.last_seq,
    last_turn_number = c.last_turn_number + old.last_turn_number,
    last_turn_at = greatest(c.last_turn_at, old.last_turn_at),
    unaddressed_count = c.unaddressed_count + old.unaddressed_count,
    group_mode = coalesce(c.group_mode, old.group_mode), take_over = coalesce(c.take_over, old.take_over),
    fence = greatest(c.fence, old.fence) + 1, lease_owner = null, lease_until = null,
    delivery_fence = greatest(c.delivery_fence, old.delivery_fence) + 1, delivery_owner = null, delivery_until = null
  from conversation old where c.id = $2 and old.id = $1`,
  ...['event', 'turn', 'outbox', 'media'].map(followed),
  `delete from conversation where id = $1 and $2::text is not null`,
]
