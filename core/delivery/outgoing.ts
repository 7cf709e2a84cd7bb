import type { Button, Capabilities, OutgoingMessage } from '../contract/channel.ts'
import type { Chat } from '../contract/message.ts'
import { buttonData } from '../contract/press.ts'
import type { OutboxRow } from './outbox.ts'
import type { DeliveryWords } from './words.ts'

/** What one message of a reply is to show; `isLast`: no message of the reply comes after it. */
export type Wanted = { readonly text: string; readonly final: boolean; readonly isLast: boolean }

type OutgoingDeps = {
  readonly row: OutboxRow
  readonly chat: Chat
  readonly capabilities: Capabilities
  readonly words: DeliveryWords
}

/** One message of a reply, as its chat can show it. */
export function messageOf(
  { row, chat, capabilities, words }: OutgoingDeps,
  { index, text, final, isLast }: Wanted & { readonly index: number },
): OutgoingMessage {
  const { id: replyId, kind, replyTo: answers, files } = row
  const message = { replyId, index, kind, text, final }
  const buttons = isLast ? buttonsOf(message, capabilities.buttons, words) : []
  const quotes = index === 0 && capabilities.replyTo && chat.kind !== 'dm'
  return {
    ...message,
    ...(answers !== null && { answers, ...(quotes && { replyTo: answers }) }),
    ...(buttons.length > 0 && { buttons }),
    ...(files && { filesFollow: files.length }),
  }
}

/** Equal for messages that look the same. */
export const shownOf = ({ text, buttons = [] }: OutgoingMessage) =>
  JSON.stringify([text, ...buttons.map(({ name }) => name)])

/** An answer that grows can be stopped, a finished one judged. Quick buttons cannot be changed later. */
function buttonsOf(
  { replyId, kind, final }: Pick<OutgoingMessage, 'replyId' | 'kind' | 'final'>,
  shown: Capabilities['buttons'],
  { stop }: DeliveryWords,
): Button[] {
  const button = (name: Button['name'], label: string): Button => ({ name, label, data: buttonData(name, replyId) })
  if (shown === 'none') return []
  if (!final) return shown === 'below' ? [button('stop', stop)] : []
  return kind === 'answer' ? [button('good', '👍'), button('bad', '👎')] : []
}
