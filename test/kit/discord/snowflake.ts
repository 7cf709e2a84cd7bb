// Discord's epoch: the first second of 2015. https://discord.com/developers/docs/reference#snowflakes
const EPOCH_MS = 1_420_070_400_000
const TIME_SHIFT = 22n

/** Ids that carry their time, grow, and are never used twice. */
export class Snowflakes {
  readonly #now: () => number
  #last = 0n

  constructor(now: () => number) {
    this.#now = now
  }

  next(): string {
    const byTime = snowflakeAt(this.#now())
    this.#last = byTime > this.#last ? byTime : this.#last + 1n
    return String(this.#last)
  }
}

export function timeOf(id: string): number {
  return Number(BigInt(id) >> TIME_SHIFT) + EPOCH_MS
}

function snowflakeAt(timeMs: number): bigint {
  return BigInt(Math.max(0, timeMs - EPOCH_MS)) << TIME_SHIFT
}
