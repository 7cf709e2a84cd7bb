/** Something that the bot asked, and when. */
export type Dated<Call> = Call & { readonly atMs: number }

/** Everything the bot did, in order; a long poll stands where it was answered. */
export class Transcript<Call> {
  readonly #state: { now(): number; changed(): void }
  readonly calls: Dated<Call>[] = []

  constructor(state: { now(): number; changed(): void }) {
    this.#state = state
  }

  add(call: Call): void {
    this.calls.push({ atMs: this.#state.now(), ...call })
    this.#state.changed()
  }
}
