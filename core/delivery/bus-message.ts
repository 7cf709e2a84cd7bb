import { z } from 'zod'
import type { ConversationId, ReplyId, TurnId } from '../contract/ids.ts'
import type { BusMessage } from './bus.ts'

const id = <Id extends string>() => z.string().min(1).max(ID_LENGTH_MAX).transform((text) => text as Id)
const ID_LENGTH_MAX = 512

const target = z.strictObject({
  reply: id<ReplyId>(),
  turn: id<TurnId>(),
  conversation: id<ConversationId>(),
})

const busMessage = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('reply-draft'), target, text: z.string() }),
  z.strictObject({ op: z.literal('reply-ready'), conversation: id<ConversationId>(), reply: id<ReplyId>() }),
  z.strictObject({ op: z.literal('typing-start'), target }),
  z.strictObject({ op: z.literal('typing-end'), reply: id<ReplyId>() }),
  z.strictObject({ op: z.literal('message-edited'), conversation: id<ConversationId>(), messageId: z.string().min(1) }),
])

/** What another process of ours put on the wire; undefined when it is anything else. */
export function parseBusMessage(wire: string): BusMessage | undefined {
  try {
    return busMessage.parse(JSON.parse(wire))
  } catch {
    return undefined
  }
}
