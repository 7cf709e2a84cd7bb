/**
 * Detects an answer that repeats itself, as small models do until they are stopped: one sentence or line, or a block of
 * them, for the fourth time without other text in between. Three times are let through. Text that may become the fourth
 * is held back until it is complete or turns out to be different.
 */
export class Repetition {
  /** A fourth time was found; no more text is let through. */
  isFound = false
  readonly #sentences: string[] = []
  /** For each block length: how many sentences in a row equal the sentence one block before them. */
  readonly #runs: number[] = Array.from({ length: BLOCK_SENTENCES_MAX + 1 }, () => 0)
  /** The sentence that would begin the fourth time. */
  #expected: string | undefined
  #sentence = ''
  /** Length of the sentence that was let through. */
  #shown = 0
  /** Length of the sentence in which no end was found. */
  #searched = 0
  #isCode = false
  /** The current line is a row of a table. */
  #isRow = false
  #beginsLine = true

  /** The text that may be shown now. */
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

  /** The text that was still held back. */
  end(): string {
    this.isFound ||= this.#sentence.trim() === this.#expected
    return this.isFound ? '' : this.#rest()
  }

  #rest(): string {
    const rest = this.#sentence.slice(this.#shown)
    this.#shown = this.#sentence.length
    return rest
  }

  /** The end of the current sentence. */
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
/** Code and rows of tables repeat for good reasons: a table of zeros, a list of empty cells. */
const TIMES_MAX_IN_CODE = 12
/** Sentences in the longest detected block: a paragraph, a verse, the items of a list. */
const BLOCK_SENTENCES_MAX = 12
/**
 * Shorter blocks ("No!", "la la la") may repeat more often. In bytes, since one Chinese letter carries as much as three
 * Latin ones.
 */
const LETTER_BYTES_MIN = 16

/** The end of a line, or a full stop and the blanks after it (Chinese and Japanese write no blanks). */
const SENTENCE_END = /\n+|[.!?…؟۔।॥]["'”’»)\]*_]{0,4}\s+|[。！？][”’」』）]{0,4}/g
/** Characters of such an end, without its blanks, that may be split between two pieces. */
const SENTENCE_END_LENGTH_MAX = 5

const lettersOf = (sentences: readonly string[]) => Buffer.byteLength(sentences.join('').replace(/[^\p{L}]/gu, ''))
