import { ChannelError } from '#core/contract/channel.ts'
import type { CallOptions, Page } from '#adapters/whatsapp/page.ts'
import type { Client } from 'whatsapp-web.js'
import { ME } from './models.ts'

export type ShownChat = {
  readonly id: string
  readonly unreadCount?: number
  readonly name?: string
  /** Of the newest message, in seconds. */
  readonly t?: number
  /** Models, oldest first. */
  readonly messages?: readonly { readonly id: object; readonly t?: number }[]
}

/** A page whose answers a test writes down; it counts what it is asked. */
export class AskedPage implements Page {
  readonly me = ME
  linkedAtMs = 0
  clockAheadMs = 0
  isGone = false
  chats: readonly ShownChat[] = []
  /** By hidden id. */
  phones: Readonly<Record<string, string>> = {}
  /** Of a message: what the library resolves its file to. */
  files: Readonly<Record<string, { readonly size?: number; readonly data?: string }>> = {}
  readonly asked: string[] = []
  /** Called before each answer; it may throw. */
  before: (what: string) => void | Promise<void> = () => undefined

  async call<R>(what: string, run: (client: Client) => Promise<R>, { signal }: CallOptions): Promise<R> {
    signal.throwIfAborted()
    if (this.isGone) throw new ChannelError('unreachable', 'the page is gone')
    this.asked.push(what)
    await this.before(what)
    return await run(this.#client)
  }

  readonly #client = {
    getChats: async () => this.chats.map((chat) => this.#shown(chat)),
    getChatById: async (id: string) => this.chats.flatMap((chat) => (chat.id === id ? [this.#shown(chat)] : []))[0],
    getContactLidAndPhone: async (lids: string[]) => lids.map((lid) => ({ lid, pn: this.phones[lid] })),
    getMessageById: async (id: string) => {
      const file = this.files[id]
      if (file === undefined) return null
      const media = file.data === undefined ? undefined : { data: file.data, mimetype: 'image/png' }
      return { hasMedia: true, rawData: { size: file.size }, downloadMedia: async () => media }
    },
  } as unknown as Client

  #shown({ id, unreadCount = 0, name = 'a chat', messages = [], ...chat }: ShownChat) {
    const t = chat.t ?? messages.at(-1)?.t ?? 0
    const library = messages.map((rawData) => ({ rawData, id: rawData.id }))
    const fetchMessages = async ({ limit }: { limit: number }) => {
      await this.before(`messages of ${id}`)
      return library.slice(-limit)
    }
    return { id: { _serialized: id }, unreadCount, name, timestamp: t, lastMessage: library.at(-1), fetchMessages }
  }
}
