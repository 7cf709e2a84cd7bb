import type { Clock } from '#machine/clock.ts'
import type { Channel } from '../contract/channel.ts'
import type { Chat } from '../contract/message.ts'
import { CallFailed } from './fault.ts'
import { ReceiptRefused, ReplyGone, type OutboxRow } from './outbox.ts'
import type { Pace } from './pace.ts'
import { DONE, ReplyEnd, type Delivered, type EndDeps } from './reply-end.ts'
import { ReplyFiles } from './reply-files.ts'
import type { Known } from './message-states.ts'
import { ReplyMessages, type MessageDeps } from './reply-messages.ts'
import type { SendingLease } from './sending-lease.ts'
import { split } from './split.ts'
import type { DeliveryWords } from './words.ts'

/** A reply that is tried this long after it was made may come too late for its platform. */
const LATE_MS = 60_000

export type ReplyDeps = EndDeps & {
  readonly clock: Clock
  /** Our words in a person's language. */
  readonly words: (locale: string | undefined) => DeliveryWords
  /** When this process began to deliver; by the clock, since 1970. */
  readonly startedAtMs: number
  /** Whether new messages keep the channels' rates. */
  readonly isPaced: boolean
}

export type ReplyOf = Pick<MessageDeps, 'row' | 'channel' | 'chat' | 'isNew' | 'known'> & {
  readonly locale: string | undefined
  readonly lease: SendingLease
  readonly pace: Pace
}

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
 * - A message that is `sending` when the row is read may have been sent or not (`reconcile.ts`). Within the time for
 *   which the platform recognises its key, it is sent again with the same key. Else, where the platform can be asked, or
 *   says it later by a status, its receipt is found, or it is known that it was not sent. Where nothing more can be
 *   known, it is sent again with a label that it may be a repetition. It is never dropped, and never repeated without
 *   the label, which stays through all later edits (`labelled`).
 * - A message that is `sent` but not final may show any judged text of its turn, because edits of drafts are not
 *   stored. It is edited; an edit may be repeated.
 * - A `live` row belongs to a turn that still runs. When its worker died, the turn runs again under the same reply, and
 *   its first draft replaces the old one in one edit. Messages that only the earlier run needed stay until the end, and
 *   are then edited to a mark.
 *
 * A message that is gone when it must be edited is sent again, without a label: nobody can see the first one. One that
 * is too old to be edited is sent again with the label, unless it shows its final text already.
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
  readonly #pace: Pace
  readonly #words: DeliveryWords
  readonly #messages: ReplyMessages
  readonly #files: ReplyFiles
  readonly #end: ReplyEnd
  readonly #sentBefore: number
  #isStopped = false

  constructor(deps: ReplyDeps, of: ReplyOf) {
    this.#deps = deps
    this.#row = of.row
    this.#channel = of.channel
    this.#chat = of.chat
    this.#lease = of.lease
    this.#pace = of.pace
    this.#words = deps.words(of.locale)
    this.#end = new ReplyEnd(deps, of)
    const { clock, outbox, startedAtMs } = deps
    const { id } = of.row
    const common = { ...of, clock, words: this.#words, takeSend: () => this.#takeSend() }
    this.#messages = new ReplyMessages({
      ...common,
      startedAtMs,
      statusOf: (message) => outbox.statusOf(of.channel.account, message),
      save: (sends, signal) => outbox.saveSends(of.lease, id, sends, signal),
    })
    this.#files = new ReplyFiles({
      ...common,
      kept: deps.files,
      save: (files, signal) => outbox.saveFiles(of.lease, id, files, signal),
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

  isOn(channel: Channel | undefined): boolean {
    return this.#channel === channel
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
        await this.#end.removeFiles()
      }
      return DONE
    }
  }

  async #tryToShow(text: string, signal: AbortSignal): Promise<Delivered> {
    try {
      await this.#bringAll(text, { final: false }, signal)
      this.#deps.counts.draftsShown += 1
      return DONE
    } catch (error) {
      if (signal.aborted || !(error instanceof CallFailed)) throw error
      await this.#messages.flush(signal)
      const delivered = this.#end.afterDraftFault(error.fault)
      this.#isStopped = delivered.type === 'done'
      return delivered
    }
  }

  async #tryToDeliver(signal: AbortSignal): Promise<Delivered> {
    try {
      await this.#checkWindow()
      const count = await this.#bringAll(this.#row.text, { final: true }, signal)
      await this.#messages.endSurplus(count, signal)
      if (this.#row.files !== null) {
        await this.#messages.flush(signal)
        await this.#files.sendAll(signal)
      }
      await this.#finish(signal)
      return DONE
    } catch (error) {
      if (error instanceof ReplyGone) throw error
      const { sends } = this.#messages
      const hasProgressed = this.#sentCount > this.#sentBefore
      if (!signal.aborted && error instanceof CallFailed) {
        return this.#end.afterFault(error, { sends, hasProgressed }, signal)
      }
      await this.#messages.flush(signal)
      throw error
    }
  }

  /** Returns how many messages there are. */
  async #bringAll(text: string, { final }: { final: boolean }, signal: AbortSignal): Promise<number> {
    const cut = this.#textsOf(text)
    const texts = (await this.#messages.reconcile(cut, { final }, signal)) ? this.#textsOf(text) : cut
    for (const [index, part] of texts.entries()) {
      await this.#messages.bring(index, { text: part, final, isLast: index === texts.length - 1 }, signal)
    }
    return texts.length
  }

  /**
   * A label counts against the length of its message, so it is there before the text is cut. What cannot be edited is
   * cut the same without it: of two sends of a message it may never be known which one arrived.
   */
  #textsOf(text: string): string[] {
    const { textMax, renderedLength, streaming } = this.#channel.capabilities(this.#chat)
    const { labelled } = this.#messages
    const max = { ...textMax, ...(renderedLength && { renderedLength }) }
    const label = `${this.#words.label}\n\n`
    if (streaming === 'edit') return split(text, max, (index) => (labelled.has(index) ? label : ''))
    const parts = split(text, max, () => label)
    return parts.map((part, index) => (labelled.has(index) ? part : part.slice(label.length)))
  }

  /** A rate that is exceeded is a fault like a 429, which the platform was spared. */
  #takeSend(): void {
    const { sendRate } = this.#channel.capabilities(this.#chat)
    const waitMs = sendRate && this.#deps.isPaced ? this.#pace.takeSend(sendRate) : 0
    if (waitMs === 0) return
    const reason = 'rate-limited: this chat has had as many messages as its platform takes'
    throw new CallFailed({ code: 'rate-limited', limitedBy: 'pacing', retryAfterMs: waitMs, reason })
  }

  /** The platform itself refuses what comes too late; here that is known for a reply that had to wait. */
  async #checkWindow(): Promise<void> {
    const { clock, outbox } = this.#deps
    const { replyWindowMs } = this.#channel.capabilities(this.#chat)
    if (replyWindowMs === undefined || clock.now() - this.#row.createdAt.getTime() < LATE_MS) return
    const writtenAtMs = await outbox.writtenAtMs(this.#lease)
    if (writtenAtMs === undefined || clock.now() - writtenAtMs <= replyWindowMs) return
    const reason = `window-closed: nobody has written there for ${replyWindowMs} ms`
    throw new CallFailed({ code: 'window-closed', reason })
  }

  async #finish(signal: AbortSignal): Promise<void> {
    const { counts } = this.#deps
    const { sends } = this.#messages
    await this.#end.delivered(sends, signal)
    counts.labelled += sends.filter((send) => send.state === 'sent' && send.labelled).length
    counts.labelled += this.#files.labelledCount
    if (this.#channel.capabilities(this.#chat).files !== 'link') await this.#end.removeFiles()
  }
}
