import { isStopWord } from '../commands/stop-asked.ts'
import type { ChatEvent, CommandEvent, DeleteEvent, EditEvent, MessageEvent } from '../contract/message.ts'
import type { Ignored, IgnoreRule, PendingEvent, PlannedMessage } from './pending.ts'
import { isOverheard, sentTogether, unitsIn, type Unit } from './units.ts'

/** What to do with a mailbox now. Only `idle` and `wait` leave it as it is; after any other it is planned again. */
export type Plan =
  | { readonly type: 'idle' }
  /** The first unit may get further parts until then. */
  | { readonly type: 'wait'; readonly untilMs: number }
  | { readonly type: 'ignore'; readonly ignored: readonly Ignored[] }
  | { readonly type: 'command-turn'; readonly command: PendingEvent<CommandEvent> }
  | { readonly type: 'message-turn'; readonly messages: readonly PlannedMessage[] }

export const TURN_MESSAGES_MAX = 20

type Here = {
  /** Where nothing marks an album, how long after a picture the next one may come. */
  readonly albumWaitMs?: number | undefined
  /** A person answers here: messages wait for them, and commands do not wait for messages. */
  readonly isTakenOver?: boolean
}

/**
 * What comes next, given all that waits in the order of its numbers. First in, first out: nothing overtakes the head
 * except what is ignored, and the parts of a unit, which are one message. Only an album waits, for its last part, and a
 * text that an app may have cut, for its next piece.
 */
export function planNext(pending: readonly PendingEvent[], nowMs: number, here: Here = {}): Plan {
  const { albumWaitMs, isTakenOver = false } = here
  const { messages, commands, ignored } = sortPending(pending)
  const units = unitsIn(messages, { barriers: commands, nowMs, albumWaitMs })
  const overheard = units.filter(isOverheard).flatMap(({ parts }) => parts)
  const unwanted = [...ignored, ...overheard.flatMap((each) => withRule(each, 'not-addressed'))]
  if (unwanted.length > 0) return { type: 'ignore', ignored: unwanted.sort((a, b) => a.pending.seq - b.pending.seq) }
  const [head] = units
  const [command] = commands
  if (command && (isTakenOver || !head || command.seq < firstOf(head).seq)) return { type: 'command-turn', command }
  if (isTakenOver) return { type: 'idle' }
  if (head && isChatter(head)) {
    return { type: 'ignore', ignored: head.parts.flatMap((each) => withRule(each, 'nothing-to-stop')) }
  }
  return head ? turnFrom(head, units, command?.seq) : { type: 'idle' }
}

/** The messages that wait, as they read now. */
export const waitingMessages = (pending: readonly PendingEvent[]): readonly PlannedMessage[] =>
  sortPending(pending).messages

/** The head with what follows it from the same person, in whole units. */
function turnFrom(head: Unit, units: readonly Unit[], commandSeq = Number.POSITIVE_INFINITY): Plan {
  if (head.opensUntilMs !== undefined) return { type: 'wait', untilMs: head.opensUntilMs }
  if (isStop(head)) return turnOf(head.parts)
  const taken = head.parts.slice(0, TURN_MESSAGES_MAX)
  for (const unit of units.slice(1)) {
    const first = firstOf(unit)
    const isOther = first.person !== firstOf(head).person || first.seq > commandSeq || first.event.sender.isShared
    if (isOther || isStop(unit) || taken.length + unit.parts.length > TURN_MESSAGES_MAX) break
    if (unit.opensUntilMs !== undefined) {
      // What may still grow is answered later, unless it was forwarded with the words before it.
      return isForwardedWith(unit, taken) ? { type: 'wait', untilMs: unit.opensUntilMs } : turnOf(taken)
    }
    taken.push(...unit.parts)
  }
  return turnOf(taken)
}

const turnOf = (messages: readonly PlannedMessage[]): Plan => ({ type: 'message-turn', messages })

const firstOf = ({ parts }: Unit) => (parts as [PlannedMessage])[0].message

/** It ends what its person asked before, and is never asked with it; see stops.ts. */
const isStop = ({ parts }: Unit) => parts.every(({ content }) => isStopWord(content))

/** A stop of one to another, in a group where every message is for the bot: there is nothing that it could end. */
const isChatter = (unit: Unit) => isStop(unit) && unit.parts.every(({ content }) => content.addressed === 'mode')

function isForwardedWith(unit: Unit, taken: readonly PlannedMessage[]): boolean {
  const first = firstOf(unit)
  return first.event.forwardedFrom !== undefined && taken.some(({ message }) => sentTogether(first, message))
}

/** Sorts messages and commands, which are answered, from what is ignored, and applies edits and deletions. */
function sortPending(pending: readonly PendingEvent[]) {
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

const plain = (message: PendingEvent<MessageEvent>): PlannedMessage => ({
  message,
  content: message.event,
  contentOf: message.id,
  edits: [],
})

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

/** In a group others than the sender may delete a message. */
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

/** A message and its edits have one outcome. */
const withRule = ({ message, edits }: PlannedMessage, rule: IgnoreRule): Ignored[] =>
  [message, ...edits].map((each) => ({ pending: each, rule }))
