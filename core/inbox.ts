import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { StorageFullError } from './contract/channel.ts'
import { conversationId, type AccountId, type ConversationId, type RandomId } from './contract/ids.ts'
import type { ChatEvent } from './contract/message.ts'
import type { ReplyBus } from './delivery/bus.ts'
import { insertEvents, sendersOf, withoutForeignEdits, type Accepted, type Incoming } from './inbox-rows.ts'
import { isUnstorableText, withStorableText } from './inbox-text.ts'
import type { Limits } from './limits.ts'
import { knowPeople } from './people.ts'
import type { Doorbell } from './queue/wake-up-queue.ts'
import type { Store } from './store/store.ts'
import { inTransaction } from './store/transaction.ts'

export type Inbox = {
  /**
   * Stores events in their order, each once, and rings for what is new. Resolves when all are committed, together with
   * `cursor`; rejects when none is, and while there is no room for any. What a platform tells twice is stored once and
   * may leave a gap in the numbers.
   */
  accept(events: readonly ChatEvent[], cursor?: { account: AccountId; cursor: string }): Promise<void>
  /** The cursor of the newest committed `accept` of this account. */
  cursor(account: AccountId): Promise<string | undefined>
}

export type InboxParts = {
  readonly store: Store
  readonly doorbell: Pick<Doorbell, 'wake'>
  readonly bus: Pick<ReplyBus, 'publish'>
  readonly clock: Clock
  readonly random: RandomId
  /** Whose open notices cover what comes; without them nothing is. */
  readonly limits?: Pick<Limits, 'covering'>
  /** Whether the disk has room for what is new; by default it has. */
  readonly hasRoom?: () => boolean
  readonly log: Logger
}

export function createInbox(parts: InboxParts): Inbox {
  const { store, doorbell, bus, hasRoom = () => true, log } = parts
  return {
    async accept(events, cursor) {
      if (events.length > 0 && !hasRoom()) throw new StorageFullError()
      const storeThese = (these: readonly ChatEvent[]) => storeAll(parts, these.map(incomingOf), cursor)
      const stored = await storeThese(events).catch((error: unknown) => {
        if (!isUnstorableText(error)) throw error
        log.error({ error, platform: events[0]?.platform }, 'a channel let through text that cannot be stored')
        return storeThese(events.map(withStorableText))
      })
      for (const conversation of new Set(stored.map((each) => each.conversation))) {
        // A bell that does not ring is no reason to refuse what is stored: the sweep finds it.
        doorbell.wake(conversation).catch((error: unknown) => log.warn({ conversation, error }, 'not rung'))
      }
      for (const { conversation, event } of stored) tellRunningTurns(bus, conversation, event)
    },
    async cursor(account) {
      const { rows } = await store.pool.query<{ cursor: string }>(READ_CURSOR, [account])
      return rows[0]?.cursor
    },
  }
}

/** What a turn may have to start again with. */
function tellRunningTurns(bus: InboxParts['bus'], conversation: ConversationId, event: ChatEvent): void {
  if (event.type === 'edit') bus.publish({ op: 'message-edited', conversation, messageId: event.messageId })
  if (event.type !== 'message' || event.forwardedFrom === undefined) return
  const { messageId, sentAtMs, sender } = event
  bus.publish({ op: 'message-forwarded', conversation, messageId, sentAtMs, sender: sender.id })
}

/** Returns what is new and waits for a turn. */
async function storeAll(
  { store: { pool }, clock, random, limits }: InboxParts,
  all: readonly Incoming[],
  cursor: Accepted['cursor'],
): Promise<readonly Incoming[]> {
  const at = new Date(clock.now())
  const incoming = await withoutForeignEdits(pool, all)
  if (incoming.length === 0) {
    if (cursor) await pool.query(MOVE_CURSOR, [cursor.account, cursor.cursor, at])
    return []
  }
  const accepted = { incoming, cursor, at, covering: limits?.covering(at) }
  const early = await insertEvents(pool, accepted, { random, areKnown: false })
  return early ?? inTransaction(pool, async (client) => {
    await knowPeople(client, sendersOf(incoming.filter(({ fate }) => fate !== 'counted')), { random, at })
    const stored = await insertEvents(client, accepted, { random, areKnown: true })
    if (stored === undefined) throw new Error('Somebody was forgotten while what they said was being stored.')
    return stored
  })
}

function incomingOf(event: ChatEvent): Incoming {
  const conversation = conversationId(event.account, event.chat.id, event.chat.threadId)
  return { event, conversation, fate: fateOf(event) }
}

/**
 * What a group says to others is none of our business: it is counted. Two exceptions wait for more to be known: a part
 * of an album, whose mention may stand under another part, and an edit, which may be of a message that is here.
 */
function fateOf(event: ChatEvent): Incoming['fate'] {
  const isOverheard = 'addressed' in event && event.addressed === 'none'
  if (isOverheard && event.type === 'edit') return 'stored-if-known'
  if (isOverheard && !('groupId' in event && event.groupId !== undefined)) return 'counted'
  return event.sender.isBot ? 'ignored' : 'stored'
}

const READ_CURSOR = 'select cursor from channel_cursor where account = $1'

const MOVE_CURSOR = `
  insert into channel_cursor (account, cursor, moved_at) values ($1, $2, $3)
  on conflict (account) do update set cursor = excluded.cursor, moved_at = excluded.moved_at`
