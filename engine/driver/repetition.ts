/**
 * Notices an answer that says the same again and again, as small models do until they are stopped: one sentence or
 * line, or some of them in turn, for the fourth time without anything in between. What is said is let through three
 * times. What may become the fourth waits until it is whole or turns out to be something else.
 */
export class Repetition {
  /** The fourth time has come; nothing more is let through. */
  isFound = false
  readonly #sentences: string[] = []
  /** For each length of a block: how many sentences in a row are the one that stands a block before them. */
  readonly #runs: number[] = Array.from({ length: BLOCK_SENTENCES_MAX + 1 }, () => 0)
  /** The sentence that would begin the fourth time. */
  #expected: string | undefined
  #sentence = ''
  /** How much of the sentence was let through. */
  #shown = 0
  /** How far no end of it was found. */
  #searched = 0
  #isCode = false
  /** Of the line that is being written: a row of a table. */
  #isRow = false
  #beginsLine = true

  /** What may be shown by now. */
  push(text: string): string {
    let shown = ''
    this.#sentence += text
    for (let end = this.#nextEnd(); end !== undefined; end = this.#nextEnd()) {
      const sentence = this.#sentence.slice(0, end).trim()
      this.isFound ||= sentence === this.#expected
      if (this.isFound) return shown
      shown += this.#sentence.slice(this.#shown, end)
      if (this.#beginsLine) this.#isRow = sentence.startsWith('|')
      this.#beginsLine = this.#sentence.slice(0, end).includes('\n')
      this.#sentence = this.#sentence.slice(end)
      this.#shown = this.#searched = 0
      this.#note(sentence)
    }
    return this.#expected?.startsWith(this.#sentence.trim()) ? shown : shown + this.#rest()
  }

  /** What was still waiting. */
  end(): string {
    this.isFound ||= this.#sentence.trim() === this.#expected
    return this.isFound ? '' : this.#rest()
  }

  #rest(): string {
    const rest = this.#sentence.slice(this.#shown)
    this.#shown = this.#sentence.length
    return rest
  }

  /** Of the sentence that is being written. */
  #nextEnd(): number | undefined {
    SENTENCE_END.lastIndex = Math.max(0, this.#searched - SENTENCE_END_LENGTH_MAX)
    const match = SENTENCE_END.exec(this.#sentence)
    this.#searched = this.#sentence.length
    return match ? match.index + match[0].length : undefined
  }

  #note(sentence: string): void {
    if (sentence === '') return
    if (/^(?:```|~~~)/.test(sentence)) this.#isCode = !this.#isCode
    this.#sentences.push(sentence)
    if (this.#sentences.length > BLOCK_SENTENCES_MAX + 1) this.#sentences.shift()
    const times = this.#isCode || this.#isRow ? TIMES_MAX_IN_CODE : TIMES_MAX
    this.#expected = undefined
    for (let block = BLOCK_SENTENCES_MAX; block > 0; block -= 1) {
      const isSame = this.#sentences.at(-1 - block) === sentence
      const run = isSame ? (this.#runs[block] ?? 0) + 1 : 0
      this.#runs[block] = run
      const isEnough = run >= (times - 1) * block && lettersOf(this.#sentences.slice(-block)) >= LETTER_BYTES_MIN
      if (isEnough) this.#expected = this.#sentences.at(-block)
    }
  }
}

const TIMES_MAX = 3
/** A table of zeros, a list of empty cells: code and rows of tables repeat themselves honestly. */
const TIMES_MAX_IN_CODE = 12
/** Of what is repeated as one: a paragraph, a verse, the items of a list. */
const BLOCK_SENTENCES_MAX = 12
/**
 * "No!" and "la la la" may be said more often, until some of them together are as long. In bytes, since one Chinese
 * letter says as much as three Latin ones.
 */
const LETTER_BYTES_MIN = 16

/** The end of a line, or a stop and the blanks after it, which Chinese and Japanese do not write. */
const SENTENCE_END = /\n+|[.!?…؟۔।॥]["'”’»)\]*_]{0,4}\s+|[。！？][”’」』）]{0,4}/g
/** As far as it may be cut off at the end of a piece: without its blanks. */
const SENTENCE_END_LENGTH_MAX = 5

const lettersOf = (sentences: readonly string[]) => Buffer.byteLength(sentences.join('').replace(/[^\p{L}]/gu, ''))
