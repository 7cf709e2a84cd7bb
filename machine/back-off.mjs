/**
 * Pauses between tries: `firstMs` after the first failure, doubling up to `maxMs`. Plain JavaScript, because downloads
 * of set-up use it, too.
 * @typedef {{ readonly firstMs: number, readonly maxMs: number }} BackOff
 */

// Beyond every `maxMs`, without overflow.
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
 * The same with jitter: between half of it and all, so that not all clients retry at once.
 * @param {number} failures
 * @param {BackOff & { random: () => number }} options
 */
export function spreadBackOffMs(failures, { random, ...backOff }) {
  return Math.round(backOffMs(failures, backOff) * (0.5 + random() / 2))
}
