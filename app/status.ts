import type { LiveChannels } from '#adapters/live-channels.ts'
import type { PartState, Readiness } from '#http/listener.ts'
import type { Channel, ServiceStatus } from '#core/contract/channel.ts'
import type { SwitchState } from '#core/contract/models.ts'
import type { Delivery } from '#core/delivery/delivery.ts'
import type { Guard, GuardService } from '#core/guard/guard.ts'
import type { ServingSet } from '#core/serving.ts'
import { mightyRoleAdvice } from '#core/store/store.ts'
import type { Embedder, Engine } from '#engine/contract.ts'
import { offerFor } from '#engine/offer.ts'
import type { DiskRoom } from '#machine/disk-room.ts'
import type { Hardware } from '#machine/hardware.ts'
import type { Config } from './config.ts'
import type { OwnSettings } from './run-time-settings.ts'
import { restartWords } from './whatsapp-words.ts'

/** What people and the operator may know: who answers, whether a guard is at work, what larger model would fit. */
export function statusOf({ config, chat, guards, hardware }: StatusDeps): ServiceStatus {
  const { model, vision } = chat.capabilities()
  const [guard] = servicesOf(guards).map((service) => service.capabilities())
  const offer = config.engine.url === undefined ? offerFor(hardware, model) : undefined
  return {
    model,
    engine: chat.health().state,
    vision,
    guard: guard?.level ?? 'off',
    guardSeesPictures: guard?.pictures !== undefined,
    ...(offer && { offer }),
  }
}

/** What answers, and what judges. */
type Answering = Pick<ServingSet, 'chat' | 'guards'>

type StatusDeps = Answering & { readonly config: Config; readonly hardware: Hardware }

type ReadinessDeps = Answering & {
  readonly status: () => ServiceStatus
  readonly room: DiskRoom
  readonly channels: Pick<LiveChannels, 'all' | 'faulty'>
  readonly delivery: Pick<Delivery, 'health'>
  readonly embedder: Embedder | undefined
  /** Of the public listener. */
  readonly advice: string | undefined
  /** Of another model that takes the place of this one. */
  readonly switching: SwitchState
  /** The role of the database, if row-level security does not hold for it. */
  readonly mightyRole: string | undefined
  readonly ownSettings: OwnSettings
}

/**
 * Ready when people can be answered; a channel that waits for its platform does not count. `/readyz` shows that and no
 * more, doctor the parts.
 */
export function readinessOf({
  status,
  chat,
  guards,
  room,
  channels,
  delivery,
  embedder,
  advice,
  switching,
  mightyRole,
  ownSettings,
}: ReadinessDeps): Readiness {
  const { offer, ...about } = status()
  const needed = [stateOf('engine', chat), ...guardStates(guards, about), diskState(room)]
  const closed = channels.faulty().map(({ name, detail }): PartState => ({ name, state: 'failed', detail }))
  const parts = [...needed, ...channels.all().map(channelState), ...closed]
  parts.push(deliveryState(delivery))
  // Without it memories are found by words alone.
  if (embedder) parts.push(embedderState(embedder))
  const switched = switchState(switching)
  if (switched) parts.push(switched)
  if (offer) parts.push({ name: 'larger model', state: 'off', detail: `${offer.model} would fit: ${offer.command}` })
  if (mightyRole !== undefined) {
    const { text: detail, fix } = mightyRoleAdvice(mightyRole)
    parts.push({ name: 'database', state: 'off', detail, fix })
  }
  parts.push(...settingsState(ownSettings))
  if (advice !== undefined) parts.push({ name: 'proxy', state: 'off', detail: advice })
  return { ready: needed.every(({ state }) => state === 'ready' || state === 'off'), parts }
}

/** Nothing where nothing was set in the console, and nothing that was taken away there still holds. */
export function settingsState({ used, faulty, waiting }: OwnSettings): PartState[] {
  if (used === 0 && faulty.length === 0 && waiting.length === 0) return []
  const waits = waiting.length === 0 ? '' : `; from the next start: ${waiting.join(', ')}`
  const detail = `${used} set in the console${waits}`
  if (faulty.length === 0) return [{ name: 'settings', state: 'ready', detail }]
  const unused = `not used, because they no longer can be: ${faulty.join(', ')}; see Settings in the console`
  return [{ name: 'settings', state: 'failed', word: 'some not used', detail: `${detail}; ${unused}` }]
}

/** One that is linked has states of its own, and they are what the operator is told. */
export function channelState(channel: Pick<Channel, 'name' | 'health' | 'linking'>): PartState {
  const { name, linking } = channel
  const health = channel.health()
  if (linking === undefined) return { name, ...health }
  const { state, detail, phoneNumber, restarts } = linking.state
  const more = [phoneNumber && `account +${phoneNumber}`, restarts && `browser restarted ${restartWords(restarts)}`]
  return { name, state: health.state, word: state, detail: [detail, ...more].filter(Boolean).join('; ') }
}

/** Since the process began. */
function deliveryState(delivery: Pick<Delivery, 'health'>): PartState {
  const { sent, failed, undelivered, labelled, unauthorised } = delivery.health()
  const counts = `replies sent ${sent}, given up ${failed}, undelivered ${undelivered}, repeated with a label ${labelled}`
  if (unauthorised.length === 0) return { name: 'delivery', state: 'ready', detail: counts }
  const refused = `the platform refuses the token of ${unauthorised.join(', ')}: set a valid one; replies wait for it`
  return { name: 'delivery', state: 'failed', detail: `${refused} (${counts})` }
}

/** Nobody waits for it unless the engine says so too. */
function switchState(switching: SwitchState): PartState | undefined {
  const name = 'model switch'
  switch (switching.state) {
    case 'none':
    case 'done':
    case 'cancelled':
      return undefined
    case 'failed':
      return {
        name,
        state: 'off',
        word: 'failed',
        detail: `${switching.model}: ${switching.why} ${switching.serves} answers.`,
      }
    default:
      return { name, state: 'starting', word: switching.state, detail: switching.model }
  }
}

function embedderState(embedder: Embedder): PartState {
  const state = stateOf('embedder', embedder)
  const memory = embedder.memory()
  if (memory === undefined) return state
  return { ...state, detail: `${state.detail}, ${(memory.bytes / 1e6).toFixed(0)} MB (${memory.of})` }
}

function diskState(room: DiskRoom): PartState {
  const known = Number.isFinite(room.freeBytes())
    ? `${(room.freeBytes() / 1e9).toFixed(1)} GB free`
    : 'free space unknown'
  const unseen = room.unseen()
  const free = unseen.length === 0 ? known : `${known} (not known of ${unseen.join(', ')})`
  if (room.hasRoom()) return { name: 'disk', state: 'ready', detail: free }
  const detail = `${free}: nothing new is taken until there is more (limits.diskFreeBytesMin); make room`
  return { name: 'disk', state: 'failed', detail }
}

/** What people who write now wait for; shown only at this computer, since it names hosts. */
export function waitsFor({ chat, guards }: Answering): string | undefined {
  const parts = [stateOf('engine', chat), ...servicesOf(guards).map((service) => stateOf('guard', service))]
  const missing = parts.filter(({ state }) => state !== 'ready').map(({ name, detail }) => `${name}: ${detail}`)
  return missing.length === 0 ? undefined : [...new Set(missing)].join('\n')
}

/** Of the guards that may be unreachable; the others need no service. */
const servicesOf = (guards: readonly Guard[]) => guards.flatMap(({ service }) => service ?? [])

function guardStates(guards: readonly Guard[], { guard, vision, guardSeesPictures }: ServiceStatus): PartState[] {
  const found = servicesOf(guards).map((service) => stateOf('guard', service))
  if (found.length === 0) return [{ name: 'guard', state: 'off', detail: 'every message passes unjudged' }]
  const unjudged = vision && !guardSeesPictures ? ', but pictures are not judged' : ''
  const more = (detail: string) => `${detail}: ${guard}${unjudged}`
  return found.map((each) => (each.state === 'ready' ? { ...each, detail: more(each.detail) } : each))
}

function stateOf(name: string, service: Engine | Embedder | GuardService): PartState {
  const health = service.health()
  return { name, state: health.state, detail: health.state === 'ready' ? health.model : health.detail }
}
