import type { KnownChat } from '#core/contract/channel.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { Client, Chat as LibraryChat, Message } from 'whatsapp-web.js'
import { isMadeByPhone, isServed, type Jid } from './jid.ts'
import type { CallOptions, Page } from './page.ts'
import { readWire, type WireMessage } from './wire.ts'

export type CatchUpDeps = {
  /** Chats in which somebody wrote lately, each with the newest message that is stored. */
  readonly chats: (sinceMs: number) => Promise<readonly KnownChat[]>
  /** All chats that are read; what comes in them meanwhile waits. */
  readonly begins: (chatIds: readonly Jid[]) => void
  /** What came in a chat, oldest first; called once for each that is read, also when there is nothing. */
  readonly missed: (chatId: Jid, messages: readonly unknown[], signal: AbortSignal) => Promise<void>
  /** The owner's newest own words in a chat. */
  readonly ownerWrote: (chatId: Jid, agoMs: number) => void
  readonly clock: Clock
  readonly log: Logger
}

/** Older messages are not answered: nobody waits for it any more. */
const AGE_MS_MAX = 24 * 60 * 60_000
const CHATS_MAX = 500
const MESSAGES_MAX = 100
/** Large accounts have thousands of chats, and the page describes every one. */
const CHATS_MS = 60_000
const MESSAGES_MS = 20_000
const TRIES_MAX = 3
const PAUSE_MS = 2_000

/** Reads what came while nobody listened: WhatsApp Web tells of no message that it got before the library listened. */
export class CatchUp {
  readonly #deps: CatchUpDeps

  constructor(deps: CatchUpDeps) {
    this.#deps = deps
  }

  /** Resolves when every chat was read, or given up. Rejects when the page or the signal ends it. */
  async run(page: Page, signal: AbortSignal): Promise<void> {
    const { begins, clock } = this.#deps
    const sinceMs = Math.max(page.linkedAtMs, clock.now() + page.clockAheadMs - AGE_MS_MAX)
    const [shown, known] = await Promise.all([this.#shown(page, signal), this.#deps.chats(sinceMs)])
    const chats = chatsToRead(shown, new Map(known.map(({ chat, messageId }) => [chat.id, messageId])), sinceMs)
    begins(chats.map(idOf))
    await this.#each(chats, { page, sinceMs, signal })
  }

  async #shown(page: Page, signal: AbortSignal): Promise<readonly LibraryChat[]> {
    return await this.#tries((options) => page.call('chats', (client) => client.getChats(), options), {
      signal,
      msMax: CHATS_MS,
    })
  }

  async #each(chats: readonly LibraryChat[], reading: Reading): Promise<void> {
    const { missed, log } = this.#deps
    for (const chat of chats) {
      const found = await this.#read(chat, reading).catch((error: unknown) => {
        if (!reading.signal.aborted) log.warn({ error }, 'a WhatsApp chat could not be read back')
        return []
      })
      await missed(idOf(chat), found, reading.signal)
    }
  }

  async #read(chat: LibraryChat, { page, sinceMs, signal }: Reading): Promise<readonly unknown[]> {
    const { clock, ownerWrote } = this.#deps
    // Own messages lie between those that are unread of others.
    const limit = Math.min(MESSAGES_MAX, chat.unreadCount + READ_BEYOND)
    const fetch = (_client: Client) => chat.fetchMessages({ limit })
    const read = await this.#tries((options) => page.call('messages', fetch, options), { signal, msMax: MESSAGES_MS })
    const messages = read.flatMap((message) => readable(message) ?? []).filter(({ atMs }) => atMs >= sinceMs)
    const owners = messages.findLast(({ wire }) => wire.id.fromMe && isMadeByPhone(wire.id.id))
    if (owners) ownerWrote(idOf(chat), Math.max(0, clock.now() + page.clockAheadMs - owners.atMs))
    return messages.flatMap(({ wire, data }) => (wire.id.fromMe ? [] : [data]))
  }

  async #tries<T>(ask: (options: CallOptions) => Promise<T>, options: CallOptions): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask(options)
      } catch (error) {
        if (tries >= TRIES_MAX || options.signal.aborted) throw error
        await this.#deps.clock.sleep(PAUSE_MS, options.signal)
      }
    }
  }
}

type Reading = { readonly page: Page; readonly sinceMs: number; readonly signal: AbortSignal }

const READ_BEYOND = 20

const idOf = (chat: LibraryChat): Jid => chat.id._serialized

/** The newest first: with unread messages, or with one that came after the newest that is stored. */
function chatsToRead(shown: readonly LibraryChat[], known: ReadonlyMap<Jid, string>, sinceMs: number): LibraryChat[] {
  const isRecent = ({ timestamp }: LibraryChat) => (timestamp || 0) * 1_000 >= sinceMs
  const isBehind = (chat: LibraryChat) => {
    const stored = known.get(idOf(chat))
    const newest = (chat.lastMessage as Message | undefined)?.id
    return stored !== undefined && newest !== undefined && !newest.fromMe && newest._serialized !== stored
  }
  return shown
    .filter((chat) => isServed(idOf(chat)) && isRecent(chat) && (chat.unreadCount > 0 || isBehind(chat)))
    .toSorted((a, b) => b.timestamp - a.timestamp)
    .slice(0, CHATS_MAX)
}

type Readable = { readonly wire: WireMessage; readonly data: unknown; readonly atMs: number }

function readable({ rawData: data }: Message): Readable | undefined {
  const read = readWire({ type: 'message', data, isLive: false })
  if (read.type !== 'message') return undefined
  const { message: wire } = read
  return { wire, data, atMs: (wire.t ?? 0) * 1_000 }
}
