import { llamaGuard } from '#core/guard/llama-guard.ts'
import type { Engine } from '#engine/contract.ts'
import { systemClock } from '#machine/clock.ts'
import { openTinyScout, skipReason } from '../model/tiny-scout.ts'
import type { Benchmark, Result } from './benchmark.ts'
import { median, percentile } from './statistics.ts'

const ROUNDS = 30

export const guard: Benchmark = {
  about: `one question to the guard (tiny-scout, embedded): with the policy read before, and when something else was read
  in between, ${ROUNDS} rounds of both in turn; what to judge differs each time`,
  async run() {
    if (skipReason !== undefined) return { figures: [], notes: [skipReason] }
    const engine = await openTinyScout()
    try {
      await engine.ready(AbortSignal.timeout(READY_MS_MAX))
      return await measured(engine)
    } finally {
      await engine[Symbol.asyncDispose]()
    }
  },
}

const READY_MS_MAX = 30_000

async function measured(engine: Engine): Promise<Result> {
  const cold: number[] = []
  const cached: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await readSomethingElse(engine, round)
    cold.push(await judgedMs(engine, `what grows in a garden in month ${round}?`))
    cached.push(await judgedMs(engine, `where do ${round} birds sleep at night?`))
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

async function judgedMs(engine: Engine, text: string): Promise<number> {
  const judge = llamaGuard({ engine, clock: systemClock })
  const startMs = performance.now()
  await judge.judge({ direction: 'in', text, pictures: [] }, AbortSignal.timeout(READY_MS_MAX))
  return performance.now() - startMs
}

/** In the guard's own slots, all of them, as if its policy had never been there. */
async function readSomethingElse(engine: Engine, round: number): Promise<void> {
  const sampling = { temperature: 0, topP: 1, topK: 1, minP: 0 }
  for (const n of [0, 1, 2, 3]) {
    const text = `${round} ${n} ${'the rain falls on the roof of the old house. '.repeat(8)}`
    const request = {
      id: `bench ${round} ${n}`, class: 'guard', messages: [{ role: 'user', parts: [{ type: 'text', text }] }],
      tokensMax: 1, sampling, cacheKey: `bench ${n}`,
    } as const
    for await (const event of engine.generate(request, AbortSignal.timeout(READY_MS_MAX))) if (event.type === 'end') break
  }
}
