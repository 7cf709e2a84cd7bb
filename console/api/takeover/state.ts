import type { AccountId, ConversationId, PersonId } from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import type { TakenOver } from '#core/store/schema.ts'
import { SILENT_MS_MAX } from '#core/takeover/take-overs.ts'
import { windowEndMs } from '#core/takeover/window.ts'
import { ConsoleError } from '../console-error.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { StateForm } from '../forms/take-over.ts'
import type { RouteDeps } from '../route.ts'
import type { Session } from '../sessions.ts'
import { say } from '../sentences.ts'

/** @throws {ConsoleError} when there is no such conversation */
export async function stateOf({ pool, service }: RouteDeps, id: string, session: Session): Promise<StateForm> {
  const { rows } = await pool.query<Row>(STATE, [id])
  const [row] = rows
  if (row === undefined) throw noConversation()
  const { version, waiting, take_over: takeOver, account, chat } = row
  const channel = service.channelSetUp.open().find((each) => each.account === account)
  const windowEndsMs = await windowEndMs(pool, channel, { id: id as ConversationId, chat })
  return {
    version,
    waiting,
    ...(takeOver && {
      takenOver: {
        by: row.by_name ?? '',
        isYours: takeOver.by === session.account.id,
        sinceMs: takeOver.sinceMs,
        untilMs: takeOver.actMs + SILENT_MS_MAX,
        revision: takeOver.revision,
      },
    }),
    ...(windowEndsMs !== undefined && { windowEndsMs }),
  }
}

export const noConversation = () => new ConsoleError('not-found', say('conversation.gone'))

/** For the audit: whose private chat it is. */
export async function personIn(pool: ConsolePool, id: string): Promise<PersonId | undefined> {
  const { rows } = await pool.query<{ person_id: PersonId }>(PERSON, [id])
  return rows[0]?.person_id
}

type Row = {
  readonly account: AccountId
  readonly chat: Chat
  readonly take_over: TakenOver | null
  readonly by_name: string | null
  readonly version: string
  readonly waiting: number
}

/** The newest replies are those that can still change. */
const STATE = `
  select c.account, c.chat, c.take_over, a.name as by_name,
    concat_ws(' ', c.last_seq, c.last_turn_number, replies.states) as version,
    (select count(*)::integer from event where conversation_id = c.id and state = 'pending' and kind = 'message') as waiting
  from conversation c
  left join console_account a on a.id = c.take_over ->> 'by'
  left join lateral (
    select string_agg(concat(t.state, ':', o.state), ' ' order by t.number, o.created_at) as states
    from turn t left join outbox o on o.turn_id = t.id
    where t.conversation_id = c.id and t.number > c.last_turn_number - 5) replies on true
  where c.id = $1`

const PERSON = `
  select t.person_id from conversation c join turn t on t.conversation_id = c.id
  where c.id = $1 and c.chat ->> 'kind' = 'dm' order by t.number desc limit 1`
