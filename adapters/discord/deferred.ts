import { ChannelError, type Sink } from '#core/contract/channel.ts'
import { BoundedSet } from '#machine/bounded.ts'
import type { Clock } from '#machine/clock.ts'
import { Waiter } from '#machine/waiter.ts'
import type { Interactions } from './interactions.ts'
import type { Snowflake } from './snowflake.ts'

const LOOK_INTERVAL_MS = 2_000
const DEFERRED_MAX = 1_000

type Deps = {
  readonly interactions: Pick<Interactions, 'withdraw'>
  readonly unanswered: Sink['unanswered']
  readonly clock: Clock
}

/**
 * Commands whose people read that the bot is thinking. Not every command is answered in its place: its person may be
 * blocked, a notice of the limits may cover it, or a later message is answered with it. Then that line is taken away.
 */
export class Deferred {
  readonly #deps: Deps
  readonly #ids = new BoundedSet<Snowflake>(DEFERRED_MAX)
  readonly #added = new Waiter()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  add(id: Snowflake): void {
    this.#ids.add(id)
    this.#added.notify()
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.#ids.size === 0) await this.#added.wait(signal).catch(() => undefined)
      await this.#deps.clock.sleep(LOOK_INTERVAL_MS, signal).catch(() => undefined)
      // While the store does not answer they wait on.
      if (!signal.aborted) await this.#look(signal).catch(() => undefined)
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const asked = [...this.#ids]
    const waiting = await this.#deps.unanswered(asked)
    for (const id of asked.filter((each) => !waiting.has(each))) {
      await this.#deps.interactions.withdraw(id, signal).catch((error: unknown) => {
        if (error instanceof ChannelError && ['rate-limited', 'unreachable'].includes(error.code)) throw error
      })
      this.#ids.delete(id)
    }
  }
}
