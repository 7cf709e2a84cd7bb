import type { AccountId } from '../contract/ids.ts'
import type { Store } from '../store/store.ts'

type Asked = { readonly account: AccountId; readonly messageIds: readonly string[] }

/** See `Sink.unanswered`. A turn ends, and its reply becomes ready, in one transaction. */
export async function unansweredAmong({ pool }: Pick<Store, 'pool'>, { account, messageIds }: Asked) {
  const { rows } = await pool.query<{ id: string }>(UNANSWERED, [account, messageIds])
  return new Set(rows.map(({ id }) => id))
}

const UNANSWERED = `
  select message_id as id from event
  where account = $1 and message_id = any($2::text[]) and kind in ('message', 'command') and state <> 'done'
  union
  select reply_to from outbox join conversation c on c.id = conversation_id
  where c.account = $1 and reply_to = any($2::text[]) and state in ('live', 'ready')`
