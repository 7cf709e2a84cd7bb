export type Piece = { readonly type: 'same' | 'added' | 'removed'; readonly text: string }

/** How one text became another, word by word. Both are a few sentences: the table of their words is small. */
export function diffOf(before: string, after: string): readonly Piece[] {
  const [from, to] = [wordsOf(before), wordsOf(after)]
  const common = commonAfter(from, to)
  const pieces: Piece[] = []
  const add = (type: Piece['type'], text: string) => {
    const last = pieces.at(-1)
    if (last?.type === type) pieces[pieces.length - 1] = { type, text: last.text + text }
    else pieces.push({ type, text })
  }
  let [i, j] = [0, 0]
  while (i < from.length || j < to.length) {
    const [old, next] = [from[i], to[j]]
    if (old !== undefined && old === next) {
      add('same', old)
      i++
      j++
    } else if (next === undefined || (old !== undefined && common(i + 1, j) >= common(i, j + 1))) {
      add('removed', old ?? '')
      i++
    } else {
      add('added', next)
      j++
    }
  }
  return pieces
}

/** Each with the space after it. */
const wordsOf = (text: string) => text.match(/\S+\s*/gu) ?? []

/** How many words two texts have in common in one order, from each pair of places on. */
function commonAfter(from: readonly string[], to: readonly string[]): (i: number, j: number) => number {
  const width = to.length + 1
  const counts = new Uint16Array((from.length + 1) * width)
  const at = (i: number, j: number) => counts[i * width + j] ?? 0
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      counts[i * width + j] = from[i] === to[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  return at
}
