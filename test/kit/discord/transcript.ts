import type { PlatformState } from './platform-state.ts'

/** One thing that the bot asked of Discord. */
export type Called = {
  readonly atMs: number
  /** Method and route: `POST /channels/:channel/messages`; `download` of a file. */
  readonly route: string
  readonly params: Readonly<Record<string, string>>
  readonly body: unknown
  /** `200`, an error's number, or what a fault made of it. */
  readonly outcome: string
  readonly fault: boolean
}

/** Everything the bot did, in order. */
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
