/** Numbers that are the same for the same seed, so that a failure can be played again. */
export function randomFrom(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    /** From 0 to `max`, both included. */
    upTo: (max: number) => Math.floor(next() * (max + 1)),
    of: <T>(things: readonly T[]): T => things[Math.floor(next() * things.length)] as T,
  }
}
