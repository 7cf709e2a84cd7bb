import type { ChannelActivity, ChannelError, ChannelHealth } from '#core/contract/channel.ts'
import type { AccountId, Platform } from '#core/contract/ids.ts'
import type { Logger } from '#machine/log.ts'
import { asOneText, englishOf, toldAs, type Sentence } from '#machine/sentence.ts'
import { say } from '../sentences.ts'

export type ChannelStatusDeps = {
  readonly name: Platform
  /** Some learn it from their platform. */
  readonly account: () => AccountId
  /** What becomes of messages while the store takes none. */
  readonly whileNotStored: Sentence
  readonly now: () => number
  readonly log: Logger
}

/** What the operator is told of a channel, each change of it once in the log. */
export class ChannelStatus {
  readonly #deps: ChannelStatusDeps
  #connection: ChannelHealth = healthOf('starting', [say('channel.not-started')])
  #isStored = true
  /** Undefined before it was ready for the first time. */
  #reconnects: number | undefined
  #newestFailure: ChannelActivity['newestFailure']

  constructor(deps: ChannelStatusDeps) {
    this.#deps = deps
  }

  get health(): ChannelHealth {
    if (this.#connection.state !== 'ready' || this.#isStored) return this.#connection
    return healthOf('failed', [say('channel.not-stored'), this.#deps.whileNotStored])
  }

  /** The platform alone, whatever the store does. */
  get connection(): ChannelHealth {
    return this.#connection
  }

  get activity(): Pick<ChannelActivity, 'reconnects' | 'newestFailure'> {
    const failure = this.#newestFailure
    return { reconnects: this.#reconnects ?? 0, ...(failure && { newestFailure: failure }) }
  }

  get isStored(): boolean {
    return this.#isStored
  }

  starting(said: Sentence): void {
    this.#connection = healthOf('starting', [said])
  }

  ready(said: readonly Sentence[]): void {
    const connection = healthOf('ready', said)
    const { name, log } = this.#deps
    if (this.#connection.state !== 'ready') {
      log.info(this.#about, `${name} is ready: ${connection.detail}`)
      this.reconnected()
    }
    this.#connection = connection
  }

  /** The first time is the connection itself. */
  protected reconnected(): void {
    this.#reconnects = this.#reconnects === undefined ? 0 : this.#reconnects + 1
  }

  failed({ code, message: detail, sentences }: ChannelError): void {
    const { name, log, now } = this.#deps
    this.#newestFailure = { atMs: now(), detail, sentences }
    if (this.#connection.detail !== detail) log.warn({ ...this.#about, code }, `${name}: ${detail}`)
    this.#connection = { state: 'failed', detail, sentences }
  }

  /** Whether the store took what the platform brought. */
  stored(isStored: boolean): void {
    if (this.#isStored !== isStored) {
      const news = isStored ? 'store accepts messages again' : 'store does not accept messages'
      this.#deps.log.warn(this.#about, news)
    }
    this.#isStored = isStored
  }

  get #about() {
    return { account: this.#deps.account() }
  }
}

export function healthOf(state: ChannelHealth['state'], said: readonly Sentence[]): ChannelHealth {
  return { state, ...toldAs('detail', said) }
}

/** With more said of it. */
export function healthWith({ state, detail, sentences }: ChannelHealth, more: readonly Sentence[]): ChannelHealth {
  return sentences ? healthOf(state, [...sentences, ...more]) : { state, detail: asOneText([detail, englishOf(more)]) }
}
