import type { LiveChannels } from '#adapters/live-channels.ts'
import type { PartState, Readiness } from '#http/listener.ts'
import type { Channel, ServiceStatus } from '#core/contract/channel.ts'
import type { SwitchState } from '#core/contract/models.ts'
import type { Delivery } from '#core/delivery/delivery.ts'
import type { Guard, GuardService } from '#core/guard/guard.ts'
import type { ServingSet } from '#core/serving.ts'
import type { Embedder, Engine } from '#engine/contract.ts'
import { offerFor } from '#engine/offer.ts'
import type { DiskRoom } from '#machine/disk-room.ts'
import type { Hardware } from '#machine/hardware.ts'
import { asOneText, toldAs, type Sentence } from '#machine/sentence.ts'
import type { Config } from './config.ts'
import type { OwnSettings } from './run-time-settings.ts'
import { say } from './sentences.ts'

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
  readonly advice: readonly Sentence[] | undefined
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
  const closed = channels.faulty().map((fault): PartState => ({ ...fault, state: 'failed' }))
  const parts = [...needed, ...channels.all().map(channelState), ...closed]
  parts.push(deliveryState(delivery))
  // Without it memories are found by words alone.
  if (embedder) parts.push(embedderState(embedder))
  const switched = switchState(switching)
  if (switched) parts.push(switched)
  if (offer)
    parts.push(
      part({ name: 'larger model', state: 'off', fix: offer.command }, say('model.larger', { model: offer.model })),
    )
  if (mightyRole !== undefined)
    parts.push(
      part({ name: 'database', state: 'off', fix: ROLE_FIX }, say('database.mighty-role', { role: mightyRole })),
    )
  parts.push(...settingsState(ownSettings))
  if (advice !== undefined) parts.push(part({ name: 'proxy', state: 'off' }, ...advice))
  return { ready: needed.every(({ state }) => state === 'ready' || state === 'off'), parts }
}

/** Makes a role that row-level security holds for. */
const ROLE_FIX =
  `CREATE ROLE chasqui_service LOGIN PASSWORD '…' NOSUPERUSER NOBYPASSRLS; and give it the database: ` +
  'docs/configuration.md, "The role of the service"'

/** Nothing where nothing was set in the console, and nothing that was taken away there still holds. */
export function settingsState({ used, faulty, waiting }: OwnSettings): PartState[] {
  if (used === 0 && faulty.length === 0 && waiting.length === 0) return []
  const set = [say('settings.set', { count: used })]
  if (waiting.length > 0) set.push(say('settings.wait', { settings: { list: waiting } }))
  if (faulty.length === 0) return [part({ name: 'settings', state: 'ready' }, ...set)]
  const unused = say('settings.unused', { settings: { list: faulty } })
  return [part({ name: 'settings', state: 'failed', word: 'some not used' }, ...set, unused)]
}

/** One that is linked has states of its own, and they are what the operator is told. */
export function channelState(channel: Pick<Channel, 'name' | 'health' | 'linking'>): PartState {
  const { name, linking } = channel
  const health = channel.health()
  if (linking === undefined) return { name, ...health }
  const { state, detail, sentences, phoneNumber, restarts } = linking.state
  const more: Sentence[] = []
  if (phoneNumber !== undefined) more.push(say('whatsapp.account', { number: `+${phoneNumber}` }))
  if (restarts) more.push(say('whatsapp.restarted', { count: restarts.count }), restarts.newestFor)
  const english = asOneText([detail, ...more.map((each) => each.english)])
  return { name, state: health.state, word: state, detail: english, sentences: [...sentences, ...more] }
}

/** Since the process began. */
function deliveryState(delivery: Pick<Delivery, 'health'>): PartState {
  const { sent, failed, undelivered, labelled, unauthorised } = delivery.health()
  const counts = say('delivery.counts', { sent, failed, undelivered, labelled })
  if (unauthorised.length === 0) return part({ name: 'delivery', state: 'ready' }, counts)
  const refused = say('delivery.refused', { channels: { list: unauthorised } })
  return part({ name: 'delivery', state: 'failed' }, refused, counts)
}

/** Nobody waits for it unless the engine says so too. */
function switchState(switching: SwitchState): PartState | undefined {
  const name = 'model switch'
  switch (switching.state) {
    case 'none':
    case 'done':
    case 'cancelled':
      return undefined
    case 'failed': {
      const { model, why, sentences = [say('switch.said', { said: { quote: why } })], serves } = switching
      const answers = say('switch.serves', { model: serves })
      return part({ name, state: 'off', word: 'failed' }, say('switch.failed', { model }), ...sentences, answers)
    }
    default:
      return { name, state: 'starting', word: switching.state, detail: switching.model }
  }
}

function embedderState(embedder: Embedder): PartState {
  const state = stateOf('embedder', embedder)
  const { bytes, of } = embedder.memory() ?? {}
  if (bytes === undefined || of === undefined || state.state !== 'ready') return state
  return part(
    { name: state.name, state: state.state },
    say(`embedder.${of}`, { model: state.detail, memory: { bytes } }),
  )
}

function diskState(room: DiskRoom): PartState {
  const bytes = room.freeBytes()
  const free = [Number.isFinite(bytes) ? say('disk.free', { free: { bytes } }) : say('disk.unknown')]
  const unseen = room.unseen()
  if (unseen.length > 0) free.push(say('disk.unseen', { folders: { list: unseen } }))
  if (room.hasRoom()) return part({ name: 'disk', state: 'ready' }, ...free)
  return part({ name: 'disk', state: 'failed' }, ...free, say('disk.full'))
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
  if (found.length === 0) return [part({ name: 'guard', state: 'off' }, say('guard.none-at-work'))]
  const unjudged = vision && !guardSeesPictures ? [say('guard.pictures-unjudged')] : []
  return found.map((each) =>
    each.state === 'ready'
      ? part({ name: each.name, state: each.state }, say(`guard.at-work-${guard}`, { model: each.detail }), ...unjudged)
      : each,
  )
}

function stateOf(name: string, service: Engine | Embedder | GuardService): PartState {
  const health = service.health()
  if (health.state === 'ready') return { name, state: 'ready', detail: health.model }
  const { state, detail } = health
  return { name, state, detail, ...('sentences' in health && { sentences: health.sentences }) }
}

const part = (about: Omit<PartState, 'detail' | 'sentences'>, ...sentences: readonly Sentence[]): PartState => ({
  ...about,
  ...toldAs('detail', sentences),
})
