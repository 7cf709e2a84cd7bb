import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { Channel } from '../contract/channel.ts'
import type { AccountId, ReplyId } from '../contract/ids.ts'
import type { Chat } from '../contract/message.ts'
import type { ReplyTarget } from './bus.ts'
import { withinLimit } from './platform-call.ts'

/** Renewed before the platform stops showing it. */
const RENEW_SHARE = 0.8
/** Ends a signal whose turn never ended it, after a crash for example. */
const TYPING_MS_MAX = 120_000
const SIGNALS_MAX = 1000

export type TypingDeps = {
  readonly channelFor: (account: AccountId) => Channel | undefined
  readonly clock: Clock
  readonly log: Logger
}

type Typing = { readonly channel: Channel; readonly chat: Chat; readonly answers: string | undefined }

/** Shows a typing signal for each reply that is in work and of which nothing is visible yet. */
export class TypingSignals {
  readonly #deps: TypingDeps
  readonly #signals = new Map<ReplyId, AbortController>()

  constructor(deps: TypingDeps) {
    this.#deps = deps
  }

  start(target: ReplyTarget): void {
    if (this.#signals.has(target.reply) || this.#signals.size >= SIGNALS_MAX) return
    const ended = new AbortController()
    this.#signals.set(target.reply, ended)
    const end = () => {
      if (this.#signals.get(target.reply) === ended) this.#signals.delete(target.reply)
    }
    this.#show(target, ended.signal).then(end, (error: unknown) => {
      end()
      // Nothing depends on a typing signal.
      if (!ended.signal.aborted) this.#deps.log.debug({ error, reply: target.reply }, 'failed to show typing')
    })
  }

  end(reply: ReplyId): void {
    this.#signals.get(reply)?.abort('over')
    this.#signals.delete(reply)
  }

  endAll(): void {
    for (const reply of this.#signals.keys()) this.end(reply)
  }

  async #show(target: ReplyTarget, signal: AbortSignal): Promise<void> {
    const { channelFor, clock } = this.#deps
    const { account, chat, answers } = target
    const untilMs = clock.monotonicMs() + TYPING_MS_MAX
    while (clock.monotonicMs() < untilMs && !signal.aborted) {
      // Its channel may have been closed since, or opened anew.
      const channel = channelFor(account)
      const lifetimeMs = channel?.capabilities(chat).typingLifetimeMs
      if (channel === undefined || lifetimeMs === undefined) return
      await this.#once({ channel, chat, answers }, signal)
      await clock.sleep(lifetimeMs * RENEW_SHARE, signal)
    }
  }

  /** A failed call is retried at the next renewal. */
  async #once({ channel, chat, answers }: Typing, signal: AbortSignal): Promise<void> {
    try {
      await withinLimit((stop) => channel.typing(chat, stop, answers), this.#deps.clock, signal)
    } catch (error) {
      if (!signal.aborted) this.#deps.log.debug({ error }, 'typing call failed')
    }
  }
}
