/** Pauses between tries: `firstMs` after the first failure, doubling up to `maxMs`. */
export type BackOff = { readonly firstMs: number; readonly maxMs: number }

/** The pause after the `failures`-th failure in a row. */
export function backOffMs(failures: number, { firstMs, maxMs }: BackOff): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(Math.max(0, failures - 1), DOUBLINGS_MAX))
}

/** The same, cut to between half of it and all, so that not all who wait knock at once. */
export function spreadBackOffMs(failures: number, { random, ...backOff }: BackOff & { random: () => number }): number {
  return Math.round(backOffMs(failures, backOff) * (0.5 + random() / 2))
}

// Far beyond every `maxMs`, and far below where numbers end.
const DOUBLINGS_MAX = 30
