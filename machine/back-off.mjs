/**
 * Pauses between tries: `firstMs` after the first failure, doubling up to `maxMs`. Plain JavaScript, because set-up's
 * downloads use it, too.
 * @typedef {{ readonly firstMs: number, readonly maxMs: number }} BackOff
 */

// Far beyond every `maxMs`, and far below where numbers end.
const DOUBLINGS_MAX = 30

/**
 * The pause after the `failures`-th failure in a row.
 * @param {number} failures
 * @param {BackOff} backOff
 */
export function backOffMs(failures, { firstMs, maxMs }) {
  return Math.min(maxMs, firstMs * 2 ** Math.min(Math.max(0, failures - 1), DOUBLINGS_MAX))
}

/**
 * The same, cut to between half of it and all, so that not all who wait try at once.
 * @param {number} failures
 * @param {BackOff & { random: () => number }} options
 */
export function spreadBackOffMs(failures, { random, ...backOff }) {
  return Math.round(backOffMs(failures, backOff) * (0.5 + random() / 2))
}
