import { EngineError, type Engine, type EngineCapabilities } from '../contract.ts'
import type { Clock } from '#machine/clock.ts'
import { estimatedTokens } from '../driver/token-counter.ts'

/** Used when the engine cannot run: the service still starts, and says why there are no answers and what to do. */
export function absentEngine(options: {
  name: string
  capabilities: EngineCapabilities
  detail: string
  clock: Clock
}): Engine {
  const { name, capabilities, detail, clock } = options
  return {
    name,
    health: () => ({ state: 'failed', detail }),
    capabilities: () => capabilities,
    async ready(signal) {
      for (;;) await clock.sleep(WAIT_MS, signal)
    },
    // oxlint-disable-next-line require-yield
    async *generate() {
      throw new EngineError('unavailable', `There is no engine: ${detail}`)
    },
    countTokens: (text) => Promise.resolve(estimatedTokens(text)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

const WAIT_MS = 60_000
