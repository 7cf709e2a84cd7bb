import type { ConversationId } from '../contract/ids.ts'
import type { KeptLease } from '../store/lease.ts'

/**
 * The lease of one lane on one conversation: taken with the first reply to deliver, given back after the last. Whoever
 * takes it later gets a newer fencing token, and writes under the older one are ignored.
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

  /** The fencing token of the current or the last lease; -1 before the first, which no row has. */
  get fence(): number {
    return this.#fence ?? -1
  }

  get isHeld(): boolean {
    return this.#kept !== undefined
  }

  /** Aborts when another process has taken it. */
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
