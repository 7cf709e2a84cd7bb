import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { AccountId, ConversationId, PersonId, ReplyId } from '../contract/ids.ts'
import type { Chat } from '../contract/message.ts'
import { conversation, event, identity, outbox, turn } from '../store/schema.ts'
import { isRefusedForGood, sqlStateOf } from '../store/sql-state.ts'
import type { Store } from '../store/store.ts'
import type { ReplyTarget } from './bus.ts'

export type OutboxRow = typeof outbox.$inferSelect

/** An outbox row, with where it goes. */
export type AddressedRow = { readonly row: OutboxRow; readonly account: AccountId; readonly chat: Chat }

/** What a growing text needs to know before anything of it is shown. */
export type DraftTarget = {
  readonly account: AccountId
  readonly chat: Chat
  /** The row as it would be, or as it is; undefined when the turn is over. */
  readonly row: OutboxRow | undefined
  /** Whether it is in the store: an earlier run of this turn has shown something. */
  readonly isStored: boolean
  /** An earlier reply of this conversation is still to be delivered. */
  readonly isBehind: boolean
}

/** What changes of a row while it is delivered. */
export type OutboxChange = Partial<
  Pick<OutboxRow, 'state' | 'sends' | 'attempts' | 'nextAttemptAt' | 'fault' | 'sentAt'>
>

/** The row is gone or closed: the person asked to be forgotten, or somebody else has delivered it. */
export class ReplyGone extends Error {
  override readonly name: string = 'ReplyGone'
}

/** The store does not take what the platform answered, now or later; the row is closed as `failed`. */
export class ReceiptRefused extends ReplyGone {
  override readonly name = 'ReceiptRefused'
}

const SAVE_RETRY_MS = 500
const SAVE_RETRY_MS_MAX = 10_000

/** The outbox table, as delivery reads and writes it. */
export class Outbox {
  readonly #store: Store
  readonly #clock: Clock
  readonly #log: Logger

  constructor(parts: { store: Store; clock: Clock; log: Logger }) {
    this.#store = parts.store
    this.#clock = parts.clock
    this.#log = parts.log
  }

  /** Final replies of a conversation, in the order in which they must appear. */
  async readyOf(id: ConversationId, rowsMax: number): Promise<AddressedRow[]> {
    return this.#store.db
      .select({ row: outbox, account: conversation.account, chat: conversation.chat })
      .from(outbox)
      .innerJoin(conversation, eq(conversation.id, outbox.conversationId))
      .where(and(eq(outbox.conversationId, id), sql`${outbox.state} = 'ready'`))
      .orderBy(asc(outbox.turnNumber))
      .limit(rowsMax)
  }

  async draftTarget(target: ReplyTarget): Promise<DraftTarget | undefined> {
    const [found] = await this.#store.db
      .select({
        turn,
        row: outbox,
        account: conversation.account,
        chat: conversation.chat,
        replyTo: REPLY_TO,
        isBehind: IS_BEHIND,
      })
      .from(turn)
      .innerJoin(conversation, eq(conversation.id, turn.conversationId))
      .leftJoin(outbox, eq(outbox.id, turn.replyId))
      .where(eq(turn.id, target.turn))
    if (found === undefined || found.turn.replyId !== target.reply) return undefined
    const { account, chat, isBehind } = found
    const isOpen = found.turn.state === 'running' && (found.row === null || found.row.state === 'live')
    const row = isOpen ? (found.row ?? this.#newRow(found.turn, found.replyTo)) : undefined
    return { account, chat, row, isStored: found.row !== null, isBehind }
  }

  #newRow(of: typeof turn.$inferSelect, replyTo: string | null): OutboxRow {
    return {
      id: of.replyId,
      turnId: of.id,
      conversationId: of.conversationId,
      personId: of.personId,
      turnNumber: of.number,
      kind: 'answer',
      replyTo,
      text: '',
      state: 'live',
      sends: [{ state: 'sending', index: 0 }],
      attempts: 0,
      nextAttemptAt: null,
      fault: null,
      createdAt: new Date(this.#clock.now()),
      sentAt: null,
    }
  }

  /** False when the reply was stored meanwhile, and is final, or its turn was put back. */
  async insertLive(row: OutboxRow): Promise<boolean> {
    try {
      const result = await this.#store.db.insert(outbox).values(row).onConflictDoNothing()
      return result.rowCount === 1
    } catch (error) {
      if (isRefusedForGood(error)) return false
      throw error
    }
  }

  /**
   * Goes on until it is stored or the signal aborts: a receipt that got lost would make the message be sent again, once
   * a second for as long as a disk is full. A receipt that can never be stored ends its reply: sent again, it would be
   * answered in the same way.
   * @throws {ReplyGone}
   */
  async save(id: ReplyId, change: OutboxChange, signal: AbortSignal): Promise<void> {
    const sqlState = await this.#persist(id, change, signal)
    if (sqlState === undefined) return
    this.#log.error({ reply: id, sqlState }, 'the store refuses the receipt of a reply; it ends as failed')
    const fault = `the store refused its receipt (SQLSTATE ${sqlState})`
    await this.#persist(id, { state: 'failed', nextAttemptAt: null, fault }, signal)
    throw new ReceiptRefused(`${fault}: reply ${id}`)
  }

  /** Returns why it can never be stored. */
  async #persist(id: ReplyId, change: OutboxChange, signal: AbortSignal): Promise<string | undefined> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#update(id, change)
        return undefined
      } catch (error) {
        if (error instanceof ReplyGone) throw error
        if (isRefusedForGood(error)) return sqlStateOf(error)
        if (tries === 1) this.#log.warn({ reply: id, error }, 'how far a reply got is not stored; trying until it is')
        await this.#clock.sleep(Math.min(SAVE_RETRY_MS * tries, SAVE_RETRY_MS_MAX), signal)
      }
    }
  }

  async #update(id: ReplyId, change: OutboxChange): Promise<void> {
    const isOpen = inArray(outbox.state, ['live', 'ready'])
    const result = await this.#store.db.update(outbox).set(change).where(and(eq(outbox.id, id), isOpen))
    if (result.rowCount !== 1) throw new ReplyGone(`reply ${id} is no longer to be delivered`)
  }

  /** As the person's platform states it. */
  async localeOf(person: PersonId, account: AccountId): Promise<string | undefined> {
    const [found] = await this.#store.db
      .select({ locale: identity.locale })
      .from(identity)
      .where(and(eq(identity.personId, person), sql`starts_with(${identity.id}, ${`${account}:`})`))
      .limit(1)
    return found?.locale ?? undefined
  }

  async addressOf(id: ConversationId): Promise<{ account: AccountId; chat: Chat } | undefined> {
    const { account, chat } = conversation
    const [found] = await this.#store.db.select({ account, chat }).from(conversation).where(eq(conversation.id, id))
    return found
  }

  /**
   * Conversations whose next final reply is due, by id, beginning after `after`. Only the first of each counts: what
   * comes later has to wait for it.
   */
  async due(after: ConversationId | undefined, rowsMax: number): Promise<{ id: ConversationId; account: AccountId }[]> {
    const { rows } = await this.#store.pool.query<{ id: ConversationId; account: AccountId }>(DUE, [
      after ?? '',
      new Date(this.#clock.now()),
      rowsMax,
    ])
    return rows
  }
}

const DUE = `
  select c.id, c.account
  from (
    select distinct on (conversation_id) conversation_id, next_attempt_at
    from outbox
    where state = 'ready' and conversation_id > $1
    order by conversation_id, turn_number
  ) first
  join conversation c on c.id = first.conversation_id
  where first.next_attempt_at is null or first.next_attempt_at <= $2
  order by c.id
  limit $3`

/** In a group: the last of the messages that are answered. */
const REPLY_TO = sql<string | null>`
  case when ${conversation.chat} ->> 'kind' = 'dm' then null
  else (select e.message_id from ${event} e where e.turn_id = ${turn.id} order by e.seq desc limit 1) end`

const IS_BEHIND = sql<boolean>`exists (
  select from ${outbox} earlier
  where earlier.conversation_id = ${turn.conversationId} and earlier.turn_number < ${turn.number}
    and earlier.state = 'ready')`
