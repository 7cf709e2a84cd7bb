import { shortened } from '../contract/text.ts'

/**
 * Reads a stream of text pieces to its end, whether anyone waits for them or not, and keeps what came. It is `ended`
 * when the stream is over or more than `charactersMax` came, `failed` when the stream threw; both are final.
 */
export class Inflow {
  text = ''
  ended = false
  /** There was more than `charactersMax`; the rest was not taken. */
  cut = false
  readonly #iterator: AsyncIterator<string>
  readonly #charactersMax: number
  #failure: { readonly error: unknown } | undefined
  #wake = Promise.withResolvers<void>()
  #stopped = false

  constructor(pieces: AsyncIterable<string>, charactersMax: number) {
    this.#iterator = pieces[Symbol.asyncIterator]()
    this.#charactersMax = charactersMax
    void this.#read()
  }

  throwIfFailed(): void {
    if (this.#failure) throw this.#failure.error
  }

  /** Resolves when something changed since the last look. */
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
        this.text += value
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
