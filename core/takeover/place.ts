import type pg from 'pg'
import type { Access } from '../access/access.ts'
import type { AccountId, ConversationId, IdentityId, PersonId, ReplyId, TurnId } from '../contract/ids.ts'
import type { Chat } from '../contract/message.ts'
import type { TakenOver } from '../store/schema.ts'

/** A conversation as an operator finds it. */
export type Place = {
  readonly id: ConversationId
  readonly account: AccountId
  readonly chat: Chat
  readonly takeOver: TakenOver | null
  readonly lastTurnNumber: number
  /** Something is being answered there. */
  readonly isRunning: boolean
  /** Of the newest turn; null where none is kept. */
  readonly turn: TurnId | null
  readonly reply: ReplyId | null
  /** Who wrote last, as far as it is known. */
  readonly person: PersonId | null
  readonly identity: IdentityId | null
  readonly locale: string | null
}

/** Until the transaction ends, no turn begins or ends there. Undefined: there is none. */
export async function placeOf(
  client: Pick<pg.PoolClient, 'query'>,
  conversation: ConversationId,
): Promise<Place | undefined> {
  // Alone: what is read next is as it is once the row is locked.
  const { rowCount } = await client.query('select from conversation where id = $1 for no key update', [conversation])
  return rowCount ? (await client.query<Place>(PLACE, [conversation])).rows[0] : undefined
}

/** In a group each message is looked at on its own. */
export async function mayBeAnswered({ chat, identity }: Place, access: Pick<Access, 'standingOf'>): Promise<boolean> {
  return chat.kind !== 'dm' || identity === null || (await access.standingOf(identity)) === 'granted'
}

const PLACE = `
  select c.id, c.account, c.chat, c.take_over as "takeOver", c.last_turn_number as "lastTurnNumber",
    exists (select from turn where conversation_id = c.id and state = 'running') as "isRunning",
    newest.id as turn, newest.reply_id as reply, who.person_id as person, known.id as identity, known.locale
  from conversation c
  left join lateral (
    select id, reply_id, person_id from turn where conversation_id = c.id order by number desc limit 1) newest on true
  left join lateral (
    select person_id from event where conversation_id = c.id order by seq desc limit 1) sent on true
  cross join lateral (select coalesce(newest.person_id, sent.person_id) as person_id) who
  left join lateral (
    select id, locale from identity i where i.person_id = who.person_id and starts_with(i.id, c.account || ':')
    order by id limit 1) known on true
  where c.id = $1`
