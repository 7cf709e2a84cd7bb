import type { ConversationId, ReplyId, TurnId } from '../contract/ids.ts'

/** What the worker of a turn tells the process that holds the channel. Loss does no harm: the outbox row decides. */
export type BusMessage =
  /** The newest judged text so far; an older one that has not been shown yet is dropped. */
  | { readonly op: 'reply-draft'; readonly target: ReplyTarget; readonly text: string }
  /** The outbox row is final. */
  | { readonly op: 'reply-ready'; readonly conversation: ConversationId; readonly reply: ReplyId }
  /** Work on a turn has begun: show that somebody is typing, until text is visible or `typing-end`. */
  | { readonly op: 'typing-start'; readonly target: ReplyTarget }
  | { readonly op: 'typing-end'; readonly reply: ReplyId }
  /** An edit of a message was stored; a turn that has told nothing yet starts again with it. */
  | { readonly op: 'message-edited'; readonly conversation: ConversationId; readonly messageId: string }

/** All that is needed to open the outbox row and to send. */
export type ReplyTarget = {
  readonly reply: ReplyId
  readonly turn: TurnId
  readonly conversation: ConversationId
}

export interface ReplyBus {
  publish(message: BusMessage): void
  /** Returns how to stop listening. */
  subscribe(listener: (message: BusMessage) => void): () => void
  [Symbol.asyncDispose](): Promise<void>
}
