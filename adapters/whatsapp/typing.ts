import type { Chat } from '#core/contract/message.ts'
import { BoundedMap } from '#machine/bounded.ts'
import type { KnownChats } from './known-chats.ts'
import type { CurrentPage } from './page.ts'

const CALL_MS_MAX = 5_000
const CHATS_MAX = 500

type TypingDeps = {
  readonly page: CurrentPage
  readonly chats: KnownChats
  readonly isQuiet: (chatId: string) => boolean | Promise<boolean>
}

/** "typing…", and that we have seen what is answered. Not where the owner of the phone writes. */
export class Typing {
  readonly #deps: TypingDeps
  /** What was marked as seen last, by chat. */
  readonly #seen = new BoundedMap<string, string>(CHATS_MAX)

  constructor(deps: TypingDeps) {
    this.#deps = deps
  }

  async show({ id }: Chat, signal: AbortSignal, answers?: string): Promise<void> {
    const { chats, isQuiet } = this.#deps
    const page = this.#deps.page()
    if (page === undefined || (await isQuiet(id))) return
    const isSeen = answers === undefined || this.#seen.get(id) === answers
    await page.call(
      'typing',
      async (client) => {
        const chat = await chats.find(client, id)
        if (chat === undefined) return
        if (!isSeen) await client.sendSeen(id)
        await chat.sendStateTyping()
      },
      { signal, msMax: CALL_MS_MAX },
    )
    if (!isSeen) this.#seen.set(id, answers)
  }
}
