import { EngineError, type Engine, type GenerateEvent, type GenerateRequest } from './contract.ts'
import type { Clock } from '#machine/clock.ts'
import { Gate } from './dispatcher/gate.ts'

export type DispatcherOptions = {
  /** Requests that the engine works on at a time; more would wait in its own queue, where order is lost. */
  slots: number
  /** One of them is the guard's own, so that a verdict never waits for an answer. */
  guardSlot: boolean
  /** Requests of one class that may wait. */
  queueMax: number
  waitMaxMs?: number
  clock: Clock
}

/**
 * The same engine with an order of service in front: guard, chat, photo, background; first come, first served within a
 * class. Background work gives way: it is aborted when somebody waits, and asked again later, which costs little since
 * the engine keeps what it has read. So its events come all at once, when it is complete.
 */
export function dispatched(engine: Engine, options: DispatcherOptions): Engine {
  const gate = new Gate(options)
  return {
    name: engine.name,
    health: () => engine.health(),
    ready: (signal) => engine.ready(signal),
    capabilities: () => engine.capabilities(),
    countTokens: (text, signal) => engine.countTokens(text, signal),
    generate: (request, signal) =>
      request.class === 'background' ? givingWay(engine, gate, request, signal) : inTurn(engine, gate, request, signal),
    async [Symbol.asyncDispose]() {
      gate.close()
      await engine[Symbol.asyncDispose]()
    },
  }
}

// After so many interruptions it runs to its end, or a busy service would never learn anything.
const INTERRUPTIONS_MAX = 8

async function* inTurn(
  engine: Engine,
  gate: Gate,
  request: GenerateRequest,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent> {
  const place = await gate.enter(request.class, signal)
  try {
    yield* engine.generate(request, signal)
  } finally {
    place.leave()
  }
}

async function* givingWay(
  engine: Engine,
  gate: Gate,
  request: GenerateRequest,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent> {
  for (let interruptions = 0; ; interruptions += 1) {
    const place = await gate.enter('background', signal)
    if (interruptions >= INTERRUPTIONS_MAX) place.keep()
    try {
      const events: GenerateEvent[] = []
      for await (const event of engine.generate(request, AbortSignal.any([signal, place.givesWay]))) events.push(event)
      place.leave()
      yield* events
      return
    } catch (error) {
      const wasInterrupted = place.givesWay.aborted && !signal.aborted
      if (!wasInterrupted || !(error instanceof EngineError) || error.code !== 'aborted') throw error
    } finally {
      place.leave()
    }
  }
}
