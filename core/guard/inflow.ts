import { shortened } from '../contract/text.ts'

/** Among the pieces of a text: the text begins anew, and all pieces before it are dropped. */
export const RESTART = Symbol('restart')

export type TextPiece = string | typeof RESTART

/**
 * Reads a stream of text pieces to its end, whether a caller waits or not, and keeps the text. It has `ended` when the
 * stream is over or more than `charactersMax` came; when the stream threw, `throwIfFailed` throws. Both are final.
 */
export class Inflow {
  text = ''
  /** How often the text has begun anew. */
  restarts = 0
  ended = false
  /** There was more than `charactersMax`; the rest was dropped. */
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

  /** Resolves when something changed since the last call; a `Waiter` would not remember that. */
  async more(): Promise<void> {
    await this.#wake.promise
    this.#wake = Promise.withResolvers()
  }

  /** Stops reading and ends the source, without waiting for it. */
  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    // A generator that waits inside returns only after that wait; its error is then no longer needed.
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
