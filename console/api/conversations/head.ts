import type { AccountId, ConversationId, PersonId } from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import { ConsoleError } from '../console-error.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { ConversationForm } from '../forms/conversations.ts'
import { aboutChat } from './rows.ts'
import { nameOf } from '../name-of.ts'
import { say } from '../sentences.ts'

const PEOPLE_MAX = 50

/** @throws {ConsoleError} when there is none */
export async function conversationHead(pool: ConsolePool, id: string): Promise<ConversationForm> {
  const conversation = await conversationRow(pool, id)
  const { rows: people } = await pool.query<PersonRow>(PEOPLE, [id, conversation.account, PEOPLE_MAX + 1])
  const { chat, group_mode: groupMode, created_at: created, last_turn_at: lastTurn } = conversation
  return {
    ...aboutChat(conversation),
    ...(chat.threadId !== undefined && { threadId: chat.threadId }),
    ...(groupMode !== null && { groupMode }),
    createdAtMs: created.getTime(),
    ...(lastTurn !== null && { lastTurnAtMs: lastTurn.getTime() }),
    people: people
      .slice(0, PEOPLE_MAX)
      .map(({ person_id, name, turns }) => ({ id: person_id, name: name ?? '', turns })),
    hasMorePeople: people.length > PEOPLE_MAX,
  }
}

export type ConversationColumns = {
  readonly id: ConversationId
  readonly account: AccountId
  readonly chat: Chat
  readonly group_mode: string | null
  readonly created_at: Date
  readonly last_turn_at: Date | null
}

/** @throws {ConsoleError} when there is none */
export async function conversationRow(pool: ConsolePool, id: string): Promise<ConversationColumns> {
  const { rows } = await pool.query<ConversationColumns>(ONE, [id])
  if (rows[0] !== undefined) return rows[0]
  throw new ConsoleError('not-found', say('conversation.gone'))
}

type PersonRow = { person_id: PersonId; name: string | null; turns: number }

const ONE = 'select id, account, chat, group_mode, created_at, last_turn_at from conversation where id = $1'

const PEOPLE = `
  select person_id, turns, ${nameOf('t.person_id', '$2')} as name
  from (select person_id, count(*)::int as turns, max(number) as newest from turn where conversation_id = $1
    group by person_id order by newest desc limit $3) t
  order by newest desc`
