import { shortened } from '../contract/text.ts'

/** Among the pieces of a text: all before it does not belong to the text, which begins anew. */
export const RESTART = Symbol('restart')

export type TextPiece = string | typeof RESTART

/**
 * Reads a stream of text pieces to its end, whether anyone waits for them or not, and keeps what came. It is `ended`
 * when the stream is over or more than `charactersMax` came, `failed` when the stream threw; both are final.
 */
export class Inflow {
  text = ''
  /** How often the text has begun anew. */
  restarts = 0
  ended = false
  /** There was more than `charactersMax`; the rest was not taken. */
  cut = false
  readonly #iterator: AsyncIterator<TextPiece>
  readonly #charactersMax: number
  #failure: { readonly error: unknown } | undefined
  #wake = Promise.withResolvers<void>()
  #stopped = false

  constructor(pieces: AsyncIterable<TextPiece>, charactersMax: number) {
    this.#iterator = pieces[Symbol.asyncIterator]()
    this.#charactersMax = charactersMax
    void this.#read()
  }

  throwIfFailed(): void {
    if (this.#failure) throw this.#failure.error
  }

  /** Resolves when something changed since the last look; a `Waiter` would not remember that. */
  async more(): Promise<void> {
    await this.#wake.promise
    this.#wake = Promise.withResolvers()
  }

  /** Takes nothing more and tells the source so, without waiting for it. */
  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    // A generator that waits inside answers only when that wait is over: what it says then concerns nobody any more.
    void Promise.resolve(this.#iterator.return?.()).catch(() => {})
  }

  async #read(): Promise<void> {
    try {
      while (!this.#stopped) {
        const { done, value } = await this.#iterator.next()
        if (done || this.#stopped) break
        if (value === RESTART) {
          this.text = ''
          this.restarts += 1
        } else this.text += value
        if (this.text.length > this.#charactersMax) {
          this.text = shortened(this.text, this.#charactersMax)
          this.cut = true
          this.stop()
        }
        this.#wake.resolve()
      }
      this.ended = true
    } catch (error) {
      this.#failure = { error }
    }
    this.#wake.resolve()
  }
}
