import type { ChannelHealth } from '#core/contract/channel.ts'
import type { LinkState } from '#core/contract/linking.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'

/** How an operator links; said wherever nothing happens until somebody does. */
export const HOW_TO_LINK = 'npm run whatsapp -- link'

type Now = Pick<LinkState, 'state' | 'detail' | 'why' | 'qr' | 'pairingCode'> & {
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

const NOT_STORED = 'the store takes no messages; they wait here, and what finds no room is read back from its chat'

/** An orderly stop, which wants nothing of the operator either. */
export const STOPPED = { state: 'off', detail: 'stopped' } as const

/** These want nothing of the operator. */
const IS_WELL: ReadonlySet<LinkState['state']> = new Set(['connecting', 'qr', 'pairing', 'ready'])

/** What the operator is told of the link, each change of it once in the log, and never a code. */
export class LinkStatus {
  readonly #clock: Clock
  readonly #log: Logger
  #now: Now = { state: 'off', detail: 'not started' }
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
    const { state, detail } = now
    const isNews = state !== this.#now.state || detail !== this.#now.detail
    this.#now = now
    if (!isNews) return
    const line = `whatsapp is ${state}: ${detail}`
    if (IS_WELL.has(state) || now === STOPPED) this.#log.info({ state }, line)
    else this.#log.warn({ state }, line)
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
  restarts(why: string): void {
    const count = (this.#restarts?.count ?? 0) + 1
    this.#restarts = { count, newestFor: why }
    this.#log.warn({ restarts: count }, `whatsapp: the browser is started again: ${why}`)
  }

  get state(): LinkState {
    const { isLost: _isLost, ...now } = this.#now
    return {
      ...now,
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
    const { state, detail: withCommand, why: detail = withCommand, isLost = false } = this.#now
    // Switched on and not linked yet, or unlinked: it waits for the operator, and nothing is broken.
    if (state === 'logged-out' && !isLost) return { state: 'starting', detail }
    if (state === 'ready' && !this.#isStored) return { state: 'failed', detail: NOT_STORED }
    return { state: HEALTH[state], detail }
  }
}
