import type { ConversationId } from '../contract/ids.ts'
import { storeFurtherReply } from '../delivery/further-reply.ts'
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
  const of = { turn: turn.id, reply: turn.replyId }
  const about = { of, purpose: 'private', conversation, person: turn.person, kind: 'command', text } as const
  const reply = await storeFurtherReply(store.pool, about, new Date(clock.now()))
  bus.publish({ op: 'reply-ready', conversation, reply })
}

const PRIVATE_CHAT = `
  select c.id from event e join conversation c on c.id = e.conversation_id
  where e.person_id = $1 and c.account = $2 and c.chat ->> 'kind' = 'dm' and e.kind in ('message', 'command')
  order by e.received_at desc limit 1`
