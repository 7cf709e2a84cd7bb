import type { Logger } from '#machine/log.ts'
import type { AccountId, ConversationId, IdentityId, ReplyId, TurnId } from '../contract/ids.ts'
import type { Chat } from '../contract/message.ts'

/** From the worker of a turn to delivery, and from the inbox to the worker. Any may get lost: the rows decide. */
export type BusMessage =
  /** The newest judged text so far; an older one that has not been shown yet is dropped. */
  | { readonly op: 'reply-draft'; readonly target: ReplyTarget; readonly text: string }
  /** The outbox row is final. */
  | { readonly op: 'reply-ready'; readonly conversation: ConversationId; readonly reply: ReplyId }
  /** Work on a turn has begun: show that somebody is typing, until text is visible or `typing-end`. */
  | { readonly op: 'typing-start'; readonly target: ReplyTarget }
  | { readonly op: 'typing-end'; readonly reply: ReplyId }
  /** An edit of a message was stored; a turn that has shown nothing yet starts again with it. */
  | { readonly op: 'message-edited'; readonly conversation: ConversationId; readonly messageId: string }
  /** The same for its deletion; a turn that has no message left ends without a reply. */
  | { readonly op: 'message-deleted'; readonly conversation: ConversationId; readonly messageId: string }
  /** Somebody's stop was stored; what is being answered to them, or this one reply to them, ends as it is. */
  | {
      readonly op: 'stop-asked'
      readonly conversation: ConversationId
      readonly sender: IdentityId
      readonly reply?: ReplyId
    }
  /** A forwarded message was stored; a turn about the words sent with it starts again with both. */
  | ({ readonly op: 'message-forwarded' } & ForwardedMessage)
  /** A person answers in this conversation from now on: what the model writes there ends. */
  | { readonly op: 'taken-over'; readonly conversation: ConversationId }
  /** An operator blocked somebody: what runs for them ends. */
  | { readonly op: 'identity-blocked'; readonly identity: IdentityId }

export type ForwardedMessage = {
  readonly conversation: ConversationId
  readonly messageId: string
  readonly sender: IdentityId
  readonly sentAtMs: number
}

/** All that is needed to open the outbox row and to send. */
export type ReplyTarget = {
  readonly reply: ReplyId
  readonly turn: TurnId
  readonly conversation: ConversationId
  readonly account: AccountId
  readonly chat: Chat
  /** The newest message that is answered. */
  readonly answers?: string
}

export type ReplyBus = {
  /** All listeners have been called when this returns. One that throws does not affect the others. */
  publish(message: BusMessage): void
  /** Returns a function that unsubscribes. */
  subscribe(listener: (message: BusMessage) => void): () => void
  [Symbol.asyncDispose](): Promise<void>
}

/** For a service in one process. */
export function createBus(log: Logger): ReplyBus {
  const listeners = new Set<(message: BusMessage) => void>()
  return {
    publish(message) {
      for (const listener of [...listeners]) {
        try {
          listener(message)
        } catch (error) {
          log.error({ error, op: message.op }, 'bus listener failed')
        }
      }
    },
    subscribe(listener) {
      // Wrapped, so that a function that subscribes twice is called twice.
      const entry = (message: BusMessage) => listener(message)
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
    async [Symbol.asyncDispose]() {
      listeners.clear()
    },
  }
}
