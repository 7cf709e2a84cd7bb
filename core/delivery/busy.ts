import { setImmediate } from 'node:timers/promises'

/** Counts what is under way, so that a test can wait until nothing happens without time passing. */
export class Busy {
  #count = 0
  #waiting: (() => void)[] = []

  enter(): void {
    this.#count += 1
  }

  leave(): void {
    this.#count -= 1
    if (this.#count > 0) return
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  /** Resolves when nothing is under way; what waits for the clock does not count. */
  async settled(): Promise<void> {
    // What was told a moment ago may be about to enter.
    await setImmediate()
    while (this.#count > 0) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
      await setImmediate()
    }
  }
}
