import { createHash } from 'node:crypto'
import type { ConversationId, ReplyId } from '../contract/ids.ts'
import type { Run } from './deps.ts'

/** The person's private chat with this account, once they have written there. */
export async function privateChatOf({ store, turn }: Run): Promise<ConversationId | undefined> {
  const { rows } = await store.pool.query<{ id: ConversationId }>(PRIVATE_CHAT, [turn.person, turn.account])
  return rows[0]?.id
}

/** A reply of this turn in another conversation, after all that was answered there; the same one when repeated. */
export async function answerInPrivate(
  { store, bus, turn, clock }: Run,
  { conversation, text }: { conversation: ConversationId; text: string },
): Promise<void> {
  const reply = privateReplyId(turn.replyId)
  await store.pool.query(ANSWER, [reply, turn.id, conversation, turn.person, text, new Date(clock.now())])
  bus.publish({ op: 'reply-ready', conversation, reply })
}

/** As long as other ids, which platforms limit. */
const privateReplyId = (reply: ReplyId) =>
  createHash('sha256').update(`private ${reply}`).digest('base64url').slice(0, reply.length) as ReplyId

const PRIVATE_CHAT = `
  select c.id from event e join conversation c on c.id = e.conversation_id
  where e.person_id = $1 and c.account = $2 and c.chat ->> 'kind' = 'dm' and e.kind in ('message', 'command')
  order by e.received_at desc limit 1`

const ANSWER = `
  insert into outbox (id, turn_id, conversation_id, person_id, turn_number, kind, text, state, created_at)
  select $1, $2, $3, $4, last_turn_number, 'command', $5, 'ready', $6 from conversation where id = $3
  on conflict (id) do nothing`
