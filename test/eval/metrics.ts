/** Measures of one ranking against the turns that hold the answer; the best is first. */

/** The share of the evidence among the first `k`. */
export function recallAt(k: number, ranked: readonly string[], evidence: readonly string[]): number {
  const first = new Set(ranked.slice(0, k))
  return evidence.filter((turn) => first.has(turn)).length / evidence.length
}

/** 1 when all of the evidence is among the first `k`, else 0. */
export const allEvidenceAt = (k: number, ranked: readonly string[], evidence: readonly string[]) =>
  recallAt(k, ranked, evidence) === 1 ? 1 : 0

/** 1 divided by the place of the first turn that is evidence; 0 where none is. */
export function reciprocalRank(ranked: readonly string[], evidence: readonly string[]): number {
  const index = ranked.findIndex((turn) => evidence.includes(turn))
  return index < 0 ? 0 : 1 / (index + 1)
}

/** The share of what is among the first `k` that somebody else said. */
export function foreignAt(k: number, people: readonly string[], person: string): number {
  const first = people.slice(0, k)
  return first.length === 0 ? 0 : first.filter((each) => each !== person).length / first.length
}

/** `found` of what was kept was labelled, and as much of what was labelled was kept. */
export type Extraction = { readonly found: number; readonly kept: number; readonly labelled: number }

/** 1 where nothing was kept: nothing of it is wrong. */
export const precision = ({ found, kept }: Extraction) => (kept === 0 ? 1 : found / kept)
export const recall = ({ found, labelled }: Extraction) => (labelled === 0 ? 1 : found / labelled)

export const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length
