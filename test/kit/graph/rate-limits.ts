import { ERRORS } from './api-error.ts'
import type { GraphState } from './graph-state.ts'

/**
 * WhatsApp: about one message in six seconds to one person, 80 a second in all; the others: 300 a second in all.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput
 */
const PAIR_INTERVAL_MS = 6000
const OVERALL_PER_SECOND = { whatsApp: 80, other: 300 }

export class RateLimits {
  readonly #state: GraphState
  readonly #lastByPerson = new Map<string, number>()
  #recent: number[] = []

  constructor(state: GraphState) {
    this.#state = state
  }

  /** Counts one message; throws when it is one too many. */
  count(personId: string): void {
    const nowMs = this.#state.now()
    const { isWhatsApp } = this.#state
    const lastMs = this.#lastByPerson.get(personId)
    if (isWhatsApp && lastMs !== undefined && nowMs < lastMs + PAIR_INTERVAL_MS) throw ERRORS.pairRate()
    this.#recent = this.#recent.filter((atMs) => atMs > nowMs - 1000)
    const most = isWhatsApp ? OVERALL_PER_SECOND.whatsApp : OVERALL_PER_SECOND.other
    if (this.#recent.length >= most) throw isWhatsApp ? ERRORS.throughput() : ERRORS.callRate()
    this.#recent.push(nowMs)
    this.#lastByPerson.set(personId, nowMs)
  }
}
