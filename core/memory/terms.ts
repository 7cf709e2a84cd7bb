const WORD = /[\p{L}\p{N}]+/gu

/** The terms by which a text is found, in order and with repetitions. */
export function searchTerms(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(WORD) ?? []
}

/** As a literal of Postgres's `tsvector`, with positions, so that repetitions count. */
export function asTsvector(terms: readonly string[]): string {
  const positions = new Map<string, number[]>()
  for (const [index, term] of terms.entries()) {
    const all = positions.get(term) ?? []
    if (all.length < POSITIONS_MAX && index < POSITION_MAX) all.push(index + 1)
    positions.set(term, all)
  }
  return [...positions].map(([term, at]) => `'${term.replaceAll(/['\\]/g, '$&$&')}':${at.join(',')}`).join(' ')
}

/** Limits of the type. */
const POSITIONS_MAX = 255
const POSITION_MAX = 16_383
