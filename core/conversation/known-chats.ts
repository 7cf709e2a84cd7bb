import type { KnownChat } from '../contract/channel.ts'
import type { AccountId } from '../contract/ids.ts'
import type { Store } from '../store/store.ts'

type Asked = { readonly account: AccountId; readonly sinceMs: number; readonly countMax: number }

/** See `Sink.chats`. */
export async function knownChats(
  { pool }: Pick<Store, 'pool'>,
  { account, sinceMs, countMax }: Asked,
): Promise<readonly KnownChat[]> {
  return (await pool.query<KnownChat>(KNOWN, [account, new Date(sinceMs), countMax])).rows
}

/** The newest message of each conversation is found by the order of its events. */
const KNOWN = `
  select c.chat, newest.message_id as "messageId"
  from conversation c cross join lateral (
    select message_id, received_at from event
    where conversation_id = c.id and kind in ('message', 'command') order by seq desc limit 1) newest
  where c.account = $1 and newest.received_at >= $2
  order by newest.received_at desc limit $3`
