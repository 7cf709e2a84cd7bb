import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { Channel } from '../contract/channel.ts'
import type { AccountId } from '../contract/ids.ts'
import type { ExportFiles } from '../export/export-files.ts'
import type { Send } from '../store/schema.ts'
import type { DeliveryCounts } from './counts.ts'
import type { CallFailed, Fault, LimitedBy } from './fault.ts'
import type { Outbox, OutboxRow } from './outbox.ts'
import { stepAfter } from './retry.ts'
import type { SendingLease } from './sending-lease.ts'

export type Delivered =
  | { readonly type: 'done' }
  /** Retry after `delayMs`. */
  | { readonly type: 'wait'; readonly delayMs: number; readonly limitedBy: LimitedBy | undefined }

export const DONE: Delivered = { type: 'done' }

function waiting({ limitedBy }: Fault, delayMs: number): Delivered {
  return { type: 'wait', delayMs, limitedBy }
}

export type EndDeps = {
  readonly outbox: Outbox
  readonly clock: Clock
  readonly random: () => number
  readonly log: Logger
  readonly counts: DeliveryCounts
  /** Accounts whose token the platform refuses. */
  readonly unauthorised: Set<AccountId>
  /** Where the files of replies lie. */
  readonly files: Pick<ExportFiles, 'pathOf' | 'remove'>
}

type EndOf = { readonly row: OutboxRow; readonly lease: SendingLease; readonly channel: Pick<Channel, 'account'> }

/** Stores how a try to deliver one reply ended: delivered, given up, or postponed. */
export class ReplyEnd {
  readonly #deps: EndDeps
  readonly #row: OutboxRow
  readonly #lease: SendingLease
  readonly #account: AccountId

  constructor(deps: EndDeps, { row, lease, channel }: EndOf) {
    this.#deps = deps
    this.#row = row
    this.#lease = lease
    this.#account = channel.account
  }

  async delivered(sends: Send[], signal: AbortSignal): Promise<void> {
    const { outbox, clock } = this.#deps
    const sentAt = new Date(clock.now())
    const end = { state: 'sent', sends, sentAt, nextAttemptAt: null, fault: null } as const
    await outbox.endTry(this.#lease, this.#row.id, end, signal)
    this.#deps.counts.sent += 1
    this.#deps.unauthorised.delete(this.#account)
  }

  /** A draft is shown again later, or no more: the final text follows. */
  afterDraftFault(fault: Fault): Delivered {
    this.#note(fault)
    const step = stepAfter(fault, { attempts: 0, ageMs: 0 }, this.#deps.random)
    return step.type === 'fail' ? DONE : waiting(fault, step.delayMs)
  }

  /** `hasProgressed`: a message was delivered since the last failure. */
  async afterFault(
    { fault, cause }: CallFailed,
    { sends, hasProgressed }: { sends: Send[]; hasProgressed: boolean },
    signal: AbortSignal,
  ): Promise<Delivered> {
    const { clock, random } = this.#deps
    this.#note(fault)
    const attempts = hasProgressed ? 0 : this.#row.attempts
    const step = stepAfter(fault, { attempts, ageMs: clock.now() - this.#row.createdAt.getTime() }, random)
    if (step.type === 'wait') return this.#postponed(fault, { sends, ...step }, signal)
    await this.#failed(fault, { sends, cause }, signal)
    return DONE
  }

  /** One that cannot be deleted now is deleted for its age. */
  async removeFiles(): Promise<void> {
    const { files, log } = this.#deps
    const failed = (error: unknown) => log.warn({ error, reply: this.#row.id }, 'failed to delete files of a reply')
    await files.remove(this.#row.files ?? []).catch(failed)
  }

  #note({ code }: Fault): void {
    if (code === 'unauthorised') this.#deps.unauthorised.add(this.#account)
  }

  async #failed(fault: Fault, { sends, cause }: { sends: Send[]; cause: unknown }, signal: AbortSignal): Promise<void> {
    const { outbox, log, counts } = this.#deps
    const { id } = this.#row
    await outbox.endTry(this.#lease, id, { state: 'failed', sends, nextAttemptAt: null, fault: fault.reason }, signal)
    await this.removeFiles()
    if (fault.isIntended) return log.info({ reply: id, fault: fault.reason }, 'reply withheld')
    counts.failed += 1
    log.warn({ reply: id, code: fault.code, error: cause }, 'failed to deliver reply')
  }

  async #postponed(
    fault: Fault,
    { sends, attempts, delayMs }: { sends: Send[]; attempts: number; delayMs: number },
    signal: AbortSignal,
  ): Promise<Delivered> {
    const { outbox, clock, log, counts } = this.#deps
    const { id } = this.#row
    const nextAttemptAt = new Date(clock.now() + delayMs)
    const end = { state: 'ready', sends, attempts, nextAttemptAt, fault: fault.reason } as const
    await outbox.endTry(this.#lease, id, end, signal)
    if (fault.limitedBy !== 'pacing') {
      counts.postponed += 1
      log.info({ reply: id, code: fault.code, delayMs }, 'reply postponed')
    }
    return waiting(fault, delayMs)
  }
}
