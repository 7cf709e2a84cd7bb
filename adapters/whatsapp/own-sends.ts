import { BoundedMap } from '#machine/bounded.ts'

const SENT_MAX = 2_000
const SENDING_MAX = 200

/**
 * What this service sends, so that it is told from what the phone's owner writes: the page shows both as the account's
 * own messages, and shows ours before the send has returned its id.
 */
export class OwnSends {
  readonly #sent = new BoundedMap<string, true>(SENT_MAX)
  readonly #sending = new BoundedMap<string, number>(SENDING_MAX)

  /** Call `sent` or `ended` once it is known what became of it. */
  begin(chatId: string, text: string): { sent(messageId: string): void; ended(): void } {
    const key = keyOf(chatId, text)
    this.#sending.set(key, (this.#sending.get(key) ?? 0) + 1)
    const ended = () => {
      const left = (this.#sending.get(key) ?? 1) - 1
      if (left > 0) this.#sending.set(key, left)
      else this.#sending.delete(key)
    }
    return {
      sent: (messageId) => {
        this.#sent.set(messageId, true)
        ended()
      },
      ended,
    }
  }

  isOurs({ chatId, messageId, text }: { chatId: string; messageId: string; text: string }): boolean {
    return this.#sent.get(messageId) === true || (this.#sending.get(keyOf(chatId, text)) ?? 0) > 0
  }
}

const keyOf = (chatId: string, text: string) => `${chatId} ${text}`
