import { Waiter } from '#machine/waiter.ts'
import type { Channel } from '../contract/channel.ts'
import type { AccountId, ConversationId, ReplyId } from '../contract/ids.ts'
import type { ReplyTarget } from './bus.ts'
import type { Busy } from './busy.ts'
import { openLive } from './open-live.ts'
import type { AddressedRow } from './outbox.ts'
import type { Pace } from './pace.ts'
import type { Delivered } from './reply-end.ts'
import { Reply, type ReplyDeps } from './reply.ts'
import { believedWaitMs } from './retry.ts'
import type { SendingLease } from './sending-lease.ts'

/** Rows of one read of the outbox; it is read again while there are more. */
const ROWS_MAX = 8
/** For a longer wait the lane ends; the outbox poll starts a new one. */
const WAIT_MS_MAX = 60_000
/** A growing reply without a new draft for this long is unloaded; its next draft loads it again. */
const LIVE_IDLE_MS_MAX = 60_000
/** A shorter limit is over before the next process sends anything. */
const KEPT_LIMIT_MS_MIN = 1_000

export type LaneDeps = ReplyDeps & {
  readonly channelFor: (account: AccountId) => Channel | undefined
  readonly busy: Busy
  /** Called before the first text of a reply becomes visible. */
  readonly onVisible: (reply: ReplyId) => void
}

type Draft = { readonly target: ReplyTarget; readonly text: string }

/**
 * Delivers to one conversation, one call after the other, under the conversation's lease. Final replies come first, in
 * the order of their turns. A draft is shown only when no final reply is due or delayed, and only the newest one. The
 * lane ends when there is nothing to do or to wait for.
 */
export class Lane {
  readonly #deps: LaneDeps
  readonly #lease: SendingLease
  readonly #pace: Pace
  readonly #stop: AbortSignal
  #draft: Draft | undefined
  /** The newest reply that became final: its drafts are no longer shown. */
  #endedReply: ReplyId | undefined
  #live: Reply | undefined
  #liveUntilMs = 0
  #mustRead = false
  /** The next final reply is delayed until then. */
  #heldUntilMs: number | undefined
  #isClosing = false
  #isOver = false
  readonly #changed = new Waiter()

  /** @param of.stop aborts running calls */
  constructor(deps: LaneDeps, of: { conversation: ConversationId; pace: Pace; stop: AbortSignal }) {
    this.#deps = deps
    this.#lease = deps.outbox.leaseOn(of.conversation)
    this.#pace = of.pace
    this.#stop = of.stop
  }

  /** A newer text of a growing reply. */
  handleDraft(draft: Draft): void {
    if (this.#draft !== undefined) this.#deps.counts.draftsSkipped += 1
    this.#draft = draft
    this.#changed.notify()
  }

  /** A final reply is in the outbox. */
  handleReady(reply?: ReplyId): void {
    if (reply !== undefined) this.#endedReply = reply
    if (this.#draft?.target.reply === reply) this.#draft = undefined
    this.#mustRead = true
    this.#changed.notify()
  }

  /** Its channel was opened: what waited for it, or for what its settings were, is tried at once. */
  handleOpened(): void {
    this.#heldUntilMs = undefined
    this.handleReady()
  }

  /** Delivers what can be delivered now, and waits for nothing. */
  close(): void {
    this.#isClosing = true
    this.#changed.notify()
  }

  /** The lane has ended: new drafts and wake-ups need a new lane. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Resolves when there is nothing left to do. */
  async run(): Promise<void> {
    try {
      while (!this.#stop.aborted) {
        if (this.#lease.lost?.aborted) this.#leave()
        else if (this.#finalWaitMs() === 0) await this.#deliverReady()
        else if (this.#draftWaitMs() === 0) await this.#showDraft()
        else if (this.#isWorthWaiting()) await this.#wait()
        else if (this.#lease.isHeld) await this.#giveBack()
        else return
      }
    } finally {
      this.#isOver = true
      await this.#giveBack().catch(() => undefined)
      this.#lease.ended()
    }
  }

  /** Another process has the lease now; the outbox poll finds what it does not know of. */
  #leave(): void {
    this.#lease.ended()
    this.#live = undefined
  }

  /** A lease that is not given back expires, or is freed by the next start. */
  async #giveBack(): Promise<void> {
    const live = this.#live
    this.#live = undefined
    await live?.flush(this.#stop)
    if (this.#lease.isHeld && !this.#stop.aborted) await this.#deps.outbox.release(this.#lease)
  }

  /** For one call or wait: aborts when delivery stops or the lease is lost. */
  get #signal(): AbortSignal {
    const { lost } = this.#lease
    return lost === undefined ? this.#stop : AbortSignal.any([this.#stop, lost])
  }

  /** Time until the outbox must be read; undefined when there is no reason to. */
  #finalWaitMs(): number | undefined {
    if (this.#heldUntilMs === undefined) return this.#mustRead ? 0 : undefined
    return Math.max(0, this.#heldUntilMs - this.#deps.clock.monotonicMs())
  }

  #draftWaitMs(): number | undefined {
    if (this.#draft === undefined || this.#heldUntilMs !== undefined || this.#isClosing) return undefined
    return this.#pace.draftWaitMs()
  }

  #idleWaitMs(): number | undefined {
    return this.#live === undefined ? undefined : this.#liveUntilMs - this.#deps.clock.monotonicMs()
  }

  #waitMs(): number | undefined {
    return this.#finalWaitMs() ?? this.#draftWaitMs() ?? this.#idleWaitMs()
  }

  #isWorthWaiting(): boolean {
    const waitMs = this.#waitMs() ?? 0
    return waitMs > 0 && waitMs <= WAIT_MS_MAX && !this.#isClosing
  }

  /** Waits until something is due, or a draft or wake-up comes. */
  async #wait(): Promise<void> {
    const { clock, busy } = this.#deps
    busy.leave()
    await this.#changed.wait(this.#signal, { limitMs: this.#waitMs() ?? 0, clock }).catch(() => undefined)
    busy.enter()
  }

  async #deliverReady(): Promise<void> {
    this.#mustRead = false
    this.#heldUntilMs = undefined
    try {
      const rows = await this.#deps.outbox.readyOf(this.#lease, ROWS_MAX)
      for (const row of rows) if (!(await this.#deliverOne(row))) return
      if (rows.length === ROWS_MAX) this.#mustRead = true
    } finally {
      await this.#live?.flush(this.#stop)
    }
  }

  /** False when the rows after this one may not be delivered now. */
  async #deliverOne({ row, account, chat, locale, sendAfter }: AddressedRow): Promise<boolean> {
    const channel = this.#deps.channelFor(account)
    if (channel === undefined) return false
    const nowMs = this.#deps.clock.now()
    const dueInMs = [row.nextAttemptAt, sendAfter].map((until) => believedWaitMs(until, nowMs))
    const waitMs = Math.max(...dueInMs, this.#pace.limitedMs())
    if (waitMs > 0) {
      this.#hold(waitMs)
      await this.#giveBack()
      return false
    }
    this.#deps.onVisible(row.id)
    const known = this.#live?.id === row.id ? this.#live.known : undefined
    if (known) this.#live = undefined
    const of = { row, channel, chat, locale, lease: this.#lease, pace: this.#pace, isNew: false, known }
    const delivered = await new Reply(this.#deps, of).deliver(this.#signal)
    if (delivered.type === 'done') return true
    if (this.#isOpenedAnew(account, channel)) return await this.#tryAgain(account)
    this.#hold(delivered.delayMs)
    await this.#afterWait(delivered)
    return false
  }

  /** A call failed on a channel that was closed meanwhile, and another of its account is open. */
  #isOpenedAnew(account: AccountId, tried: Channel): boolean {
    const channel = this.#deps.channelFor(account)
    return channel !== undefined && channel !== tried
  }

  /** What the failed try has stored came too late to be found when the channel was opened. */
  async #tryAgain(account: AccountId): Promise<false> {
    await this.#deps.outbox.tryAgain(account, ROWS_MAX)
    this.#mustRead = true
    return false
  }

  #hold(waitMs: number): void {
    this.#heldUntilMs = this.#deps.clock.monotonicMs() + waitMs
  }

  async #afterWait({ delayMs, limitedBy }: Delivered & { type: 'wait' }): Promise<void> {
    if (limitedBy === 'platform') this.#pace.limited(delayMs)
    if (limitedBy === 'channel') this.#pace.holdAll(delayMs)
    if (limitedBy === undefined || limitedBy === 'pacing' || delayMs < KEPT_LIMIT_MS_MIN) return
    const { outbox, clock, log } = this.#deps
    const failed = (error: unknown) => log.debug({ error }, 'failed to keep a rate limit')
    await outbox.keepLimit(this.#lease, clock.now() + delayMs).catch(failed)
  }

  async #showDraft(): Promise<void> {
    const draft = this.#draft
    if (draft === undefined) return
    this.#draft = undefined
    const live = await this.#liveOf(draft)
    if (live === undefined) return
    this.#deps.onVisible(live.id)
    const delivered = await live.show(draft.text, this.#signal)
    // Where the final text comes next, its receipt is stored together with that.
    if (this.#endedReply !== live.id) await live.flush(this.#signal)
    this.#liveUntilMs = this.#deps.clock.monotonicMs() + LIVE_IDLE_MS_MAX
    if (delivered.type === 'done') return this.#pace.shown(live.editIntervalMs)
    if (!live.isOn(this.#deps.channelFor(draft.target.account))) return this.#putBack(draft)
    this.#pace.holdDrafts(delivered.delayMs)
    this.#putBack(draft)
    await this.#afterWait(delivered)
  }

  /** Undefined when no draft of this reply may be shown now. */
  async #liveOf(draft: Draft): Promise<Reply | undefined> {
    const { reply, account } = draft.target
    const live = this.#live
    if (live?.id === reply && live.isOn(this.#deps.channelFor(account))) return live
    this.#live = undefined
    // Its channel was opened anew: the row says what it shows.
    if (live?.id === reply) await live.flush(this.#stop)
    const opened = await openLive(this.#deps, draft.target, { lease: this.#lease, pace: this.#pace })
    if (opened === undefined || opened instanceof Reply) return (this.#live = opened)
    this.#putBack(draft)
    if (opened.type === 'behind') this.#mustRead = true
    else this.#pace.holdAll(opened.delayMs)
    return undefined
  }

  /** Keeps the draft, unless a newer one or the final text came meanwhile. */
  #putBack(draft: Draft): void {
    if (this.#endedReply !== draft.target.reply) this.#draft ??= draft
  }
}
