import type { Clock } from './clock.ts'
import { eventLoopShare } from './event-loop-share.ts'

/** Where time, heap and collector come from; a test has its own. */
export type HeapDeps = {
  readonly clock: Clock
  readonly heapBytes?: () => number
  /** Of the time since it was last asked, how much was spent working: 0 to 1. */
  readonly busyShare?: () => number
  /** Undefined where the collector is not exposed: then nothing is ever given back. */
  readonly collect?: (() => void) | undefined
}

const CHECK_MS = 5_000
const IDLE_SHARE_MAX = 0.1
/** Less is not worth the tenth of a second that it takes. */
const GROWTH_BYTES_MIN = 8_000_000
/** Compiled code goes when several collections found that it was not used since. */
const COLLECTIONS = 3

/**
 * Gives back the memory that a start or a busy hour left behind. Left alone, V8 keeps it for as long as nothing needs
 * space: a service that nobody writes to would hold for days what it needed in its first second. Ends with the signal.
 */
export async function collectWhenIdle(deps: HeapDeps, signal: AbortSignal): Promise<void> {
  const { clock, heapBytes = totalHeapBytes, busyShare = eventLoopShare(), collect = lastResort() } = deps
  if (collect === undefined) return
  let keptBytes = 0
  for (let left = 0; !signal.aborted; ) {
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

/** The thorough way: a plain collection keeps the pages for later. */
function lastResort(): (() => void) | undefined {
  const { gc } = globalThis
  return gc && (() => gc({ type: 'major', execution: 'sync', flavor: 'last-resort' }))
}
