/**
 * The upper bounds of the buckets in which first words are counted, in milliseconds: 50 ms to five minutes, each a
 * quarter more than the one before. What took longer is in one more bucket. Persisted: never changed.
 */
export const FIRST_WORDS_MS: readonly number[] = Array.from({ length: 40 }, (_, n) => Math.round(50 * 1.25 ** n))

/**
 * The time below which this share (0.5, 0.95) of what was counted lies, at most an eighth off; undefined where nothing
 * was counted.
 */
export function quantileOf(counts: readonly number[], share: number): number | undefined {
  const all = counts.reduce((sum, count) => sum + count, 0)
  if (all === 0) return undefined
  const wanted = Math.max(1, share * all)
  let before = 0
  for (const [bucket, count] of counts.entries()) {
    if (before + count >= wanted) return within(bucket, (wanted - before) / count)
    before += count
  }
  return FIRST_WORDS_MS.at(-1)
}

/** Of the last bucket only its lower bound is known. */
function within(bucket: number, part: number): number {
  const from = FIRST_WORDS_MS[bucket - 1] ?? 0
  const to = FIRST_WORDS_MS[bucket] ?? from
  return Math.round(from + (to - from) * part)
}
