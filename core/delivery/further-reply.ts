import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { ReplyKind } from '../contract/channel.ts'
import type { ConversationId, PersonId, ReplyId, TurnId } from '../contract/ids.ts'

/** A reply that belongs to a turn beside its own one: in another conversation, or after its end. */
export type FurtherReply = {
  readonly of: { readonly turn: TurnId; readonly reply: ReplyId }
  /** Of one turn there is one for each purpose. */
  readonly purpose: 'private' | 'approved' | `taken-over ${string}` | `handed-back ${string}`
  readonly conversation: ConversationId
  readonly person: PersonId
  readonly kind: ReplyKind
  readonly text: string
}

/**
 * Stores it to be sent after all that was answered there; repeated, it is the same one. Its id is to be published once
 * it is committed.
 */
export async function storeFurtherReply(
  client: Pick<pg.Pool, 'query'>,
  { of, purpose, conversation, person, kind, text }: FurtherReply,
  at: Date,
): Promise<ReplyId> {
  const reply = furtherReplyId(purpose, of.reply)
  await client.query(STORE, [reply, of.turn, conversation, person, text, at, kind])
  return reply
}

/** As long as other ids, which platforms limit. */
const furtherReplyId = (purpose: string, reply: ReplyId) =>
  createHash('sha256').update(`${purpose} ${reply}`).digest('base64url').slice(0, reply.length) as ReplyId

const STORE = `
  insert into outbox (id, turn_id, conversation_id, person_id, turn_number, kind, text, state, created_at)
  select $1, $2, $3, $4, last_turn_number, $7, $5, 'ready', $6 from conversation where id = $3
  on conflict (id) do nothing`
