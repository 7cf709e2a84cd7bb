import type { Embedder } from '#engine/contract.ts'
import { systemClock } from '#machine/clock.ts'

export const untilReady = (embedder: Embedder) => untilState(embedder, 'ready')

/** An embedder has no event for it: nobody but tests waits. */
export async function untilState(embedder: Embedder, state: 'ready' | 'starting' | 'failed'): Promise<void> {
  while (embedder.health().state !== state) await systemClock.sleep(5)
}
