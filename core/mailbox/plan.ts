import type { EventId, PersonId } from '../contract/ids.ts'
import type {
  ChatEvent, CommandEvent, DeleteEvent, EditEvent, MessageContent, MessageEvent,
} from '../contract/message.ts'

/** An event that waits in a mailbox, numbered within its conversation. */
export type PendingEvent<Event extends ChatEvent = ChatEvent> = {
  readonly id: EventId
  readonly seq: number
  readonly person: PersonId
  readonly receivedAtMs: number
  readonly event: Event
}

/** A message as it reads now: what it says is its own, or that of its newest edit (`contentOf` names which event). */
export type PlannedMessage = {
  readonly message: PendingEvent<MessageEvent>
  readonly content: MessageContent
  readonly contentOf: EventId
  /** Edits whose fate is the message's. */
  readonly edits: readonly PendingEvent<EditEvent>[]
}

export type IgnoreRule =
  | 'not-addressed'
  | 'edit-after-answer'
  | 'deleted'
  | 'delete-after-answer'
  | 'reaction'
  | 'member'
  | 'callback'
  | 'delivery'

export type Ignored = { readonly pending: PendingEvent; readonly rule: IgnoreRule }

/** What to do with a mailbox now. Only `idle` and `wait` leave it as it is; after any other it is planned again. */
export type Plan =
  | { readonly type: 'idle' }
  /** An album at the head may get further parts until then. */
  | { readonly type: 'wait'; readonly untilMs: number }
  | { readonly type: 'ignore'; readonly ignored: readonly Ignored[] }
  | { readonly type: 'command-turn'; readonly command: PendingEvent<CommandEvent> }
  | { readonly type: 'message-turn'; readonly messages: readonly PlannedMessage[] }

export const ALBUM_QUIET_MS = 500
export const ALBUM_MS_MAX = 2_500
export const TURN_MESSAGES_MAX = 20

/**
 * What comes next, given all that waits in the order of its numbers. First in, first out: nothing overtakes the head
 * but what is ignored, and the parts of an album, which are one message. Nothing but an album waits.
 */
export function planNext(pending: readonly PendingEvent[], nowMs: number): Plan {
  const { messages, commands, ignored } = sorted(pending)
  const albums = albumsIn(messages, nowMs)
  const unwanted = [...ignored, ...overheardIn(messages, albums).flatMap((each) => withRule(each, 'not-addressed'))]
  if (unwanted.length > 0) return { type: 'ignore', ignored: unwanted.sort((a, b) => a.pending.seq - b.pending.seq) }
  const head = messages[0]
  const command = commands[0]
  if (command && (!head || command.seq < head.message.seq)) return { type: 'command-turn', command }
  if (!head) return { type: 'idle' }
  const album = albums.get(albumOf(head))
  if (album?.isOpen) return { type: 'wait', untilMs: album.closesAtMs }
  const untilSeq = command?.seq ?? Number.POSITIVE_INFINITY
  return { type: 'message-turn', messages: turnFrom(messages, { albums, untilSeq }) }
}

type Album = { readonly parts: readonly PlannedMessage[]; readonly closesAtMs: number; readonly isOpen: boolean }
type Albums = ReadonlyMap<string | undefined, Album>

/** An album addresses the bot when one of its parts does; as long as it may grow, it may yet. */
function overheardIn(messages: readonly PlannedMessage[], albums: Albums): PlannedMessage[] {
  const closed = [...albums.values()].filter(({ isOpen }) => !isOpen)
  const single = messages.filter((each) => albumOf(each) === undefined && isOverheard(each))
  return [...closed.filter(({ parts }) => parts.every(isOverheard)).flatMap(({ parts }) => parts), ...single]
}

const isOverheard = ({ content }: PlannedMessage) => content.addressed === 'none'
const withRule = ({ message, edits }: PlannedMessage, rule: IgnoreRule): Ignored[] =>
  [message, ...edits].map((each) => ({ pending: each, rule }))

/** Two people never share an album, whatever a platform says. */
function albumOf({ message }: PlannedMessage): string | undefined {
  const { groupId } = message.event
  return groupId === undefined ? undefined : `${groupId} ${message.person}`
}

/** A reading of the clock far before the last part means that the clock was set: such an album is not waited for. */
const CLOCK_SKEW_MS_MAX = 5_000

function albumsIn(messages: readonly PlannedMessage[], nowMs: number): Albums {
  const groups = Map.groupBy(messages.filter((each) => albumOf(each) !== undefined), albumOf)
  return new Map([...groups].map(([key, parts]) => [key, albumFrom(parts, nowMs)]))
}

function albumFrom(parts: readonly PlannedMessage[], nowMs: number): Album {
  const times = parts.map(({ message }) => message.receivedAtMs)
  const lastMs = Math.max(...times)
  const closesAtMs = Math.min(lastMs + ALBUM_QUIET_MS, Math.min(...times) + ALBUM_MS_MAX)
  return { parts, closesAtMs, isOpen: nowMs < closesAtMs && lastMs - nowMs < CLOCK_SKEW_MS_MAX }
}

/** The head with what follows it from the same person; albums whole, and stopping before one that may still grow. */
function turnFrom(messages: readonly PlannedMessage[], { albums, untilSeq }: { albums: Albums; untilSeq: number }) {
  const person = messages[0]?.message.person
  const taken = new Set<PlannedMessage>()
  for (const each of messages) {
    if (taken.has(each)) continue
    const album = albums.get(albumOf(each))
    const together = album ? album.parts : [each]
    const isOther = each.message.person !== person || each.message.seq > untilSeq || album?.isOpen === true
    if (isOther || (taken.size > 0 && taken.size + together.length > TURN_MESSAGES_MAX)) break
    for (const part of together.slice(0, TURN_MESSAGES_MAX)) taken.add(part)
  }
  return [...taken]
}

/** Tells messages and commands, which are answered, from what is ignored; edits and deletions go to their message. */
function sorted(pending: readonly PendingEvent[]) {
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
