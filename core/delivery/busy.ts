import { setImmediate } from 'node:timers/promises'
import { Waiter } from '#machine/waiter.ts'

/** Counts what is under way, so that a test can wait until nothing happens without time passing. */
export class Busy {
  #count = 0
  readonly #idle = new Waiter()

  enter(): void {
    this.#count += 1
  }

  leave(): void {
    this.#count -= 1
    if (this.#count === 0) this.#idle.notify()
  }

  /** Resolves when nothing is under way; what waits for the clock does not count. */
  async settled(): Promise<void> {
    // What was told a moment ago may be about to enter.
    await setImmediate()
    while (this.#count > 0) {
      await this.#idle.wait()
      await setImmediate()
    }
  }
}
