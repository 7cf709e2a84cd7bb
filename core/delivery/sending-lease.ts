import type { ConversationId } from '../contract/ids.ts'
import type { KeptLease } from '../store/lease.ts'

/**
 * The right to send into one conversation, as one lane has it: taken with the first that there is to send, given back
 * with the last. Whoever takes it later has a newer fencing token, and what is stored under this one falls away.
 */
export class SendingLease {
  readonly conversation: ConversationId
  readonly #keep: (lease: SendingLease) => KeptLease
  #fence: number | undefined
  #kept: KeptLease | undefined

  constructor(conversation: ConversationId, keep: (lease: SendingLease) => KeptLease) {
    this.conversation = conversation
    this.#keep = keep
  }

  /** Of a lease that is held or was the last to be; no row has the one before the first. */
  get fence(): number {
    return this.#fence ?? -1
  }

  get isHeld(): boolean {
    return this.#kept !== undefined
  }

  /** Aborts when somebody else has taken it. */
  get lost(): AbortSignal | undefined {
    return this.#kept?.lost
  }

  taken(fence: number): void {
    this.#fence = fence
    this.#kept ??= this.#keep(this)
  }

  ended(): void {
    this.#kept?.end()
    this.#kept = undefined
  }
}
