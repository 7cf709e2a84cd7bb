import type { ServiceState } from '#adapters/terminal/protocol.ts'
import type { Clock } from '#machine/clock.ts'

export type WaitingNotesOptions = {
  requestState: () => Promise<ServiceState>
  note: (text: string) => void
  clock: Clock
}

/**
 * Says who answers as soon as that is true and not before, and to whoever has waited for 10 s, what for. Nothing is said
 * twice in a row.
 */
export class WaitingNotes {
  readonly #options: WaitingNotesOptions
  #said = ''

  constructor(options: WaitingNotesOptions) {
    this.#options = options
  }

  /** From the beginning of a conversation until its model answers, or until the signal. */
  async untilReady(signal: AbortSignal): Promise<void> {
    const { requestState, clock } = this.#options
    const beganMs = clock.monotonicMs()
    while (!signal.aborted) {
      const state = await requestState()
      if (signal.aborted) return
      const { model, guard } = state.status
      if (state.waitsFor === undefined) return this.#say(`${model} answers; guard: ${guard}.`)
      if (clock.monotonicMs() - beganMs >= NOTE_AFTER_MS) this.#say(waiting(state))
      await clock.sleep(CHECK_EVERY_MS, signal).catch(() => undefined)
    }
  }

  /** While somebody waits for a reply. */
  async untilReplied(signal: AbortSignal): Promise<void> {
    const { requestState, clock } = this.#options
    while (!signal.aborted) {
      await clock.sleep(NOTE_AFTER_MS, signal).catch(() => undefined)
      if (signal.aborted) return
      const state = await requestState()
      if (!signal.aborted) this.#say(waiting(state))
    }
  }

  #say(text: string): void {
    if (text !== this.#said) this.#options.note(text)
    this.#said = text
  }
}

const waiting = ({ waitsFor, status }: ServiceState) =>
  waitsFor === undefined ? `Waiting for ${status.model} to answer.` : `Waiting for the ${waitsFor}`

const NOTE_AFTER_MS = 10_000
const CHECK_EVERY_MS = 100
