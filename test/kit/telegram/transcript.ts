import type { Payload } from '../request-body.ts'
import type { PlatformState } from './platform-state.ts'

/** One thing that the bot asked of Telegram. */
export type Called = {
  readonly atMs: number
  /** A method of the Bot API, or `download`. */
  readonly method: string
  readonly payload: Payload
  /** `ok`, an error's number, or what a fault made of it. */
  readonly outcome: string
  readonly fault: boolean
}

/** Everything the bot did, in order; a long poll stands where it was answered. */
export class Transcript {
  readonly #state: PlatformState
  readonly calls: Called[] = []

  constructor(state: PlatformState) {
    this.#state = state
  }

  add(call: Omit<Called, 'atMs'>): void {
    this.calls.push({ atMs: this.#state.now(), ...call })
    this.#state.changed()
  }
}
