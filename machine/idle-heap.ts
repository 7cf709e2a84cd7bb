import type { Clock } from './clock.ts'
import { eventLoopShare } from './event-loop-share.ts'

/** Where time, heap and collector come from; a test has its own. */
export type HeapDeps = {
  readonly clock: Clock
  readonly heapBytes?: () => number
  /** The share of time spent working since the last call: 0 to 1. */
  readonly busyShare?: () => number
  /** Undefined when the collector is not exposed: then no memory is given back. */
  readonly collect?: (() => void) | undefined
}

const CHECK_MS = 5_000
const IDLE_SHARE_MAX = 0.1
/** Less is not worth a collection, which takes a tenth of a second. */
const GROWTH_BYTES_MIN = 8_000_000
/** V8 drops compiled code after several collections in which it was not used. */
const COLLECTIONS = 3

/**
 * Returns unused memory after a start or a busy hour. By itself V8 keeps it as long as no space is needed: an idle
 * service would hold for days what it needed in its first second. Ends with the signal.
 */
export async function collectWhenIdle(deps: HeapDeps, signal: AbortSignal): Promise<void> {
  const { clock, heapBytes = totalHeapBytes, busyShare = eventLoopShare(), collect = lastResort() } = deps
  if (collect === undefined) return
  let keptBytes = 0
  for (let left = 0; !signal.aborted;) {
    await clock.sleep(CHECK_MS, signal).catch(() => undefined)
    if (signal.aborted || busyShare() > IDLE_SHARE_MAX) continue
    if (heapBytes() >= keptBytes + GROWTH_BYTES_MIN) left = COLLECTIONS
    if (left === 0) continue
    left -= 1
    collect()
    keptBytes = heapBytes()
  }
}

const totalHeapBytes = () => process.memoryUsage().heapTotal

/** A "last-resort" collection: an ordinary one keeps the pages for later. */
function lastResort(): (() => void) | undefined {
  const { gc } = globalThis
  return gc && (() => gc({ type: 'major', execution: 'sync', flavor: 'last-resort' }))
}
