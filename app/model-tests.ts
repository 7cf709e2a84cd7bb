import type { SelfTest } from '#core/contract/models.ts'
import type { Engine } from '#engine/contract.ts'
import { ModelError } from '#engine/models/model-error.ts'
import type { Clock } from '#machine/clock.ts'
import { saidBy } from '#machine/coded-error.ts'
import { toldAs, type Told } from '#machine/sentence.ts'
import { say } from './sentences.ts'

const LOOK_EVERY_MS = 50
/** Loading 65 GB from a slow disk, and testing it on a processor. */
const READY_MS_MAX = 3_600_000

/** Resolves when an engine serves. @throws {ModelError} with its own words, when it cannot */
export async function untilReady(
  engine: Engine,
  { clock, isTested }: { readonly clock: Clock; readonly isTested: () => void },
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController()
  const until = AbortSignal.any([signal, over.signal])
  const ready = engine.ready(until)
  const watched = (async () => {
    for (const endMs = clock.monotonicMs() + READY_MS_MAX; ;) {
      const health = engine.health()
      if (health.state === 'failed' && !health.comesBack)
        throw new ModelError('failed', health.sentences ?? health.detail)
      if (health.state === 'starting' && health.isTested) isTested()
      if (clock.monotonicMs() > endMs) throw new ModelError('failed', say('switch.not-loaded'))
      await clock.sleep(LOOK_EVERY_MS, until)
    }
  })()
  try {
    await Promise.race([ready, watched])
  } finally {
    over.abort()
    await Promise.allSettled([ready, watched])
  }
}

/** What the self-test of an engine found; undefined before it has passed. */
export function testOf(engine: Engine): SelfTest | undefined {
  const test = engine.tested?.()
  if (test === undefined) return undefined
  const { contextTokens, vision, visionFault, guard, guardSeesPictures } = engine.capabilities()
  const guardCanary = guard === 'full' ? 'passed' : guard === 'demonstration' ? 'answers' : 'none'
  const found = { contextTokens, vision, guardCanary, guardSeesPictures } as const
  return { ...test, ...found, outcome: 'passed', ...(visionFault !== undefined && { visionFault }) }
}

export const failedTest = (error: unknown, atMs: number): SelfTest => ({ atMs, outcome: 'failed', ...whyOf(error) })

/** What failed, for operators. */
export const whyOf = (error: unknown): Told<'why'> => toldAs('why', saidBy(error))
