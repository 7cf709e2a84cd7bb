import type { Clock } from '#machine/clock.ts'
import { ConsoleError } from './console-error.ts'

const MINUTE_MS = 60_000

type Limits = {
  readonly clock: Clock
  readonly atOnceMax: number
  /** Of one account. */
  readonly perMinuteMax: number
  /** For whoever has to wait so long. */
  readonly words: (seconds: number) => string
}

/** What asks something outside of the console on behalf of an operator: few at once, and few a minute. */
export type LimitedTries = {
  /** @throws {ConsoleError} for too many */
  run<Found>(account: string, work: () => Promise<Found>): Promise<Found>
}

export function createLimitedTries({ clock, atOnceMax, perMinuteMax, words }: Limits): LimitedTries {
  let running = 0
  const times = new Map<string, readonly number[]>()
  const busy = (retryAfterSeconds: number) =>
    new ConsoleError('too-many', words(retryAfterSeconds), { retryAfterSeconds })

  function count(account: string): void {
    const now = clock.now()
    const lately = (times.get(account) ?? []).filter((ms) => Math.abs(now - ms) < MINUTE_MS)
    const [oldest = now] = lately
    if (lately.length >= perMinuteMax) throw busy(Math.ceil((oldest + MINUTE_MS - now) / 1_000))
    if (running >= atOnceMax) throw busy(1)
    times.set(account, [...lately, now])
  }

  return {
    async run(account, work) {
      count(account)
      running += 1
      try {
        return await work()
      } finally {
        running -= 1
      }
    },
  }
}
