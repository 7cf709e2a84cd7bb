const WORD = /[\p{L}\p{N}]+/gu
const K1 = 1.2
const B = 0.75

/**
 * Okapi BM25 over raw words, the measure to compare with: no stemming, no stop words, nothing indexed but the text
 * itself. It shares no code with what is measured.
 */
export class Bm25<Id> {
  readonly #documents: { readonly id: Id; readonly counts: ReadonlyMap<string, number>; readonly length: number }[] = []
  readonly #documentsWith = new Map<string, number>()
  #lengths = 0

  add(id: Id, text: string): void {
    const words = wordsOf(text)
    const counts = new Map<string, number>()
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
    for (const word of counts.keys()) this.#documentsWith.set(word, (this.#documentsWith.get(word) ?? 0) + 1)
    this.#documents.push({ id, counts, length: words.length })
    this.#lengths += words.length
  }

  /** Best first, at most `k`; of two that are equal the earlier. What shares no word is not found. */
  search(text: string, k: number): Id[] {
    const words = [...new Set(wordsOf(text))]
    const lengthMean = this.#lengths / this.#documents.length
    return this.#documents
      .map(({ id, counts, length }) => {
        const norm = K1 * (1 - B + (B * length) / lengthMean)
        const score = words.reduce((sum, word) => {
          const count = counts.get(word) ?? 0
          return sum + (this.#weight(word) * count * (K1 + 1)) / (count + norm)
        }, 0)
        return { id, score }
      })
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score)
      .slice(0, k)
      .map(({ id }) => id)
  }

  /** The rarer a word is, the more it says. */
  #weight(word: string): number {
    const documents = this.#documentsWith.get(word) ?? 0
    return Math.log(1 + (this.#documents.length - documents + 0.5) / (documents + 0.5))
  }
}

const wordsOf = (text: string) => text.toLowerCase().match(WORD) ?? []
