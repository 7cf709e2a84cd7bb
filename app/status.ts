import type { PartState, Readiness } from '#http/listener.ts'
import type { Channel, ServiceStatus } from '#core/contract/channel.ts'
import { offerFor } from '#engine/offer.ts'
import type { DiskRoom } from '#machine/disk-room.ts'
import type { Hardware } from '#machine/hardware.ts'
import type { Engines } from './engines.ts'
import type { Config } from './config.ts'

/** What people and the operator may know: who answers, whether a guard is at work, what larger model would fit. */
export function statusOf(parts: { config: Config; engines: Engines; hardware: Hardware }): ServiceStatus {
  const { config, engines, hardware } = parts
  const { model, vision } = engines.chat.capabilities()
  const guard = config.guard.mode === 'off' ? undefined : engines.guard?.capabilities()
  const offer = config.engine.url === undefined ? offerFor(hardware, model) : undefined
  return {
    model,
    engine: engines.chat.health().state,
    vision,
    guard: config.guard.mode === 'off' ? 'off' : (guard?.guard ?? 'none'),
    guardSeesPictures: guard?.guardSeesPictures ?? false,
    ...(offer && { offer }),
  }
}

type Parts = {
  status: () => ServiceStatus
  engines: Engines
  room: DiskRoom
  channels: readonly Channel[]
  /** Of the public listener. */
  advice: string | undefined
}

/**
 * Ready when people can be answered; a channel that waits for its platform is no matter. `/readyz` tells that and no
 * more, doctor the parts.
 */
export function readinessOf({ status, engines, room, channels, advice }: Parts): Readiness {
  const { offer, ...about } = status()
  const needed = [engineState('engine', engines.chat), guardState(engines.guard, about), diskState(room)]
  const parts = [...needed, ...channels.map((channel) => ({ name: channel.name, ...channel.health() }))]
  if (offer) parts.push({ name: 'larger model', state: 'off', detail: `${offer.model} would fit: ${offer.command}` })
  if (advice !== undefined) parts.push({ name: 'proxy', state: 'off', detail: advice })
  return { ready: needed.every(({ state }) => state === 'ready' || state === 'off'), parts }
}

function diskState(room: DiskRoom): PartState {
  const known = Number.isFinite(room.freeBytes()) ? `${(room.freeBytes() / 1e9).toFixed(1)} GB free` : 'free space unknown'
  const unseen = room.unseen()
  const free = unseen.length === 0 ? known : `${known} (not known of ${unseen.join(', ')})`
  if (room.hasRoom()) return { name: 'disk', state: 'ready', detail: free }
  const detail = `${free}: nothing new is taken until there is more (limits.diskFreeBytesMin); make room`
  return { name: 'disk', state: 'failed', detail }
}

/** What people who write now wait for; told to who sits at this computer only, since it names hosts. */
export function waitsFor(engines: Engines): string | undefined {
  const parts = [engineState('engine', engines.chat), ...(engines.guard ? [engineState('guard', engines.guard)] : [])]
  const missing = parts.filter(({ state }) => state !== 'ready').map(({ name, detail }) => `${name}: ${detail}`)
  return missing.length === 0 ? undefined : [...new Set(missing)].join('\n')
}

function guardState(engine: Engines['guard'], { guard, vision, guardSeesPictures }: ServiceStatus): PartState {
  if (engine === undefined) return { name: 'guard', state: 'off', detail: 'every message passes unjudged' }
  const found = engineState('guard', engine)
  const unjudged = vision && !guardSeesPictures ? ', but pictures are not judged' : ''
  return found.state === 'ready' ? { ...found, detail: `${found.detail}: ${guard}${unjudged}` } : found
}

function engineState(name: string, engine: Engines['chat']): PartState {
  const health = engine.health()
  return { name, state: health.state, detail: health.state === 'ready' ? health.model : health.detail }
}
