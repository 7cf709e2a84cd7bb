import { isPicture, wordsOf } from '#core/contract/asked.ts'
import type { EventId, PersonId } from '#core/contract/ids.ts'
import type { EditEvent, MessageEvent } from '#core/contract/message.ts'
import { nameOf } from '../name-of.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { WaitingForm } from '../forms/take-over.ts'
import { conversationRow } from '../conversations/head.ts'

/** As many as an operator's message answers at once. */
const WAITING_MAX = 100

/**
 * What has not been answered yet, as it reads now.
 *
 * @throws {ConsoleError} when there is no such conversation
 */
export async function waitingIn(pool: ConsolePool, id: string): Promise<WaitingForm> {
  const { account } = await conversationRow(pool, id)
  const { rows } = await pool.query<Row>(WAITING, [id, account, WAITING_MAX + 1])
  return {
    messages: rows.slice(0, WAITING_MAX).map(({ id, seq, person_id, name, received_at, body, edited, edited_id }) => {
      const { parts } = edited ?? body
      return {
        seq,
        atMs: received_at.getTime(),
        person: { id: person_id, name: name ?? '' },
        text: wordsOf(parts),
        pictures: parts.flatMap((one, part) => (isPicture(one) ? [{ event: edited_id ?? id, part }] : [])),
        others: [...new Set(parts.flatMap((part) => (part.type === 'text' || isPicture(part) ? [] : [part.type])))],
      }
    }),
    hasMore: rows.length > WAITING_MAX,
  }
}

type Row = {
  readonly id: EventId
  readonly seq: number
  readonly person_id: PersonId
  readonly name: string | null
  readonly received_at: Date
  readonly body: MessageEvent
  readonly edited: EditEvent | null
  readonly edited_id: EventId | null
}

/** An edit that waits with its message counts as seen with it. */
const WAITING = `
  select e.id, greatest(e.seq, edit.seq)::double precision as seq, e.person_id, e.received_at, e.body, edit.body as edited,
    edit.id as edited_id,
    ${nameOf('e.person_id', '$2')} as name
  from event e
  left join lateral (
    select id, seq, body from event other
    where other.conversation_id = e.conversation_id and other.message_id = e.message_id and other.kind = 'edit'
      and other.person_id = e.person_id and other.state = 'pending'
    order by revision desc limit 1) edit on true
  where e.conversation_id = $1 and e.state = 'pending' and e.kind = 'message' and e.body ->> 'addressed' <> 'none'
  order by e.seq limit $3`
