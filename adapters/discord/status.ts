import { ChannelError, type ChannelHealth } from '#core/contract/channel.ts'
import type { AccountId } from '#core/contract/ids.ts'
import { BoundedMap } from '#machine/bounded.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { Sentence } from '#machine/sentence.ts'
import { say } from '../sentences.ts'
import { ChannelStatus, healthWith } from '../shared/channel-status.ts'
import type { Snowflake } from './snowflake.ts'

/** A channel that refused is reported for so long, unless the bot could write there since. */
const REFUSAL_MS = 60 * 60_000
const REFUSALS_MAX = 50
const REFUSALS_SHOWN_MAX = 3
/** As Discord calls them. */
const RIGHTS = ['View Channel', 'Send Messages', 'Send Messages in Threads', 'Attach Files', 'Read Message History']
/** A connection that is resumed at once is no news; it is only counted. */
const PAUSE_MS_MIN = 1

type Deps = {
  readonly account: AccountId
  readonly channelName: (id: Snowflake) => string | undefined
  readonly clock: Clock
  readonly log: Logger
}

/** What the operator is told: also of connections that are lost again and again, and of channels that refuse. */
export class Status extends ChannelStatus {
  readonly #deps: Deps
  readonly #refusals = new BoundedMap<Snowflake, number>(REFUSALS_MAX)

  constructor(deps: Deps) {
    const whileNotStored = say('channel.wait-here', { platform: 'Discord' })
    super({ name: 'discord', account: () => deps.account, whileNotStored, now: () => deps.clock.now(), log: deps.log })
    this.#deps = deps
  }

  override get health(): ChannelHealth {
    const health = super.health
    const refused = health.state === 'ready' ? this.#refused() : undefined
    if (refused === undefined) return health
    return healthWith(health, [refused])
  }

  /** Resumed: what was said when it became ready holds. */
  readyAgain(): void {
    if (this.connection.state !== 'ready') this.ready([say('discord.resumed')])
  }

  lost(code: number, pauseMs: number): void {
    if (pauseMs < PAUSE_MS_MIN) return this.reconnected()
    const about = { number: String(code), seconds: Math.ceil(pauseMs / 1000) }
    this.failed(new ChannelError('unreachable', say('discord.closes-again', about)))
  }

  mayWrite(channelId: Snowflake, may: boolean): void {
    if (may) this.#refusals.delete(channelId)
    else this.#refusals.set(channelId, this.#deps.clock.now())
  }

  #refused(): Sentence | undefined {
    const since = this.#deps.clock.now() - REFUSAL_MS
    const recent = [...this.#refusals].filter(([, atMs]) => atMs > since).map(([id]) => id)
    if (recent.length === 0) return undefined
    const names = recent.slice(-REFUSALS_SHOWN_MAX).map((id) => `#${this.#deps.channelName(id) ?? id}`)
    return say('discord.may-not-write', { channels: { list: names }, rights: { list: RIGHTS } })
  }
}
