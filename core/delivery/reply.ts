import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { Channel } from '../contract/channel.ts'
import type { Chat } from '../contract/message.ts'
import type { ExportFiles } from '../export/export-files.ts'
import type { DeliveryCounts } from './counts.ts'
import { CallFailed, type Fault } from './fault.ts'
import { ReceiptRefused, ReplyGone, type Outbox, type OutboxRow } from './outbox.ts'
import { ReplyFiles, type FileWords } from './reply-files.ts'
import { ReplyMessages, type Known, type MessageDeps } from './reply-messages.ts'
import type { SendingLease } from './sending-lease.ts'
import { stepAfter } from './retry.ts'
import { split } from './split.ts'

export type ReplyDeps = {
  readonly outbox: Outbox
  readonly clock: Clock
  readonly random: () => number
  readonly log: Logger
  readonly counts: DeliveryCounts
  /** Our words in a person's language. */
  readonly words: (locale: string | undefined) => FileWords
  /** Where the files of replies lie. */
  readonly files: Pick<ExportFiles, 'pathOf' | 'remove'>
}

export type ReplyOf = Pick<MessageDeps, 'row' | 'channel' | 'chat' | 'isNew' | 'known'> & {
  readonly lease: SendingLease
}

export type Delivered =
  | { readonly type: 'done' }
  /** Retry after `delayMs`; `limited` when the platform answered 429. */
  | { readonly type: 'wait'; readonly delayMs: number; readonly limited: boolean }

/**
 * Delivers one reply: a row of the outbox, and its messages on the platform.
 *
 *   the row       (none) ──first draft──▶ live ──the turn ends──▶ ready ──receipts for all──▶ sent
 *                    └───────────the turn ends, no draft───────────▲  └──cannot be delivered──▶ failed
 *                                                                        (live, too, when a receipt cannot be stored)
 *
 *   a message     (none) ──stored──▶ sending ──receipt──▶ sent (growing) ──last edit──▶ sent (final)
 *                                       └──certainly not sent──▶ what it was before
 *
 * `live` and `ready` of a row, and `sending` of a message, are stored before the call; its receipt after it, at once or
 * together with the end of the reply where that comes next. Both are stored only under the newest fencing token of the
 * conversation's lease. So after a crash at any moment the row says what may have been sent:
 *
 * - A message that is `sending` when the row is read may have been sent or not. It is sent again: with the same key
 *   where the platform recognises keys, else with a label that it may be a repetition. It is never dropped, and never
 *   repeated without the label, which stays through all later edits (`labelled`).
 * - A message that is `sent` but not final may show any judged text of its turn, because edits of drafts are not
 *   stored. It is edited; an edit may be repeated.
 * - A `live` row belongs to a turn that still runs. When its worker died, the turn runs again under the same reply, and
 *   its first draft replaces the old one in one edit. Messages that only the earlier run needed stay until the end, and
 *   are then edited to a mark.
 *
 * A message that is gone when it must be edited is sent again, without a label: nobody can see the first one.
 *
 * Files follow the texts (`ReplyFiles`). Where they are sent into the chat, they are deleted once the row says that all
 * were sent; where they are fetched, whoever fetches one ends it. With a reply that is given up they are deleted.
 */
export class Reply {
  readonly #deps: ReplyDeps
  readonly #row: OutboxRow
  readonly #channel: Channel
  readonly #chat: Chat
  readonly #lease: SendingLease
  readonly #messages: ReplyMessages
  readonly #files: ReplyFiles
  readonly #sentBefore: number
  #words: FileWords | undefined
  #isStopped = false

  constructor(deps: ReplyDeps, of: ReplyOf) {
    this.#deps = deps
    this.#row = of.row
    this.#channel = of.channel
    this.#chat = of.chat
    this.#lease = of.lease
    const { clock, outbox } = deps
    this.#messages = new ReplyMessages({
      ...of,
      clock,
      save: (sends, signal) => outbox.saveSends(of.lease, of.row.id, sends, signal),
    })
    this.#files = new ReplyFiles({
      ...of,
      clock,
      kept: deps.files,
      save: (files, signal) => outbox.saveFiles(of.lease, of.row.id, files, signal),
      words: () => this.#wordsOf(),
    })
    this.#sentBefore = this.#sentCount
  }

  get #sentCount(): number {
    return this.#messages.finalCount + this.#files.sentCount
  }

  get id(): OutboxRow['id'] {
    return this.#row.id
  }

  /** The state of its messages, for the delivery of the final text. */
  get known(): Known {
    return this.#messages.known
  }

  get editIntervalMs(): number {
    return this.#channel.capabilities(this.#chat).editIntervalMs
  }

  /** Shows a draft; `flush` must follow. A draft that cannot be shown is dropped: the final text follows. */
  async show(text: string, signal: AbortSignal): Promise<Delivered> {
    return this.#isStopped ? DONE : this.#unlessGone(() => this.#tryToShow(text, signal))
  }

  /** Stores the receipts that are not stored yet. */
  async flush(signal: AbortSignal): Promise<void> {
    await this.#unlessGone(async () => {
      await this.#messages.flush(signal)
      return DONE
    })
  }

  /** Delivers the final text. */
  async deliver(signal: AbortSignal): Promise<Delivered> {
    return this.#unlessGone(() => this.#tryToDeliver(signal))
  }

  async #unlessGone(work: () => Promise<Delivered>): Promise<Delivered> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ReplyGone)) throw error
      this.#isStopped = true
      if (error instanceof ReceiptRefused) {
        this.#deps.counts.failed += 1
        await this.#removeFiles()
      }
      return DONE
    }
  }

  async #tryToShow(text: string, signal: AbortSignal): Promise<Delivered> {
    try {
      await this.#bringAll(await this.#textsOf(text), { final: false }, signal)
      this.#deps.counts.draftsShown += 1
      return DONE
    } catch (error) {
      if (signal.aborted || !(error instanceof CallFailed)) throw error
      await this.#messages.flush(signal)
      const step = stepAfter(error.fault, { attempts: 0, ageMs: 0 }, this.#deps.random)
      this.#isStopped = step.type === 'fail'
      return step.type === 'fail' ? DONE : waiting(error.fault, step.delayMs)
    }
  }

  async #tryToDeliver(signal: AbortSignal): Promise<Delivered> {
    try {
      const texts = await this.#textsOf(this.#row.text)
      await this.#bringAll(texts, { final: true }, signal)
      await this.#messages.endSurplus(texts.length, signal)
      if (this.#row.files !== null) {
        await this.#messages.flush(signal)
        await this.#files.sendAll(signal)
      }
      await this.#finish(signal)
      return DONE
    } catch (error) {
      if (error instanceof ReplyGone) throw error
      if (!signal.aborted && error instanceof CallFailed) return this.#postpone(error, signal)
      await this.#messages.flush(signal)
      throw error
    }
  }

  async #bringAll(texts: readonly string[], { final }: { final: boolean }, signal: AbortSignal): Promise<void> {
    for (const [index, text] of texts.entries()) await this.#messages.bring(index, { text, final }, signal)
  }

  /** A label counts against the length of its message, so it is there before the text is cut. */
  async #textsOf(text: string): Promise<string[]> {
    const { textMax } = this.#channel.capabilities(this.#chat)
    const { labelled } = this.#messages
    if (labelled.size === 0) return split(text, textMax)
    const { label } = await this.#wordsOf()
    return split(text, textMax, (index) => (labelled.has(index) ? `${label}\n\n` : ''))
  }

  async #wordsOf(): Promise<FileWords> {
    const { outbox, words } = this.#deps
    return (this.#words ??= words(await outbox.localeOf(this.#row.personId, this.#channel.account)))
  }

  /** One that cannot be deleted now is deleted for its age. */
  async #removeFiles(): Promise<void> {
    const { files, log } = this.#deps
    const failed = (error: unknown) => log.warn({ error, reply: this.#row.id }, 'failed to delete files of a reply')
    await files.remove(this.#row.files ?? []).catch(failed)
  }

  async #finish(signal: AbortSignal): Promise<void> {
    const { outbox, clock, counts } = this.#deps
    const { sends } = this.#messages
    const sentAt = new Date(clock.now())
    const end = { state: 'sent', sends, sentAt, nextAttemptAt: null, fault: null } as const
    await outbox.endTry(this.#lease, this.#row.id, end, signal)
    counts.sent += 1
    counts.labelled += sends.filter((send) => send.state === 'sent' && send.labelled).length
    counts.labelled += this.#files.labelledCount
    if (this.#channel.capabilities(this.#chat).files !== 'link') await this.#removeFiles()
  }

  async #postpone({ fault, cause }: CallFailed, signal: AbortSignal): Promise<Delivered> {
    const { outbox, clock, random, log, counts } = this.#deps
    const { id, createdAt } = this.#row
    const { sends } = this.#messages
    const attempts = this.#sentCount > this.#sentBefore ? 0 : this.#row.attempts
    const step = stepAfter(fault, { attempts, ageMs: clock.now() - createdAt.getTime() }, random)
    if (step.type === 'fail') {
      const end = { state: 'failed', sends, nextAttemptAt: null, fault: fault.reason } as const
      await outbox.endTry(this.#lease, id, end, signal)
      counts.failed += 1
      await this.#removeFiles()
      log.warn({ reply: id, code: fault.code, error: cause }, 'failed to deliver reply')
      return DONE
    }
    const nextAttemptAt = new Date(clock.now() + step.delayMs)
    const end = { state: 'ready', sends, attempts: step.attempts, nextAttemptAt, fault: fault.reason } as const
    await outbox.endTry(this.#lease, id, end, signal)
    counts.postponed += 1
    log.info({ reply: id, code: fault.code, delayMs: step.delayMs }, 'reply postponed')
    return waiting(fault, step.delayMs)
  }
}

const DONE: Delivered = { type: 'done' }

function waiting({ code }: Fault, delayMs: number): Delivered {
  return { type: 'wait', delayMs, limited: code === 'rate-limited' }
}
