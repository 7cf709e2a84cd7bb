import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as guardModule from '#core/guard/llama-guard.ts'
import type { Guard } from '#core/guard/guard.ts'
import type { Engine } from '#engine/contract.ts'
import { systemClock } from '#machine/clock.ts'
import type * as modelModule from '../model/tiny-scout.ts'
import type { Benchmark, Result } from './benchmark.ts'
import { median, percentile } from './statistics.ts'

const ROUNDS = 30

export const guard: Benchmark = {
  about: `one question to the guard (tiny-scout, embedded): with the policy read before, and when something else was read
  in between, ${ROUNDS} rounds of both in turn; what to judge differs each time`,
  async run(root) {
    const { openTinyScout, skipReason, llamaGuard } = await modulesOf(root)
    if (skipReason !== undefined) return { figures: [], notes: [skipReason] }
    const engine = await openTinyScout()
    try {
      await engine.ready(AbortSignal.timeout(READY_MS_MAX))
      return await measured(engine, llamaGuard({ engine, clock: systemClock }))
    } finally {
      await engine[Symbol.asyncDispose]()
    }
  },
}

const READY_MS_MAX = 30_000

/** Runs in this process, with the modules of the measured tree: a service has no interface for it. */
async function modulesOf(root: string) {
  const importFrom = (file: string): Promise<unknown> => import(pathToFileURL(path.join(root, file)).href)
  const [{ openTinyScout, skipReason }, { llamaGuard }] = await Promise.all([
    importFrom('test/model/tiny-scout.ts') as Promise<typeof modelModule>,
    importFrom('core/guard/llama-guard.ts') as Promise<typeof guardModule>,
  ])
  return { openTinyScout, skipReason, llamaGuard }
}

async function measured(engine: Engine, guard: Guard): Promise<Result> {
  const cold: number[] = []
  const cached: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await readSomethingElse(engine, round)
    cold.push(await judgedMs(guard, `what grows in a garden in month ${round}?`))
    cached.push(await judgedMs(guard, `where do ${round} birds sleep at night?`))
  }
  return {
    figures: [
      { name: 'policy cached, p50', value: median(cached), unit: 'ms' },
      { name: 'policy cached, p99', value: percentile(cached, 0.99), unit: 'ms' },
      { name: 'policy to be read, p50', value: median(cold), unit: 'ms' },
      { name: 'cached / to be read', value: median(cached) / median(cold), unit: '×' },
    ],
  }
}

async function judgedMs(guard: Guard, text: string): Promise<number> {
  const startMs = performance.now()
  await guard.judge({ direction: 'in', text, pictures: [] }, AbortSignal.timeout(READY_MS_MAX))
  return performance.now() - startMs
}

/** Empties all slots of the guard, so that its policy is not cached. */
async function readSomethingElse(engine: Engine, round: number): Promise<void> {
  const sampling = { temperature: 0, topP: 1, topK: 1, minP: 0 }
  for (const n of [0, 1, 2, 3]) {
    const text = `${round} ${n} ${'the rain falls on the roof of the old house. '.repeat(8)}`
    const request = {
      id: `bench ${round} ${n}`,
      class: 'guard',
      messages: [{ role: 'user', parts: [{ type: 'text', text }] }],
      tokensMax: 1,
      sampling,
      cacheKey: `bench ${n}`,
    } as const
    for await (const event of engine.generate(request, AbortSignal.timeout(READY_MS_MAX)))
      if (event.type === 'end') break
  }
}
