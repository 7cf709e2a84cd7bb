import type { KnownChat } from '#core/contract/channel.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { retry } from '#machine/retry.ts'
import type { Chat as LibraryChat, Message } from 'whatsapp-web.js'
import { isMadeByPhone, isServed, type Jid } from './jid.ts'
import type { Page } from './page.ts'
import { nameOf } from './page-errors.ts'
import { readWire, type WireMessage } from './wire.ts'

export type Reading = {
  readonly page: Page
  /** Chats in which somebody wrote since then, each with the newest message that is stored. */
  readonly stored: (sinceMs: number) => Promise<readonly KnownChat[]>
  /** All chats that are read; what comes in them meanwhile waits. */
  readonly begins: (chatIds: readonly Jid[]) => void
  /** What came in a chat, oldest first; called once for each that is read, also when there is nothing. */
  readonly missed: (chatId: Jid, messages: readonly unknown[]) => Promise<void>
  /** The owner's newest own words in a chat. */
  readonly ownerWrote: (chatId: Jid, agoMs: number) => void
  /** How long what the owner writes silences a chat; 0: not at all. */
  readonly ownerQuietMs: number
  readonly clock: Clock
  readonly log: Logger
}

/** Older messages are not answered: nobody waits for it any more. */
const AGE_MS_MAX = 24 * 60 * 60_000
const CHATS_MAX = 500
const MESSAGES_MAX = 100
/**
 * Own messages lie between the unread ones. Where the library has more than it was asked for, it sorts them by whole
 * seconds and in no order within one, so that the newest may be missing.
 */
const READ_BEYOND = 20
/** Large accounts have thousands of chats, and the page describes every one. */
const CHATS_MS = 60_000
const MESSAGES_MS = 20_000
const TRIES = { triesMax: 3, pauseMs: () => 2_000 }
/** Clocks of messages count whole seconds. */
const SECOND_MS = 1_000

/**
 * Reads what came while nobody listened: the library tells of no message that the page got before. Resolves when every
 * chat was read, or given up. Rejects when the page ends before it said which chats there are, or the signal aborts.
 */
export async function readBack(reading: Reading, signal: AbortSignal): Promise<void> {
  const { page, stored, begins, missed, clock, log } = reading
  const sinceMs = Math.max(page.linkedAtMs - SECOND_MS, clock.now() + page.clockAheadMs - AGE_MS_MAX)
  const asked = () => page.call('chats', (client) => client.getChats(), { signal, msMax: CHATS_MS })
  const [shown, known] = await Promise.all([retry(asked, { ...TRIES, clock }, signal), stored(sinceMs)])
  const chats = chatsToRead(shown, new Map(known.map(({ chat, messageId }) => [chat.id, messageId])), sinceMs)
  begins(chats.map(idOf))
  for (const chat of chats) {
    const found = await messagesIn(chat, { ...reading, sinceMs }, signal).catch((error: unknown) => {
      if (!signal.aborted) log.warn({ reason: nameOf(error) }, 'a WhatsApp chat could not be read back')
      return []
    })
    await missed(idOf(chat), found)
  }
}

async function messagesIn(
  chat: LibraryChat,
  { page, sinceMs, ownerWrote, ownerQuietMs, clock }: Reading & { readonly sinceMs: number },
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const limit = Math.min(MESSAGES_MAX, chat.unreadCount + READ_BEYOND)
  const asked = () => page.call('messages', () => chat.fetchMessages({ limit }), { signal, msMax: MESSAGES_MS })
  const read = await retry(asked, { ...TRIES, clock }, signal)
  const messages = read
    .flatMap((message) => readable(message) ?? [])
    .filter(({ atMs }) => atMs >= sinceMs)
    .toSorted((a, b) => a.atMs - b.atMs)
  const owners = messages.findLastIndex(({ wire }) => wire.id.fromMe && isMadeByPhone(wire.id.id))
  const wroteAtMs = messages[owners]?.atMs
  if (wroteAtMs !== undefined) ownerWrote(idOf(chat), Math.max(0, clock.now() + page.clockAheadMs - wroteAtMs))
  // Before it the owner has answered, and soon after it nothing was answered when it came: nor is it hours later.
  const isOwners = ({ atMs }: Readable, index: number) =>
    wroteAtMs !== undefined && ownerQuietMs > 0 && (index < owners || atMs < wroteAtMs + ownerQuietMs)
  return messages.flatMap((each, index) => (each.wire.id.fromMe || isOwners(each, index) ? [] : [each.data]))
}

const idOf = (chat: LibraryChat): Jid => chat.id._serialized

/** The newest first: with unread messages, or with one that came after the newest that is stored. */
function chatsToRead(shown: readonly LibraryChat[], known: ReadonlyMap<Jid, string>, sinceMs: number): LibraryChat[] {
  const isRecent = ({ timestamp }: LibraryChat) => (timestamp || 0) * SECOND_MS >= sinceMs
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
  return { wire, data, atMs: (wire.t ?? 0) * SECOND_MS }
}
