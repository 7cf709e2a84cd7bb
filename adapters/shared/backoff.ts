export type Backoff = { readonly baseMs: number; readonly maxMs: number; readonly random: () => number }

/** The wait after the `failures`-th failure in a row: doubling up to `maxMs`, spread so that not all knock at once. */
export function backoffMs(failures: number, { baseMs, maxMs, random }: Backoff): number {
  const fullMs = Math.min(maxMs, baseMs * 2 ** Math.min(failures - 1, 30))
  return Math.round(fullMs * (0.5 + random() / 2))
}
