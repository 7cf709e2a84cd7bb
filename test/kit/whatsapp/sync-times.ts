const MOST_MS = 2000
const EVERY_AT_ONCE = 3

/** After how long pages have synchronised, one after the other: every third at once, the others within two seconds. */
export function syncTimes(seed: number): () => number {
  const random = mulberry32(seed)
  let count = 0
  return () => {
    count += 1
    const ms = Math.floor(random() * (MOST_MS + 1))
    return count % EVERY_AT_ONCE === 0 ? 0 : ms
  }
}

/** https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
