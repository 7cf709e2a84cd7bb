import type { Channel, ServiceStatus } from '#core/contract/channel.ts'
import { offerFor } from '#engine/offer.ts'
import type { Hardware } from '#machine/hardware.ts'
import type { Engines } from './app-engines.ts'
import type { Config } from './config.ts'

export type Readiness = { readonly ready: boolean; readonly parts: readonly PartState[] }

type PartState = {
  readonly name: string
  readonly state: 'ready' | 'starting' | 'failed' | 'off'
  readonly detail: string
}

/** What people and the operator may know: who answers, whether a guard is at work, what larger model would fit. */
export function statusOf({ config, engines, hardware }: { config: Config; engines: Engines; hardware: Hardware }): ServiceStatus {
  const { model, vision } = engines.chat.capabilities()
  const offer = config.engine.url === undefined ? offerFor(hardware, model) : undefined
  return {
    model,
    engine: engines.chat.health().state,
    vision,
    guard: config.guard.mode === 'off' ? 'off' : (engines.guard?.capabilities().guard ?? 'none'),
    ...(offer && { offer }),
  }
}

/** For `/readyz` and doctor: ready when people can be answered; a channel that waits for its platform does not count. */
export function readinessOf(parts: { status: () => ServiceStatus; engines: Engines; channels: readonly Channel[] }): Readiness {
  const { guard, offer } = parts.status()
  const states: PartState[] = [
    engineState('engine', parts.engines.chat),
    parts.engines.guard === undefined
      ? { name: 'guard', state: 'off', detail: 'every message passes unjudged' }
      : { ...engineState('guard', parts.engines.guard), detail: `${parts.engines.guard.capabilities().model}: ${guard}` },
    ...parts.channels.map((channel) => ({ name: channel.name, ...channel.health() })),
    ...(offer ? [{ name: 'larger model', state: 'off' as const, detail: `${offer.model} would fit: ${offer.command}` }] : []),
  ]
  return { ready: states.slice(0, 2).every(({ state }) => state === 'ready' || state === 'off'), parts: states }
}

function engineState(name: string, engine: Engines['chat']): PartState {
  const health = engine.health()
  return { name, state: health.state, detail: health.state === 'ready' ? health.model : health.detail }
}
