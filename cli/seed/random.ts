/** Chance that is the same at every run: a demo looks the same tomorrow. (mulberry32) */
export class SeededRandom {
  #state: number
  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** Whole, both ends included. */
  between = (min: number, max: number): number => min + Math.floor(this.next() * (max - min + 1))

  is = (probability: number): boolean => this.next() < probability

  oneOf<T>(choices: readonly T[]): T {
    const chosen = choices[Math.floor(this.next() * choices.length)]
    if (chosen === undefined) throw new RangeError('there is nothing to choose from')
    return chosen
  }

  /** 128 bits as 22 characters, as ids are. */
  id = (): string => {
    const bytes = Buffer.alloc(16)
    for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32BE(Math.floor(this.next() * 4_294_967_296), at)
    return bytes.toString('base64url')
  }
}
