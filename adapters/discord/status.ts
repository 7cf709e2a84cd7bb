import type { ChannelError, ChannelHealth } from '#core/contract/channel.ts'
import type { AccountId } from '#core/contract/ids.ts'
import { BoundedMap } from '#machine/bounded.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { Snowflake } from './snowflake.ts'

/** A channel that refused is reported for so long, unless the bot could write there since. */
const REFUSAL_MS = 60 * 60_000
const REFUSALS_MAX = 50
const REFUSALS_SHOWN_MAX = 3
/** A connection that is resumed at once is no news. */
const PAUSE_MS_MIN = 1

type Deps = {
  readonly account: AccountId
  readonly channelName: (id: Snowflake) => string | undefined
  readonly clock: Clock
  readonly log: Logger
}

/** What the operator is told, each change of it once in the log. */
export class Status {
  readonly #deps: Deps
  readonly #refusals = new BoundedMap<Snowflake, number>(REFUSALS_MAX)
  #health: ChannelHealth = { state: 'starting', detail: 'not started' }
  #isStored = true

  constructor(deps: Deps) {
    this.#deps = deps
  }

  get health(): ChannelHealth {
    if (this.#health.state !== 'ready') return this.#health
    if (!this.#isStored) {
      const detail = 'the store takes no messages; they wait here, and what finds no room is read back from Discord'
      return { state: 'failed', detail }
    }
    return { state: 'ready', detail: [this.#health.detail, ...this.#rights()].join('; ') }
  }

  connecting(): void {
    this.#health = { state: 'starting', detail: 'connecting to Discord' }
  }

  ready(detail: string): void {
    const { account, log } = this.#deps
    if (this.#health.state !== 'ready') log.info({ account }, `discord is ready: ${detail}`)
    this.#health = { state: 'ready', detail }
  }

  /** Resumed: what was said when it became ready holds. */
  readyAgain(detail: string): void {
    this.ready(this.#health.state === 'ready' ? this.#health.detail : detail)
  }

  failed({ code, message }: ChannelError): void {
    const isNews = this.#health.detail !== message
    if (isNews) this.#deps.log.warn({ account: this.#deps.account, code }, `discord: ${message}`)
    this.#health = { state: 'failed', detail: message }
  }

  lost(code: number, pauseMs: number): void {
    if (pauseMs < PAUSE_MS_MIN) return
    const { account, log } = this.#deps
    const detail = `Discord closes the connection again and again (${code}); the next try is in ${Math.ceil(pauseMs / 1000)} s`
    log.warn({ account, code, pauseMs }, 'discord connection lost again')
    this.#health = { state: 'failed', detail }
  }

  stored(isStored: boolean): void {
    if (this.#isStored !== isStored) {
      const news = isStored ? 'store accepts messages again' : 'store does not accept messages'
      this.#deps.log.warn({ account: this.#deps.account }, news)
    }
    this.#isStored = isStored
  }

  mayWrite(channelId: Snowflake, may: boolean): void {
    if (may) this.#refusals.delete(channelId)
    else this.#refusals.set(channelId, this.#deps.clock.now())
  }

  #rights(): string[] {
    const since = this.#deps.clock.now() - REFUSAL_MS
    const recent = [...this.#refusals].filter(([, atMs]) => atMs > since).map(([id]) => id)
    if (recent.length === 0) return []
    const names = recent.slice(-REFUSALS_SHOWN_MAX).map((id) => `#${this.#deps.channelName(id) ?? id}`)
    const needed = 'View Channel, Send Messages, Send Messages in Threads, Attach Files and Read Message History'
    return [`it may not write in ${names.join(', ')}: give its role ${needed} there`]
  }
}
