import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { StorageFullError } from './contract/channel.ts'
import { conversationId, type AccountId, type IdentityId, type RandomId } from './contract/ids.ts'
import type { ChatEvent } from './contract/message.ts'
import type { Access } from './access/access.ts'
import { stopAsked } from './commands/stop-asked.ts'
import type { ReplyBus } from './delivery/bus.ts'
import type { Statuses } from './delivery/statuses.ts'
import {
  insertEvents,
  sendersOf,
  withoutDeleted,
  withoutForeignChanges,
  type Accepted,
  type Incoming,
  type StoredEvent,
} from './inbox-rows.ts'
import { isUnstorableText, withStorableText } from './inbox-text.ts'
import type { Limits } from './limits.ts'
import { knowPeople } from './people.ts'
import type { WakeUpQueue } from './queue/wake-up-queue.ts'
import type { Store } from './store/store.ts'
import type { Tombstones } from './store/tombstones.ts'
import { inTransaction } from './store/transaction.ts'

export type Inbox = {
  /**
   * Stores events in their order, each once, and enqueues wake-ups for them. Resolves when all are committed, together
   * with `cursor`; rejects when none is, and while the disk is full. What a platform sends twice is stored once and may
   * leave a gap in the numbers.
   */
  accept(events: readonly ChatEvent[], cursor?: { account: AccountId; cursor: string }): Promise<void>
  /** The cursor of the newest committed `accept` of this account. */
  cursor(account: AccountId): Promise<string | undefined>
}

export type InboxDeps = {
  readonly store: Store
  readonly wakeUps: Pick<WakeUpQueue, 'wake'>
  readonly bus: Pick<ReplyBus, 'publish'>
  readonly clock: Clock
  readonly random: RandomId
  /** Later statuses of messages that we sent go there, and into no mailbox. */
  readonly statuses?: Pick<Statuses, 'accept'>
  /** Its open notices cover what comes; without it nothing is covered. */
  readonly limits?: Pick<Limits, 'covering'>
  /** Events of deleted people are accepted and not stored; without it none is known. */
  readonly tombstones?: Tombstones
  /** Who is blocked, and what the modes of groups say; without it nobody is, and mentions, replies and commands count. */
  readonly access?: Pick<Access, 'blockedAmong' | 'applied'>
  /** Messages that arrive longer after they were sent are not answered; without it all are. */
  readonly answerMsMax?: () => number
  /** Whether the disk has room for new events; by default it has. */
  readonly hasRoom?: () => boolean
  readonly log: Logger
}

export function createInbox(deps: InboxDeps): Inbox {
  const { store, wakeUps, bus, statuses, access, hasRoom = () => true, log } = deps
  const { answerMsMax = () => Number.POSITIVE_INFINITY } = deps
  return {
    async accept(accepted, cursor) {
      // They may be repeated: when the rest is rejected, the channel brings all of them again.
      await statuses?.accept(accepted.filter((event) => event.type === 'delivery'))
      const events = accepted.filter((event) => event.type !== 'delivery')
      if (events.length > 0 && !hasRoom()) throw new StorageFullError()
      const blocked = (await access?.blockedAmong(events.flatMap(peopleIn))) ?? NOBODY
      const rules = { blocked, answerMsMax: answerMsMax() }
      const applied = (event: ChatEvent) => access?.applied(event) ?? event
      const incomingOf = (event: ChatEvent) => incoming(withoutQuoteOf(blocked, applied(event)), rules)
      const all = events.map(incomingOf)
      const stored = await storeAll(deps, all, cursor).catch((error: unknown) => {
        if (!isUnstorableText(error)) throw error
        log.error({ error, platform: events[0]?.platform }, 'channel passed on text that cannot be stored')
        return storeAll(deps, events.map(withStorableText).map(incomingOf), cursor)
      })
      for (const conversation of new Set(stored.filter(({ waits }) => waits).map((each) => each.conversation))) {
        // What is stored is accepted without a wake-up, too: the sweep finds it.
        const failed = (error: unknown) => log.warn({ conversation, error }, 'failed to enqueue wake-up')
        wakeUps.wake(conversation).catch(failed)
      }
      for (const each of stored) notifyRunningTurns(bus, each)
      const late = all.filter(({ fate }) => fate === 'too-old').length
      if (late > 0) log.info({ late, platform: events[0]?.platform }, 'messages came too late to be answered')
    },
    async cursor(account) {
      const { rows } = await store.pool.query<{ cursor: string }>(READ_CURSOR, [account])
      return rows[0]?.cursor
    },
  }
}

/**
 * A running turn may have to start again with it, or to end. A stop counts however much its sender has written, so also
 * when a limit notice covers it.
 */
function notifyRunningTurns(bus: InboxDeps['bus'], { event, conversation, waits }: StoredEvent): void {
  const stop = stopAsked(event)
  if (stop) bus.publish({ op: 'stop-asked', conversation, sender: event.sender.id, ...stop })
  if (!waits) return
  if (event.type === 'edit') bus.publish({ op: 'message-edited', conversation, messageId: event.messageId })
  if (event.type === 'delete') bus.publish({ op: 'message-deleted', conversation, messageId: event.messageId })
  if (event.type !== 'message' || event.forwardedFrom === undefined) return
  const { messageId, sentAtMs, sender } = event
  bus.publish({ op: 'message-forwarded', conversation, messageId, sentAtMs, sender: sender.id })
}

/** Returns what is new, unless a rule ignores it. */
async function storeAll(
  { store: { pool }, clock, random, limits, tombstones }: InboxDeps,
  all: readonly Incoming[],
  cursor: Accepted['cursor'],
): Promise<readonly StoredEvent[]> {
  const at = new Date(clock.now())
  const incoming = await withoutForeignChanges(pool, all)
  if (incoming.length === 0) {
    if (cursor) await pool.query(MOVE_CURSOR, [cursor.account, cursor.cursor, at])
    return []
  }
  const accepted = { incoming, cursor, at, covering: limits?.covering(at) }
  const early = await insertEvents(pool, accepted, { random, areKnown: false, tombstones })
  return (
    early ??
    inTransaction(pool, async (client) => {
      const left = await withoutDeleted(client, incoming, tombstones)
      if (left.length === 0) {
        if (cursor) await client.query(MOVE_CURSOR, [cursor.account, cursor.cursor, at])
        return []
      }
      await knowPeople(client, sendersOf(left.filter(({ fate }) => fate !== 'counted')), { random, at })
      const stored = await insertEvents(client, { ...accepted, incoming: left }, { random, areKnown: true, tombstones })
      if (stored === undefined) throw new Error('A person was deleted while their message was being stored.')
      return stored
    })
  )
}

const NOBODY: ReadonlySet<IdentityId> = new Set()

const quoteIn = (event: ChatEvent) => ('replyTo' in event ? event.replyTo : undefined)

/** Who sent it, and whom it quotes. */
function peopleIn(event: ChatEvent): IdentityId[] {
  const author = quoteIn(event)?.authorId
  return author === undefined ? [event.sender.id] : [event.sender.id, author]
}

/** What somebody says stays, and that they reply; what a blocked person had said is not read by way of them. */
function withoutQuoteOf(blocked: ReadonlySet<IdentityId>, event: ChatEvent): ChatEvent {
  const quote = quoteIn(event)
  if (quote?.authorId === undefined || !blocked.has(quote.authorId)) return event
  const { text: _text, ...left } = quote
  const { raw: _raw, ...unquoted } = event
  return { ...unquoted, replyTo: { ...left, media: [] } } as ChatEvent
}

type Rules = { readonly blocked: ReadonlySet<IdentityId>; readonly answerMsMax: number }

function incoming(event: ChatEvent, rules: Rules): Incoming {
  const conversation = conversationId(event.account, event.chat.id, event.chat.threadId)
  return { event, conversation, fate: fateOf(event, rules) }
}

/**
 * Group messages that do not address the bot are only counted. Exceptions are decided later: a part of an album, whose
 * mention may be in another part, and what is about a message that may be stored, or ours: an edit, a deletion, a
 * reaction. Of people who are blocked nothing is read, but for what they delete: that is gone from memory, too.
 */
function fateOf(event: ChatEvent, { blocked, answerMsMax }: Rules): Incoming['fate'] {
  const isBlocked = blocked.has(event.sender.id)
  const isOverheard = 'addressed' in event && event.addressed === 'none'
  if (isBlocked && event.type !== 'delete') return isOverheard ? 'counted' : 'blocked'
  if (isOverheard && event.type === 'edit') return 'stored-if-known'
  const isAboutMessage = event.type === 'delete' || event.type === 'reaction'
  if (isAboutMessage && event.chat.kind !== 'dm') return 'stored-if-known'
  if (isOverheard && !('groupId' in event && event.groupId !== undefined)) return 'counted'
  if (event.sender.isBot) return 'ignored'
  return isAsked(event) && event.receivedAtMs - event.sentAtMs > answerMsMax ? 'too-old' : 'stored'
}

const isAsked = ({ type }: ChatEvent) => type === 'message' || type === 'command'

const READ_CURSOR = 'select cursor from channel_cursor where account = $1'

const MOVE_CURSOR = `
  insert into channel_cursor (account, cursor, moved_at) values ($1, $2, $3)
  on conflict (account) do update set cursor = excluded.cursor, moved_at = excluded.moved_at`
