import { EngineError, type Engine, type GenerateEvent, type GenerateRequest } from './contract.ts'
import type { Clock } from '#machine/clock.ts'
import { Cost } from './dispatcher/cost.ts'
import { Scheduler, type Permit, type SchedulerOptions } from './dispatcher/scheduler.ts'

export type { SchedulerOptions as DispatcherOptions }

/**
 * The same engine with a scheduler in front: guard first, background last, and shared fairly among networks and people.
 * Background work is preempted: it is aborted when another request waits, and retried later, which costs little since
 * the engine has its prompt cached. So its events are delivered all at once, when it is complete.
 */
export function dispatched(engine: Engine, options: SchedulerOptions): Engine {
  const scheduler = new Scheduler(options)
  const deps: Deps = { engine, scheduler, clock: options.clock }
  return {
    name: engine.name,
    health: () => engine.health(),
    ready: (signal) => engine.ready(signal),
    capabilities: () => engine.capabilities(),
    countTokens: (text, signal) => engine.countTokens(text, signal),
    generate: (request, signal) =>
      request.class === 'background' ? preemptible(deps, request, signal) : scheduled(deps, request, signal),
    load: () => scheduler.load(),
    ...(engine.tested && { tested: engine.tested.bind(engine) }),
    ...(engine.forget && { forget: engine.forget.bind(engine) }),
    async [Symbol.asyncDispose]() {
      scheduler.close()
      await engine[Symbol.asyncDispose]()
    },
  }
}

type Deps = { readonly engine: Engine; readonly scheduler: Scheduler; readonly clock: Clock }

// After so many preemptions a request runs to its end, or background work on a busy service would never finish.
const PREEMPTIONS_MAX = 8

async function* scheduled(deps: Deps, request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
  yield* charged(deps, await admitted(deps, request, signal), signal)
}

async function* preemptible(deps: Deps, request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
  for (let preemptions = 0; ; preemptions += 1) {
    const admission = await admitted(deps, request, signal)
    const { permit } = admission
    if (preemptions >= PREEMPTIONS_MAX) permit.keep()
    try {
      const events: GenerateEvent[] = []
      const stop = AbortSignal.any([signal, permit.preempted])
      for await (const event of charged(deps, admission, stop)) events.push(event)
      yield* events
      return
    } catch (error) {
      const wasPreempted = permit.preempted.aborted && !signal.aborted
      if (!wasPreempted || !(error instanceof EngineError) || error.code !== 'aborted') throw error
    }
  }
}

type Admission = { readonly request: GenerateRequest; readonly cost: Cost; readonly permit: Permit }

async function admitted(
  { engine, scheduler }: Deps,
  request: GenerateRequest,
  signal: AbortSignal,
): Promise<Admission> {
  const cost = new Cost(request, engine.capabilities().pictureTokens)
  const { class: requestClass, share } = request
  const permit = await scheduler.acquire({ class: requestClass, share, tokens: cost.soFarTokens }, signal)
  return { request, cost, permit }
}

/** The engine's events; the permit is charged as they come, and released after the last. */
async function* charged(
  { engine, clock }: Deps,
  { request, cost, permit }: Admission,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent> {
  const startedMs = clock.monotonicMs()
  try {
    for await (const event of engine.generate(request, signal)) {
      cost.observe(event)
      permit.hold(cost.soFarTokens)
      yield event
    }
  } finally {
    permit.release(cost.finalTokens(clock.monotonicMs() - startedMs))
  }
}
