import type { Clock } from '#machine/clock.ts'

/** Reads at most once in `forMs`; whoever asks meanwhile gets what was read, or waits for the same. A failure is forgotten. */
export function remembered<T>(
  { clock, forMs }: { clock: Clock; forMs: number },
  read: () => Promise<T>,
): () => Promise<T> {
  let kept: { readonly value: Promise<T>; readonly untilMs: number } | undefined
  return () => {
    if (kept !== undefined && clock.monotonicMs() < kept.untilMs) return kept.value
    const mine = { value: read(), untilMs: clock.monotonicMs() + forMs }
    kept = mine
    mine.value.catch(() => {
      if (kept === mine) kept = undefined
    })
    return mine.value
  }
}
