/** The usual constant of reciprocal rank fusion: the first places of each list count most, without deciding alone. */
const RANK_OFFSET = 60

/** One list of several, each best first: what stands high, and in several, comes first. */
export function fused<Ref extends string>(lists: readonly (readonly Ref[])[]): Ref[] {
  const scores = new Map<Ref, number>()
  for (const list of lists) {
    for (const [rank, ref] of list.entries()) scores.set(ref, (scores.get(ref) ?? 0) + 1 / (RANK_OFFSET + rank + 1))
  }
  return [...scores].toSorted(([, one], [, other]) => other - one).map(([ref]) => ref)
}
