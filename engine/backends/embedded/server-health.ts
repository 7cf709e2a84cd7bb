import type { Child } from '#machine/child-options.ts'
import type { ChildError } from '#machine/child-state.ts'
import type { Clock } from '#machine/clock.ts'
import { CodedError, saidBy } from '#machine/coded-error.ts'
import { toldAs, type Sentence } from '#machine/sentence.ts'
import { retry } from '#machine/retry.ts'
import type { EngineHealth } from '../../contract.ts'
import type { Driver } from '../../driver/driver.ts'
import { engineStopped } from '../../endings.ts'
import { say } from '../../sentences.ts'

/** The state of a supervised llama-server, in words for the operator. */
export function serverHealth(
  { state }: Child,
  { model, startedMs, isTested = false, clock }: { model: string; startedMs: number; isTested?: boolean; clock: Clock },
): EngineHealth {
  if (state.state === 'ready') return { state: 'ready', model }
  if (state.state === 'failed')
    return { state: 'failed', detail: state.error.message, sentences: cannotStart(model, state.error) }
  if (state.state === 'stopped') return { state: 'failed', ...toldAs('detail', saidBy(engineStopped())) }
  const doing = state.restarts > 0 ? 'engine.restarting' : 'engine.loading'
  const count = Math.round((clock.monotonicMs() - startedMs) / 1000)
  const told = toldAs('detail', say(isTested ? 'engine.testing' : doing, { model, count }))
  return { state: 'starting', ...told, ...(isTested && { isTested }) }
}

/** In English its last lines stand below it. */
function cannotStart(model: string, { message, cause }: ChildError): readonly Sentence[] {
  if (cause instanceof CodedError && cause.sentences) return [say('engine.unfit', { model }), ...cause.sentences]
  const [said = ''] = message.split('\n', 1)
  return [say('engine.cannot-start', { model, said: { quote: said } })]
}

/** Resolves once a server that was just started answers. */
export async function untilHealthy(driver: Driver, clock: Clock, signal: AbortSignal): Promise<void> {
  const pauseMs = (failures: number) => Math.min(HEALTH_EVERY_MS * 1.2 ** (failures - 1), HEALTH_EVERY_MS_MAX)
  await retry(() => driver.question('GET', '/health', signal), { pauseMs, clock }, signal)
}

export const HEALTH_EVERY_MS = 25
const HEALTH_EVERY_MS_MAX = 500
