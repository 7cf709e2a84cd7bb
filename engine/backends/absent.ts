import { EngineError, type Engine, type EngineCapabilities } from '../contract.ts'
import type { Clock } from '#machine/clock.ts'
import { englishOf, toldAs, type Said } from '#machine/sentence.ts'
import { estimatedTokens } from '../driver/token-counter.ts'

/** Used when the engine cannot run: the service still starts, and says why there are no answers and what to do. */
export function absentEngine(options: {
  name: string
  capabilities: EngineCapabilities
  /** What is missing, and what to do. */
  said: Said
  clock: Clock
}): Engine {
  const { name, capabilities, said, clock } = options
  return {
    name,
    health: () => ({ state: 'failed', ...toldAs('detail', said) }),
    capabilities: () => capabilities,
    async ready(signal) {
      for (;;) await clock.sleep(WAIT_MS, signal)
    },
    // oxlint-disable-next-line require-yield
    async *generate() {
      throw new EngineError('unavailable', `There is no engine: ${englishOf(said)}`)
    },
    countTokens: (text) => Promise.resolve(estimatedTokens(text)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

const WAIT_MS = 60_000
