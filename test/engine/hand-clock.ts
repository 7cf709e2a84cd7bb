import type { Clock } from '#machine/clock.ts'

export type HandClock = Clock & {
  /** Moves the time on and wakes who has slept long enough. */
  turn(ms: number): void
  /** How many are asleep. */
  readonly sleeping: number
}

/** A clock that stands still until it is turned. */
export function handClock(): HandClock {
  let nowMs = 1_000_000
  const sleepers = new Set<{ dueMs: number; wake: () => void }>()
  return {
    now: () => nowMs,
    monotonicMs: () => nowMs,
    sleep: (delayMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const sleeper = { dueMs: nowMs + delayMs, wake: resolve }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', () => sleepers.delete(sleeper) && reject(signal.reason), { once: true })
      }),
    turn(ms) {
      nowMs += ms
      for (const sleeper of [...sleepers].filter(({ dueMs }) => dueMs <= nowMs)) {
        sleepers.delete(sleeper)
        sleeper.wake()
      }
    },
    get sleeping() {
      return sleepers.size
    },
  }
}
