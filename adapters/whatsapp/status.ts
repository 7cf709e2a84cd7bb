import type { ChannelHealth } from '#core/contract/channel.ts'
import type { LinkState } from '#core/contract/linking.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { englishOf, type Sentence } from '#machine/sentence.ts'
import { say } from '../sentences.ts'
import { healthOf } from '../shared/channel-status.ts'

/** How an operator links; said wherever nothing happens until somebody does. */
const HOW_TO_LINK = 'npm run whatsapp -- link'

type Now = Pick<LinkState, 'state' | 'qr' | 'pairingCode'> & {
  readonly said: readonly Sentence[]
  /** An account that was linked is not any more, and nobody here wanted that. */
  readonly isLost?: boolean
}

const HEALTH: Readonly<Record<LinkState['state'], ChannelHealth['state']>> = {
  connecting: 'starting',
  qr: 'starting',
  pairing: 'starting',
  ready: 'ready',
  degraded: 'failed',
  'logged-out': 'failed',
  off: 'failed',
}

const NOT_STORED = [say('channel.not-stored'), say('channel.wait-here', { platform: 'WhatsApp' })]

/** An orderly stop, which wants nothing of the operator either. */
export const STOPPED = { state: 'off', said: [say('whatsapp.stopped')] } as const

/** These want nothing of the operator. */
const IS_WELL: ReadonlySet<LinkState['state']> = new Set(['connecting', 'qr', 'pairing', 'ready'])

/** What the operator is told of the link, each change of it once in the log, and never a code. */
export class LinkStatus {
  readonly #clock: Clock
  readonly #log: Logger
  #now: Now = { state: 'off', said: [say('channel.not-started')] }
  #phoneNumber: string | undefined
  #lastInAtMs: number | undefined
  #lastOutAtMs: number | undefined
  #roundTrip: LinkState['roundTrip']
  #browser: { startedAtMs: number; bytes?: number } | undefined
  readonly #unstored: () => number
  #isStored = true
  #restarts: LinkState['restarts']

  constructor({ clock, log, unstored = () => 0 }: { clock: Clock; log: Logger; unstored?: () => number }) {
    this.#unstored = unstored
    this.#clock = clock
    this.#log = log
  }

  set(now: Now): void {
    const line = lineOf(now)
    const isNews = line !== lineOf(this.#now)
    this.#now = now
    if (!isNews) return
    const { state } = now
    const told = `whatsapp is ${line}`
    if (IS_WELL.has(state) || now === STOPPED) this.#log.info({ state }, told)
    else this.#log.warn({ state }, told)
  }

  linkedAs(phoneNumber: string | undefined): void {
    this.#phoneNumber = phoneNumber
  }

  /** Whether the store took what came. */
  stored(isStored: boolean): void {
    if (this.#isStored !== isStored) {
      this.#log.warn(isStored ? 'store accepts messages again' : 'store does not accept messages')
    }
    this.#isStored = isStored
  }

  messageIn(): void {
    this.#lastInAtMs = this.#clock.now()
  }

  messageOut(atMs: number): void {
    this.#lastOutAtMs = atMs
  }

  roundTrip(ms: number): void {
    this.#roundTrip = { atMs: this.#clock.now(), ms: Math.round(ms) }
  }

  browserStarted(): void {
    this.#browser = { startedAtMs: this.#clock.now() }
  }

  browserHolds(bytes: number): void {
    if (this.#browser) this.#browser.bytes = bytes
  }

  browserEnded(): void {
    this.#browser = undefined
  }

  /** Its browser is started again for this reason. */
  restarts(why: Sentence): void {
    const count = (this.#restarts?.count ?? 0) + 1
    this.#restarts = { count, newestFor: why }
    this.#log.warn({ restarts: count }, `whatsapp: the browser is started again: ${why.english}`)
  }

  get state(): LinkState {
    const { isLost: _isLost, said, ...now } = this.#now
    return {
      ...now,
      detail: detailOf(this.#now),
      sentences: said,
      ...(this.#phoneNumber !== undefined && { phoneNumber: this.#phoneNumber }),
      ...(this.#unstored() > 0 && { unstored: this.#unstored() }),
      ...(this.#lastInAtMs !== undefined && { lastInAtMs: this.#lastInAtMs }),
      ...(this.#lastOutAtMs !== undefined && { lastOutAtMs: this.#lastOutAtMs }),
      ...(this.#roundTrip && { roundTrip: this.#roundTrip }),
      ...(this.#browser && { browser: { ...this.#browser } }),
      ...(this.#restarts && { restarts: this.#restarts }),
    }
  }

  get health(): ChannelHealth {
    const { state, said, isLost = false } = this.#now
    // Switched on and not linked yet, or unlinked: it waits for the operator, and nothing is broken.
    if (state === 'logged-out' && !isLost) return healthOf('starting', said)
    if (state === 'ready' && !this.#isStored) return healthOf('failed', NOT_STORED)
    return healthOf(HEALTH[state], said)
  }
}

const lineOf = (now: Now) => `${now.state}: ${detailOf(now)}`

/** At a terminal. */
const detailOf = ({ state, said }: Now) =>
  state === 'logged-out' ? `${englishOf(said)} To link one: ${HOW_TO_LINK}` : englishOf(said)
