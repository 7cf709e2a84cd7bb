import type { EventId, PersonId } from '../contract/ids.ts'
import type { ChatEvent, EditEvent, MessageContent, MessageEvent } from '../contract/message.ts'

/** An event that waits in a mailbox, numbered within its conversation. */
export type PendingEvent<Event extends ChatEvent = ChatEvent> = {
  readonly id: EventId
  readonly seq: number
  readonly person: PersonId
  readonly receivedAtMs: number
  readonly event: Event
}

/** A message as it reads now: with its own content, or that of its newest edit (`contentOf` says of which event). */
export type PlannedMessage = {
  readonly message: PendingEvent<MessageEvent>
  readonly content: MessageContent
  readonly contentOf: EventId
  /** Edits that have the message's outcome. */
  readonly edits: readonly PendingEvent<EditEvent>[]
}

export type IgnoreRule =
  | 'not-addressed'
  | 'edit-after-answer'
  | 'deleted'
  | 'delete-after-answer'
  | 'nothing-to-stop'
  | 'feedback'
  | 'reaction'
  | 'member'
  | 'callback'
  | 'delivery'

export type Ignored = { readonly pending: PendingEvent; readonly rule: IgnoreRule }
