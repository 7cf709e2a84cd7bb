import type { ChatEvent, CommandEvent, DeleteEvent, EditEvent, MessageEvent } from '../contract/message.ts'
import type { Ignored, IgnoreRule, PendingEvent, PlannedMessage } from './pending.ts'

/** Tells messages and commands, which are answered, from what is ignored; edits and deletions go to their message. */
export function sortPending(pending: readonly PendingEvent[]) {
  const messages = new Map<string, PlannedMessage>()
  const commands = new Map<string, PendingEvent<CommandEvent>>()
  const ignored: Ignored[] = []
  for (const each of pending) {
    if (isOf(each, 'message')) messages.set(each.event.messageId, plain(each))
    else if (isOf(each, 'command')) commands.set(each.event.messageId, each)
    else if (isOf(each, 'edit')) applyEdit(messages, ignored, each)
    else if (isOf(each, 'delete')) ignored.push(...deleted(messages, commands, each))
    else ignored.push({ pending: each, rule: ruleFor(each.event) })
  }
  return { messages: [...messages.values()], commands: [...commands.values()], ignored }
}

const plain = (message: PendingEvent<MessageEvent>): PlannedMessage =>
  ({ message, content: message.event, contentOf: message.id, edits: [] })

function isOf<Type extends ChatEvent['type']>(
  pending: PendingEvent,
  type: Type,
): pending is PendingEvent<Extract<ChatEvent, { type: Type }>> {
  return pending.event.type === type
}

function applyEdit(messages: Map<string, PlannedMessage>, ignored: Ignored[], edit: PendingEvent<EditEvent>): void {
  const target = messages.get(edit.event.messageId)
  if (!target || target.message.person !== edit.person) {
    ignored.push({ pending: edit, rule: 'edit-after-answer' })
    return
  }
  const edits = [...target.edits, edit]
  const newest = edits.reduce((one, other) => (other.event.revision >= one.event.revision ? other : one))
  messages.set(edit.event.messageId, { message: target.message, content: newest.event, contentOf: newest.id, edits })
}

/** Whoever may delete it: in a group that need not be who wrote it. */
function deleted(
  messages: Map<string, PlannedMessage>,
  commands: Map<string, PendingEvent>,
  deletion: PendingEvent<DeleteEvent>,
): Ignored[] {
  const { messageId } = deletion.event
  const message = messages.get(messageId)
  const command = commands.get(messageId)
  messages.delete(messageId)
  commands.delete(messageId)
  const gone = [...(message ? [message.message, ...message.edits] : []), ...(command ? [command] : [])]
  if (gone.length === 0) return [{ pending: deletion, rule: 'delete-after-answer' }]
  return [...gone, deletion].map((pending) => ({ pending, rule: 'deleted' }))
}

function ruleFor(event: ChatEvent): IgnoreRule {
  switch (event.type) {
    case 'reaction':
    case 'member':
    case 'callback':
    case 'delivery':
      return event.type
    case 'edit':
    case 'delete':
    case 'message':
    case 'command':
      throw new TypeError(`A ${event.type} is not ignored for its type`)
    default:
      return event satisfies never
  }
}

/** A message and its edits share one fate. */
export const withRule = ({ message, edits }: PlannedMessage, rule: IgnoreRule): Ignored[] =>
  [message, ...edits].map((each) => ({ pending: each, rule }))
