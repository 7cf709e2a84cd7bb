import type { ConversationsQuery } from '../forms/conversations.ts'
import type { Conditions } from '../conditions.ts'

/** On a conversation `c`. */
export function addChatFilters(where: Conditions, { channel, kind, takenOver }: ConversationsQuery): void {
  const isAccount = channel?.includes(':') === true
  where.addIf(channel, (of) => (isAccount ? `c.account = ${of}` : `starts_with(c.account, ${of} || ':')`))
  where.addIf(kind, (of) => `(c.chat ->> 'kind' = 'dm') = (${of} = 'private')`)
  if (takenOver !== undefined) where.add(() => 'c.take_over is not null')
}
