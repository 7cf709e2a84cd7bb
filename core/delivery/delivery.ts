import { BoundedMap } from '#machine/bounded.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { Channel } from '../contract/channel.ts'
import type { AccountId, ConversationId } from '../contract/ids.ts'
import type { ExportFiles } from '../export/export-files.ts'
import type { Store } from '../store/store.ts'
import type { BusMessage, ReplyBus } from './bus.ts'
import { Busy } from './busy.ts'
import { noCounts, type DeliveryCounts } from './counts.ts'
import { Lane, type LaneDeps } from './lane.ts'
import { Outbox } from './outbox.ts'
import { Pace } from './pace.ts'
import { pollOutbox } from './poll-outbox.ts'
import type { StatusCounts, Statuses } from './statuses.ts'
import { TypingSignals } from './typing.ts'
import type { DeliveryWords } from './words.ts'

/** Conversations that are served at once; beyond that, replies wait for the outbox poll. */
const LANES_MAX = 1000
/** Rate-limited conversations whose pace is remembered after their lane ended. */
const SLOW_MAX = 1000

export type DeliveryDeps = {
  readonly store: Store
  readonly bus: ReplyBus
  /** Owner id of this process in delivery leases. */
  readonly owner: string
  /** The channel of an account, if this process has it and it has started. */
  readonly channelFor: (account: AccountId) => Channel | undefined
  readonly clock: Clock
  readonly random: () => number
  readonly log: Logger
  /** Our words in a person's language. */
  readonly words: (locale: string | undefined) => DeliveryWords
  /** Where the files of replies lie. */
  readonly files: Pick<ExportFiles, 'pathOf' | 'remove'>
  readonly statuses: Pick<Statuses, 'counts'>
  /** Whether new messages keep the channels' rates; without it they do. */
  readonly isPaced?: boolean
}

export type DeliveryHealth = Readonly<DeliveryCounts & StatusCounts> & {
  /** Conversations with a running lane: it delivers, or waits for the platform. */
  readonly conversations: number
  /** Accounts whose token the platform refuses: their replies wait for the operator. */
  readonly unauthorised: readonly AccountId[]
}

/** Delivers replies from the outbox to their platforms: drafts while they grow, then the final text. */
export interface Delivery {
  start(): void
  /** A channel of this account was opened: the replies that wait for it are sent now. */
  opened(account: AccountId): Promise<void>
  /** Whether a turn of this account runs, or a reply is being sent or waits to be. */
  isUnderWay(account: AccountId): Promise<boolean>
  /**
   * Shows no more drafts and does not wait for platforms that are unreachable or rate-limited. Final texts that can be
   * delivered now still are, until the signal aborts. The rest stays `ready` for the next start.
   */
  stop(signal: AbortSignal): Promise<void>
  /** Resolves when nothing can be done until the clock advances; for tests. */
  settled(): Promise<void>
  health(): DeliveryHealth
  /** Ends at once. */
  [Symbol.asyncDispose](): Promise<void>
}

export function createDelivery(deps: DeliveryDeps): Delivery {
  return new BusDelivery(deps)
}

/**
 * Subscribes to the bus and runs one lane per conversation while there is something to do. Calls of one conversation
 * run one after the other, different conversations in parallel.
 */
class BusDelivery implements Delivery {
  readonly #deps: DeliveryDeps
  readonly #laneDeps: LaneDeps
  readonly #outbox: Outbox
  readonly #typing: TypingSignals
  readonly #lanes = new Map<ConversationId, { lane: Lane; ended: Promise<void> }>()
  readonly #slow = new BoundedMap<ConversationId, Pace>(SLOW_MAX)
  readonly #counts = noCounts()
  readonly #unauthorised = new Set<AccountId>()
  readonly #busy = new Busy()
  readonly #stopPoll = new AbortController()
  readonly #stopCalls = new AbortController()
  #polling: Promise<void> = Promise.resolve()
  #unsubscribe = () => {}
  #isStopped = false

  constructor(deps: DeliveryDeps) {
    this.#deps = deps
    const outbox = new Outbox(deps)
    this.#outbox = outbox
    this.#typing = new TypingSignals(deps)
    const onVisible: LaneDeps['onVisible'] = (reply) => this.#typing.end(reply)
    this.#laneDeps = {
      ...deps,
      isPaced: deps.isPaced ?? true,
      startedAtMs: deps.clock.now(),
      outbox,
      counts: this.#counts,
      unauthorised: this.#unauthorised,
      busy: this.#busy,
      onVisible,
    }
  }

  start(): void {
    this.#unsubscribe = this.#deps.bus.subscribe((message) => this.#handle(message))
    const wake = (conversation: ConversationId, account: AccountId) => {
      if (this.#deps.channelFor(account) !== undefined) this.#laneOf(conversation)?.handleReady()
    }
    this.#polling = pollOutbox({ ...this.#laneDeps, wake }, this.#stopPoll.signal)
  }

  async opened(account: AccountId): Promise<void> {
    this.#unauthorised.delete(account)
    const waiting = await this.#outbox.tryAgain(account, LANES_MAX)
    for (const conversation of waiting) this.#laneOf(conversation)?.handleOpened()
  }

  isUnderWay(account: AccountId): Promise<boolean> {
    return this.#outbox.isUnderWay(account)
  }

  async stop(signal: AbortSignal): Promise<void> {
    this.#isStopped = true
    this.#unsubscribe()
    this.#stopPoll.abort()
    this.#typing.endAll()
    for (const { lane } of this.#lanes.values()) lane.close()
    const abort = () => this.#stopCalls.abort(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    await Promise.all([this.#polling, ...[...this.#lanes.values()].map(({ ended }) => ended)])
    signal.removeEventListener('abort', abort)
  }

  settled(): Promise<void> {
    return this.#busy.settled()
  }

  health(): DeliveryHealth {
    const { counts: statuses } = this.#deps.statuses
    const unauthorised = [...this.#unauthorised]
    return { ...this.#counts, ...statuses, conversations: this.#lanes.size, unauthorised }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop(AbortSignal.abort())
  }

  #handle(message: BusMessage): void {
    switch (message.op) {
      case 'reply-draft':
        if (message.text.trim() !== '') this.#laneOf(message.target.conversation)?.handleDraft(message)
        return
      case 'reply-ready':
        this.#laneOf(message.conversation)?.handleReady(message.reply)
        return
      case 'typing-start':
        this.#typing.start(message.target)
        return
      case 'typing-end':
        this.#typing.end(message.reply)
        return
      case 'message-edited':
      case 'message-deleted':
      case 'stop-asked':
      case 'message-forwarded':
      case 'identity-blocked':
      case 'taken-over':
        return
      default:
        message satisfies never
    }
  }

  /** Undefined when there are too many lanes, or delivery was stopped. */
  #laneOf(conversation: ConversationId): Lane | undefined {
    const known = this.#lanes.get(conversation)
    if (known !== undefined && !known.lane.isOver) return known.lane
    if (this.#isStopped || this.#lanes.size >= LANES_MAX) return undefined
    const pace = this.#slow.get(conversation) ?? new Pace(this.#deps.clock)
    const lane = new Lane(this.#laneDeps, { conversation, pace, stop: this.#stopCalls.signal })
    this.#lanes.set(conversation, { lane, ended: this.#run(lane, { conversation, pace }) })
    return lane
  }

  async #run(lane: Lane, { conversation, pace }: { conversation: ConversationId; pace: Pace }): Promise<void> {
    this.#busy.enter()
    try {
      // The first draft or wake-up must be set before the lane runs.
      await Promise.resolve()
      await lane.run()
    } catch (error) {
      // The rows say what was done; the outbox poll finds them again.
      if (!this.#stopCalls.signal.aborted) this.#deps.log.error({ error, conversation }, 'delivery failed')
    } finally {
      if (this.#lanes.get(conversation)?.lane === lane) this.#lanes.delete(conversation)
      this.#remember(conversation, pace)
      this.#busy.leave()
    }
  }

  #remember(conversation: ConversationId, pace: Pace): void {
    if (pace.isSlow()) this.#slow.set(conversation, pace)
    else this.#slow.delete(conversation)
  }
}
