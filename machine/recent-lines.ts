export type RecentLine = {
  /** Grows by one with each line since the process began. */
  readonly number: number
  /** As JSON. */
  readonly text: string
}

/** The newest lines of a log. What is older than the newest `linesMax`, or `charactersMax` in all, is dropped. */
export class RecentLines {
  readonly #linesMax: number
  readonly #charactersMax: number
  #lines: RecentLine[] = []
  /** Of `#lines`; those before it are dropped, and taken out of the array now and then. */
  #first = 0
  #characters = 0
  #number = 0

  constructor({ linesMax, charactersMax }: { readonly linesMax: number; readonly charactersMax: number }) {
    this.#linesMax = linesMax
    this.#charactersMax = charactersMax
  }

  add(text: string): void {
    this.#number += 1
    if (text.length > this.#charactersMax) return
    this.#lines.push({ number: this.#number, text })
    this.#characters += text.length
    while (this.#lines.length - this.#first > this.#linesMax || this.#characters > this.#charactersMax) {
      this.#characters -= this.#lines[this.#first]?.text.length ?? 0
      this.#first += 1
    }
    if (this.#first < this.#linesMax) return
    this.#lines = this.#lines.slice(this.#first)
    this.#first = 0
  }

  /** The newest first. */
  *newestFirst(): Generator<RecentLine> {
    const lines = this.#lines
    for (let index = lines.length - 1; index >= this.#first; index -= 1) {
      const line = lines[index]
      if (line !== undefined) yield line
    }
  }

  /** Of the newest line; 0 where there was none. */
  get newest(): number {
    return this.#number
  }
}
