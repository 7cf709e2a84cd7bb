import { BoundedMap } from '#machine/bounded.ts'
import type { Chat, Client } from 'whatsapp-web.js'

const CHATS_MAX = 500

/** The library's chats of one page, since asking for one makes the page read all about it. */
export class KnownChats {
  #client: Client | undefined
  readonly #chats = new BoundedMap<string, Chat>(CHATS_MAX)

  /** Undefined where the page knows no such chat. */
  async find(client: Client, chatId: string): Promise<Chat | undefined> {
    if (this.#client !== client) this.#chats.clear()
    this.#client = client
    // The library's types leave out that there may be none.
    const chat: Chat | undefined = this.#chats.get(chatId) ?? (await client.getChatById(chatId))
    if (chat !== undefined && this.#client === client) this.#chats.set(chatId, chat)
    return chat
  }
}
