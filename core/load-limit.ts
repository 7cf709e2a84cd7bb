import type { Clock } from '#machine/clock.ts'
import { eventLoopShare } from '#machine/event-loop-share.ts'

const SAMPLE_MS = 100
const BUSY_SHARE = 0.8
const HELD_MIN = 6

export type LoadLimitOptions = {
  /** While the event loop is not busy. */
  readonly heldMax: number
  readonly clock: Clock
  /** Of the time since it was last asked, how much was spent working: 0 to 1. */
  readonly busyShare?: () => number
}

/**
 * How much one network may hold while the event loop is the bottleneck: then each further turn makes all of them slower
 * and none of them earlier. Halved while the loop is busy, else grown by one (additive increase, multiplicative
 * decrease, as TCP finds its rate: Chiu and Jain, 1989), so it settles where the loop has time for other networks.
 */
export function createLoadLimit({ heldMax, clock, busyShare = eventLoopShare() }: LoadLimitOptions): () => number {
  let limit = heldMax
  let sampledAtMs = clock.monotonicMs()
  return () => {
    const nowMs = clock.monotonicMs()
    if (nowMs - sampledAtMs < SAMPLE_MS) return limit
    sampledAtMs = nowMs
    limit = busyShare() > BUSY_SHARE ? Math.max(HELD_MIN, Math.floor(limit / 2)) : Math.min(heldMax, limit + 1)
    return limit
  }
}
