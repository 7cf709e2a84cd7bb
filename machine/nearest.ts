/** The word of the list that was probably meant; `undefined` when none is near enough for a typing error. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known.map((right) => ({ right, edits: distance(word, right) })).toSorted((a, b) => a.edits - b.edits)
  const [best] = ranked
  return best !== undefined && best.edits <= Math.max(2, Math.floor(word.length / 3)) ? best.right : undefined
}

/** A sentence to add when a word is unknown; empty when none is near. `before` is put before the suggestion. */
export function didYouMean(word: string, known: readonly string[], before = ''): string {
  const right = nearest(word, known)
  return right === undefined ? '' : ` Did you mean ${before}${right}?`
}

/** Letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwapped ? at(beforeLast, j - 2) + 1 : Infinity
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced, swapped))
    }
    ;[beforeLast, last] = [last, row]
  }
  return at(last, b.length)
}

const at = (row: readonly number[], index: number) => row[index] ?? Infinity
