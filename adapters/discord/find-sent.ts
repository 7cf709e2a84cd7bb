import type { OutgoingMessage, Receipt } from '#core/contract/channel.ts'
import { z } from 'zod'
import { lenient, lenientList } from '../shared/lenient.ts'
import { bodyOf, keyOf } from './message-body.ts'
import { type Snowflake, timeOf } from './snowflake.ts'

/** What is read of a message of ours that is looked for. */
export const ownMessageSchema = z.object({
  id: z.string(),
  author: z.object({ id: z.string() }),
  content: z.string(),
  nonce: lenient(z.coerce.string()),
  message_reference: lenient(z.object({ message_id: lenient(z.string()) })),
  components: lenientList(z.object({ components: lenientList(z.object({ custom_id: lenient(z.string()) })) })),
})

export type OwnMessage = z.infer<typeof ownMessageSchema>

/**
 * The receipt of this message of a reply, among messages that Discord showed since it was sent. Discord rarely gives
 * back a nonce; then the message is known by what it answers, or by how it begins, as it may have grown since.
 */
export function receiptIn(
  messages: readonly OwnMessage[],
  message: OutgoingMessage,
  { botId }: { botId: Snowflake },
): Receipt | undefined {
  const { nonce } = keyOf(message)
  const own = messages.filter(({ author }) => author.id === botId)
  const found =
    own.find((candidate) => candidate.nonce === nonce) ??
    own.find((candidate) => !isOfOtherReply(candidate, message) && isLike(candidate, message))
  return found && { messageId: found.id, atMs: timeOf(found.id) }
}

/** A button names its reply: `stop:<reply>`. */
function isOfOtherReply({ components = [], nonce }: OwnMessage, { replyId }: OutgoingMessage): boolean {
  const named = components.flatMap((row) => (row.components ?? []).flatMap(({ custom_id: id }) => id ?? []))
  return nonce !== undefined || named.some((id) => !id.endsWith(`:${replyId}`))
}

function isLike({ content, message_reference: reference }: OwnMessage, message: OutgoingMessage): boolean {
  if (message.index === 0 && message.replyTo !== undefined) return reference?.message_id === message.replyTo
  const [one, other] = [lettersOf(content), lettersOf(bodyOf({ text: message.text }).content)]
  if (one === '' || other === '') return one === other
  return one.startsWith(other) || other.startsWith(one)
}

/** Marks change while a text grows; letters do not. */
const lettersOf = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')
