import type { Clock } from '#machine/clock.ts'
import type { CurrentPage, Page } from './page.ts'
import { notConnected } from './page-errors.ts'

/** Without a page: an eighth of the time that there was none, so that an answer soon follows the page's return. */
const AWAY = { share: 1 / 8, minMs: 500, maxMs: 60_000 }

/** The page for who cannot do without. */
export class ReadyPage {
  readonly #page: CurrentPage
  readonly #clock: Pick<Clock, 'monotonicMs'>
  #awayFromMs: number | undefined
  #absences = 0

  constructor({ page, clock }: { page: CurrentPage; clock: Pick<Clock, 'monotonicMs'> }) {
    this.#page = page
    this.#clock = clock
  }

  /** How often it was found missing after it was there. */
  get absences(): number {
    return this.#absences
  }

  /** @throws {ChannelError} `unreachable`, with when to ask again */
  get(): Page {
    const page = this.#page()
    if (page !== undefined) {
      this.#awayFromMs = undefined
      return page
    }
    const nowMs = this.#clock.monotonicMs()
    if (this.#awayFromMs === undefined) this.#absences += 1
    this.#awayFromMs ??= nowMs
    const retryAfterMs = Math.min(AWAY.maxMs, Math.max(AWAY.minMs, (nowMs - this.#awayFromMs) * AWAY.share))
    throw notConnected({ retryAfterMs })
  }
}
