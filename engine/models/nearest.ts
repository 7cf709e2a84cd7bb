/** The word most like `wanted`, when one is near enough to be what was meant. */
export function nearestTo(wanted: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map((word) => ({ word, distance: distanceBetween(wanted.toLowerCase(), word.toLowerCase()) }))
    .toSorted((one, other) => one.distance - other.distance)
  const [best] = ranked
  if (best && best.distance <= Math.max(2, wanted.length / 3)) return best.word
  return words.find((word) => wanted.length >= 3 && word.toLowerCase().includes(wanted.toLowerCase()))
}

/** Letters to put in, take out or change to make one word of the other. */
function distanceBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [index, letter] of one.split('').entries()) {
    const next = [index + 1]
    for (let column = 0; column < other.length; column += 1) {
      const changed = (row[column] ?? 0) + (letter === other[column] ? 0 : 1)
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}
