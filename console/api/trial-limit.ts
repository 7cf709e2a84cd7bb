import type { Clock } from '#machine/clock.ts'
import { ConsoleError } from './console-error.ts'
import { say } from './sentences.ts'

const AT_ONCE_MAX = 2
const PER_MINUTE_MAX = 20
const MINUTE_MS = 60_000

export type TrialLimit = {
  /**
   * Returns how to end it.
   *
   * @throws {ConsoleError} `too-many`
   */
  begin(account: string): () => void
}

/** Of what operators try on the models that answer people or on platforms: so many at once, and so many a minute of one account. */
export function createTrialLimit({ clock }: { clock: Clock }): TrialLimit {
  let running = 0
  const times = new Map<string, readonly number[]>()
  const busy = (retryAfterSeconds: number) => {
    const limits = { atOnce: AT_ONCE_MAX, perMinute: PER_MINUTE_MAX, seconds: retryAfterSeconds }
    return new ConsoleError('too-many', say('trials.too-many', limits), { retryAfterSeconds })
  }
  return {
    begin(account) {
      const now = clock.now()
      const lately = (times.get(account) ?? []).filter((ms) => Math.abs(now - ms) < MINUTE_MS)
      const [oldest = now] = lately
      if (lately.length >= PER_MINUTE_MAX) throw busy(Math.ceil((oldest + MINUTE_MS - now) / 1_000))
      if (running >= AT_ONCE_MAX) throw busy(1)
      times.set(account, [...lately, now])
      running += 1
      let isOver = false
      return () => {
        if (!isOver) running -= 1
        isOver = true
      }
    },
  }
}
