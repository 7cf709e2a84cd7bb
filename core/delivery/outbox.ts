import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { AccountId, ConversationId, ReplyId } from '../contract/ids.ts'
import type { Chat } from '../contract/message.ts'
import { keepLease } from '../store/lease.ts'
import type { outbox, OutboxFile, Send } from '../store/schema.ts'
import { isRefusedForGood, sqlStateOf } from '../store/sql-state.ts'
import { statementsOn, type RunStatement } from '../store/statements.ts'
import type { Store } from '../store/store.ts'
import type { ReplyTarget } from './bus.ts'
import { SendingLease } from './sending-lease.ts'
import { statements } from './statements.ts'
import { sentAsText, type SendStatus } from './statuses.ts'

export type OutboxRow = typeof outbox.$inferSelect

/** An outbox row, with the language of its person. */
type LocalRow = { readonly row: OutboxRow; readonly locale: string | undefined }

/** With its destination, and until when the platform takes nothing for that. */
export type AddressedRow = LocalRow & {
  readonly account: AccountId
  readonly chat: Chat
  readonly sendAfter: Date | null
}

/** The stored row of a growing reply: new, or left by an earlier run of its turn. */
export type LiveRow = LocalRow & { readonly isNew: boolean }

/** An earlier reply must be delivered first, or the platform's rate limit lasts. */
export type NotYet = { readonly type: 'behind' } | { readonly type: 'limited'; readonly delayMs: number }

/** How a try to deliver a reply ended. Without `sends` the stored ones stay as they are. */
export type TryEnd = Pick<OutboxRow, 'nextAttemptAt' | 'fault'> &
  Partial<Pick<OutboxRow, 'sends' | 'attempts' | 'sentAt'>> & { readonly state: 'sent' | 'failed' | 'ready' }

/** The row was deleted with its person, is closed, or another process has the lease. */
export class ReplyGone extends Error {
  override readonly name: string = 'ReplyGone'
}

/** The store rejects the receipt and will reject it on every retry; the row is closed as `failed`. */
export class ReceiptRefused extends ReplyGone {
  override readonly name = 'ReceiptRefused'
}

const SAVE_RETRY_MS = 500
const SAVE_RETRY_MS_MAX = 10_000
const LEASE_MS = 3_000

export type OutboxDeps = {
  readonly store: Store
  /** Owner id of this process in delivery leases. */
  readonly owner: string
  readonly clock: Clock
  readonly log: Logger
}

/** Reads and writes the outbox table for delivery. */
export class Outbox {
  readonly #run: RunStatement<keyof typeof statements>
  readonly #deps: OutboxDeps

  constructor(deps: OutboxDeps) {
    this.#run = statementsOn(deps.store, 'delivery', statements)
    this.#deps = deps
  }

  /** A lease that is not taken yet: the first read that finds a reply takes it. */
  leaseOn(conversation: ConversationId): SendingLease {
    const { clock, log } = this.#deps
    const renew = ({ fence }: SendingLease) => this.#run.did('RENEW', [conversation, fence, LEASE_MS])
    return new SendingLease(conversation, (lease) =>
      keepLease({ renew: () => renew(lease), leaseMs: LEASE_MS, clock, log }),
    )
  }

  /**
   * Final replies of a conversation, in the order in which they must appear; none while another process has the lease.
   * Takes the lease when there are any.
   */
  async readyOf(lease: SendingLease, rowsMax: number): Promise<AddressedRow[]> {
    const { conversation, fence: before } = lease
    type Row = OutboxRow & Omit<AddressedRow, 'row' | 'locale'> & { fence: number; locale: string | null }
    const rows = await this.#run.rows<Row>('READY', [conversation, this.#deps.owner, LEASE_MS, before, rowsMax])
    return rows.map(({ fence, account, chat, sendAfter, locale, ...row }) => {
      lease.taken(fence)
      return { row, account, chat, sendAfter, locale: locale ?? undefined }
    })
  }

  /**
   * Stores a reply whose text still grows, and takes the lease. Undefined when the turn is over or was put back, or
   * another process has the lease.
   */
  async openLive(lease: SendingLease, { turn, reply }: ReplyTarget): Promise<LiveRow | NotYet | undefined> {
    const { owner, clock } = this.#deps
    const nowMs = clock.now()
    const sends: Send[] = [{ state: 'sending', index: 0, sinceMs: nowMs }]
    const values = [
      lease.conversation,
      owner,
      LEASE_MS,
      lease.fence,
      turn,
      reply,
      new Date(nowMs),
      JSON.stringify(sends),
    ]
    const [found] = await this.#run.rows<OpenedRow>('OPEN_LIVE', values).catch((error: unknown) => {
      if (isRefusedForGood(error)) return []
      throw error
    })
    if (found === undefined) return undefined
    const { isBehind, limitedUntil, fence, isNew, locale, ...row } = found
    if (fence !== null) lease.taken(fence)
    if (isBehind) return { type: 'behind' }
    if (limitedUntil !== null) return { type: 'limited', delayMs: limitedUntil.getTime() - nowMs }
    return row.id === null ? undefined : { row, isNew, locale: locale ?? undefined }
  }

  /** @throws {ReplyGone} */
  saveSends(lease: SendingLease, id: ReplyId, sends: readonly Send[], signal: AbortSignal): Promise<void> {
    return this.#saveList(lease, { id, statement: 'SAVE_SENDS', list: sends }, signal)
  }

  /** @throws {ReplyGone} */
  saveFiles(lease: SendingLease, id: ReplyId, files: readonly OutboxFile[], signal: AbortSignal): Promise<void> {
    return this.#saveList(lease, { id, statement: 'SAVE_FILES', list: files }, signal)
  }

  #saveList(lease: SendingLease, { id, statement, list }: SavingList, signal: AbortSignal): Promise<void> {
    const save = async () => {
      const values = [lease.conversation, lease.fence, id, JSON.stringify(list)]
      if (!(await this.#run.did(statement, values))) throw gone(id)
    }
    return this.#save(lease, { id, save }, signal)
  }

  /**
   * Gives the lease back, unless more is ready.
   * @throws {ReplyGone}
   */
  endTry(lease: SendingLease, id: ReplyId, end: TryEnd, signal: AbortSignal): Promise<void> {
    return this.#save(lease, { id, save: () => this.#endTry(lease, id, end) }, signal)
  }

  /**
   * Retries until it is stored or the signal aborts: without its receipt a message would be sent again, once a second
   * for as long as the disk is full. A receipt that the store always rejects ends its reply as failed: sent again, it
   * would get the same kind of receipt.
   */
  async #save(lease: SendingLease, { id, save }: Saving, signal: AbortSignal): Promise<void> {
    const sqlState = await this.#persist({ id, save }, signal)
    if (sqlState === undefined) return
    this.#deps.log.error({ reply: id, sqlState }, 'store rejected a receipt, reply failed')
    const fault = `the store refused its receipt (SQLSTATE ${sqlState})`
    const fail = () => this.#endTry(lease, id, { state: 'failed', nextAttemptAt: null, fault })
    await this.#persist({ id, save: fail }, signal)
    throw new ReceiptRefused(`${fault}: reply ${id}`)
  }

  /** Returns the SQLSTATE when it can never be stored. */
  async #persist({ id, save }: Saving, signal: AbortSignal): Promise<string | undefined> {
    const { clock, log } = this.#deps
    for (let tries = 1; ; tries += 1) {
      try {
        await save()
        return undefined
      } catch (error) {
        if (error instanceof ReplyGone) throw error
        if (isRefusedForGood(error)) return sqlStateOf(error)
        if (tries === 1) log.warn({ reply: id, error }, 'failed to store receipt, retrying')
        await clock.sleep(Math.min(SAVE_RETRY_MS * tries, SAVE_RETRY_MS_MAX), signal)
      }
    }
  }

  async #endTry(lease: SendingLease, id: ReplyId, end: TryEnd): Promise<void> {
    const { conversation, fence } = lease
    const { state, sends, attempts, nextAttemptAt, fault, sentAt } = end
    const values = [state, sends && JSON.stringify(sends), attempts, nextAttemptAt, fault, sentAt]
    const [ended] = await this.#run.rows<{ released: boolean }>('END_TRY', [conversation, fence, id, ...values])
    if (ended === undefined) throw gone(id)
    if (ended.released) lease.ended()
  }

  async release(lease: SendingLease): Promise<void> {
    lease.ended()
    await this.#run.did('RELEASE', [lease.conversation, lease.fence])
  }

  /** Keeps for how long the platform takes nothing for this chat: the next process must wait, too. */
  async keepLimit({ conversation, fence }: SendingLease, untilMs: number): Promise<void> {
    await this.#run.did('KEEP_LIMIT', [conversation, fence, new Date(untilMs)])
  }

  /** What the platform said later about one message of a reply. */
  async statusOf(account: AccountId, of: SentAs): Promise<SendStatus | undefined> {
    const [found] = await this.#run.rows<SendStatus>('STATUS', [sentAsText(of), account])
    return found
  }

  /** When somebody last wrote in this conversation, by the platform's clock. */
  async writtenAtMs({ conversation }: SendingLease): Promise<number | undefined> {
    const [found] = await this.#run.rows<{ atMs: number }>('WRITTEN', [conversation])
    return found?.atMs
  }

  /** Conversations with a due reply, ordered by id, from after `after`. */
  due(after: ConversationId | undefined, rowsMax: number): Promise<{ id: ConversationId; account: AccountId }[]> {
    return this.#run.rows('DUE', [after ?? '', new Date(this.#deps.clock.now()), rowsMax])
  }

  /** Makes what waits for the platform of an account due; returns where. The rest is found by the poll. */
  async tryAgain(account: AccountId, rowsMax: number): Promise<ConversationId[]> {
    const rows = await this.#run.rows<{ id: ConversationId }>('TRY_AGAIN', [account, rowsMax])
    return rows.map(({ id }) => id)
  }

  async isUnderWay(account: AccountId): Promise<boolean> {
    const [found] = await this.#run.rows<{ isUnderWay: boolean }>('UNDER_WAY', [account])
    return found?.isUnderWay ?? false
  }
}

type OpenedRow = OutboxRow & {
  readonly isBehind: boolean
  readonly limitedUntil: Date | null
  readonly fence: number | null
  readonly isNew: boolean
  readonly locale: string | null
}

type SentAs = { readonly replyId: string; readonly index: number }

type SavingList = {
  readonly id: ReplyId
  readonly statement: 'SAVE_SENDS' | 'SAVE_FILES'
  readonly list: readonly object[]
}

type Saving = { readonly id: ReplyId; readonly save: () => Promise<void> }

const gone = (id: ReplyId) => new ReplyGone(`reply ${id} is no longer to be delivered`)
