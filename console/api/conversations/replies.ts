import type { ReplyKind } from '#core/contract/channel.ts'
import type { AccountId, ReplyId, TurnId } from '#core/contract/ids.ts'
import type { OutboxFile, Send } from '#core/store/schema.ts'
import { prepared, type ConsolePool } from '../console-pool.ts'
import type { TurnForm } from '../forms/conversations.ts'
import { byTurn, type ByTurn } from './turn-parts.ts'

type Reply = TurnForm['replies'][number]
type OfTurns = { readonly ids: readonly TurnId[]; readonly account: AccountId; readonly conversation: string }

/** Of each turn, with what the platform said of their messages since. */
export async function repliesOf(pool: ConsolePool, { ids, account, conversation }: OfTurns): Promise<ByTurn<Reply>> {
  const { rows } = await pool.query<ReplyRow>(prepared('replies', REPLIES, [ids]))
  const statuses = await statusesOf(pool, account, rows)
  return byTurn(rows, (row) => ({
    kind: row.kind,
    state: row.state,
    text: row.text,
    isElsewhere: row.conversation_id !== conversation,
    attempts: row.attempts,
    ...(row.fault !== null && { fault: row.fault }),
    createdAtMs: row.created_at.getTime(),
    ...(row.sent_at !== null && { sentAtMs: row.sent_at.getTime() }),
    sends: row.sends.map((send) =>
      sendFrom(send, statuses.get(keysOf(row, send).find((key) => statuses.has(key)) ?? '')),
    ),
    files: (row.files ?? []).map(({ name, bytes, send }) => ({ name, bytes, isSent: send?.state === 'sent' })),
  }))
}

function sendFrom(send: Send, status: StatusRow | undefined): Reply['sends'][number] {
  return {
    state: send.state,
    isLabelled: send.labelled ?? false,
    ...(send.state === 'sent' && { atMs: send.receipt.atMs }),
    ...(status && { platformState: status.state }),
    ...(status?.fault != null && { fault: status.fault }),
  }
}

/** A platform names a message by its own id, or by what we sent with it. */
const keysOf = ({ id }: Pick<ReplyRow, 'id'>, send: Send) => [
  ...(send.state === 'sent' ? [send.receipt.messageId] : []),
  `${id}:${send.index}`,
]

async function statusesOf(pool: ConsolePool, account: AccountId, replies: readonly ReplyRow[]) {
  const keys = replies.flatMap((reply) => reply.sends.flatMap((send) => keysOf(reply, send)))
  if (keys.length === 0) return new Map<string, StatusRow>()
  const { rows } = await pool.query<StatusRow>(STATUSES, [account, keys])
  return new Map(rows.flatMap((row) => [row.message_id, row.sent_as ?? []].flat().map((key) => [key, row] as const)))
}

type ReplyRow = {
  id: ReplyId
  turn_id: TurnId
  conversation_id: string
  kind: ReplyKind
  state: Reply['state']
  text: string
  sends: Send[]
  files: OutboxFile[] | null
  attempts: number
  fault: string | null
  created_at: Date
  sent_at: Date | null
}

const REPLIES = `
  select id, turn_id, conversation_id, kind, state, text, sends, files, attempts, fault, created_at, sent_at
  from outbox where turn_id = any($1) order by created_at, id`

type StatusRow = { message_id: string; sent_as: string | null; state: string; fault: string | null }

const STATUSES = `
  select message_id, sent_as, state, fault from delivery_status where account = $1 and message_id = any($2)
  union
  select message_id, sent_as, state, fault from delivery_status where account = $1 and sent_as = any($2)`
