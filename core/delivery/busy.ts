import { setImmediate } from 'node:timers/promises'
import { Waiter } from '#machine/waiter.ts'

/** Counts running work, so that a test can wait until nothing happens without the clock advancing. */
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

  /** Resolves when no work is running; work that waits for the clock does not count. */
  async settled(): Promise<void> {
    // Work that was just triggered may be about to enter.
    await setImmediate()
    while (this.#count > 0) {
      await this.#idle.wait()
      await setImmediate()
    }
  }
}
