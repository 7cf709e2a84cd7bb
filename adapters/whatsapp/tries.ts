import type { OutgoingMessage } from '#core/contract/channel.ts'
import { BoundedMap, BoundedSet } from '#machine/bounded.ts'
import type { Clock } from '#machine/clock.ts'
import { Waiter } from '#machine/waiter.ts'

const TRIES_MAX = 2_000

export type Of = Pick<OutgoingMessage, 'replyId' | 'index'>

/** What the server did with a message. `failed` is its word, or the page's that it could not reach it. */
export type Fate = 'taken' | 'failed'

/** WhatsApp's acknowledgements of our messages: -1 failed, 0 not yet, then the server's, the phone's, the person's. */
export const fateOf = (ack: number): Fate | undefined => (ack >= 1 ? 'taken' : ack < 0 ? 'failed' : undefined)

/**
 * What this process knows of its own sends: the id of the newest try of each message of a reply, what became of it, and
 * which ids are receipts already. A restart forgets it; then the chat is read back.
 */
export class Tries {
  readonly #ids = new BoundedMap<string, string>(TRIES_MAX)
  readonly #fates = new BoundedMap<string, Fate>(TRIES_MAX)
  readonly #receipts = new BoundedSet<string>(TRIES_MAX)
  readonly #changed = new Waiter()

  /** It may come before the page has said the id of what it sends. */
  acked(messageId: string, ack: number): void {
    const fate = fateOf(ack)
    if (fate === undefined || this.fateOf(messageId) === 'taken') return
    this.#fates.set(stanzaIn(messageId), fate)
    this.#changed.notify()
  }

  begun(of: Of, messageId: string): void {
    this.#ids.set(keyOf(of), messageId)
  }

  idOf(of: Of): string | undefined {
    return this.#ids.get(keyOf(of))
  }

  fateOf(messageId: string): Fate | undefined {
    return this.#fates.get(stanzaIn(messageId))
  }

  /** Waits until something is known of it; undefined when that takes too long or the signal aborts. */
  async fateIn(
    messageId: string,
    { limitMs, clock }: { limitMs: number; clock: Clock },
    signal: AbortSignal,
  ): Promise<Fate | undefined> {
    const untilMs = clock.monotonicMs() + limitMs
    for (;;) {
      const leftMs = untilMs - clock.monotonicMs()
      const fate = this.fateOf(messageId)
      if (fate !== undefined || leftMs <= 0 || signal.aborted) return fate
      await this.#changed.wait(signal, { limitMs: leftMs, clock }).catch(() => undefined)
    }
  }

  /** It is the receipt of one message, and so of no other. */
  received(messageId: string): void {
    this.#receipts.add(stanzaIn(messageId))
  }

  isReceipt(messageId: string): boolean {
    return this.#receipts.has(stanzaIn(messageId))
  }
}

export const keyOf = ({ replyId, index }: Of) => `${replyId}:${index}`

/** `true_4915…@c.us_3EB0…`: the last part names the message, whichever of its two ids the chat goes by. */
export const stanzaIn = (messageId: string): string => messageId.split('_')[2] ?? messageId
