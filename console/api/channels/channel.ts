import type { SettingFault, SettingState, SettingValue } from '#core/contract/settings.ts'
import type { ServiceParts } from '../../deps.ts'
import type { ChannelGuide, ChannelName } from '../../channel-parts.ts'
import { ConsoleError } from '../console-error.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { ChannelForm, ChannelSetting } from '../forms/channels.ts'
import { stateOf } from './state.ts'
import { say } from '../sentences.ts'
import { sentencesOfFaults } from '../settings/fault-sentences.ts'

type Deps = { readonly pool: ConsolePool; readonly service: Pick<ServiceParts, 'settings' | 'channelSetUp'> }
type Changes = readonly { readonly key: string; readonly value: SettingValue | null; readonly revision: number }[]

/** A channel with its set-up, as operators see it. */
export async function channelOf(name: ChannelName, { pool, service }: Deps): Promise<ChannelForm> {
  const { channelSetUp, settings } = service
  const guide = channelSetUp.guides[name]
  const account = channelSetUp.open().find((channel) => channel.name === name)?.account
  const [all, counted] = await Promise.all([settings.list(), pool.query<Counted>(COUNTED, [name, account ?? null])])
  const [{ has_messages: hasMessages, waiting } = { has_messages: false, waiting: 0 }] = counted.rows
  const webhookUrl = webhookOf(guide, all)
  return {
    ...stateOf(name, channelSetUp),
    ...(account !== undefined && { account }),
    docs: guide.docs,
    steps: [...guide.steps],
    settings: settingsOf(guide, all).map(settingForm),
    ...(webhookUrl !== undefined && { webhookUrl }),
    hasMessages,
    repliesWaiting: waiting,
  }
}

/** Of these settings alone: others of the service are not changed by way of a channel. */
export async function changeChannel(name: ChannelName, changes: Changes, { deps, by }: { deps: Deps; by: string }) {
  const keys = keysOf(deps.service.channelSetUp.guides[name])
  const other = changes.find(({ key }) => !keys.includes(key))
  if (other !== undefined) throw new ConsoleError('bad-request', `${other.key} is no setting of this channel.`)
  const changed = await deps.service.settings.change(changes, by)
  if (changed.outcome === 'refused') throw refused(changed.faults)
  const now = await channelOf(name, deps)
  if (changed.outcome === 'changed') return now
  throw new ConsoleError('conflict', say('channel.changed'), { now })
}

/** Takes away what has it on. What the file or the environment sets cannot be taken away here. */
export async function switchOff(name: ChannelName, { deps, by }: { deps: Deps; by: string }): Promise<ChannelForm> {
  const { settings, channelSetUp } = deps.service
  if (stateOf(name, channelSetUp).state === 'off') return channelOf(name, deps)
  const guide = channelSetUp.guides[name]
  const changes = changesToSwitchOff(guide, await settings.list())
  const now = changes.length === 0 ? await channelOf(name, deps) : await changeChannel(name, changes, { deps, by })
  if (now.state === 'off') return now
  const [source] = now.settings.filter((setting) => isNeeded(guide, setting.key) && setting.isSet !== false)
  const where = source?.lockedBy ?? 'chasqui.yaml'
  throw new ConsoleError('bad-request', say('channel.set-elsewhere', { setting: source?.key ?? name, where }), { now })
}

/** Closes it and opens it again; one that could not be opened is shown with why. */
export async function reconnect(name: ChannelName, deps: Deps): Promise<ChannelForm> {
  const { channelSetUp } = deps.service
  if (stateOf(name, channelSetUp).state === 'off') {
    throw new ConsoleError('bad-request', say('channel.off'))
  }
  try {
    await channelSetUp.reconnect(name)
  } catch (error) {
    if (stateOf(name, channelSetUp).state !== 'faulty') throw error
  }
  return channelOf(name, deps)
}

/** A switch is turned; otherwise everything that this channel alone needs. */
function changesToSwitchOff(guide: ChannelGuide, all: readonly SettingState[]): Changes {
  const needed = settingsOf(guide, all).filter(({ key }) => isNeeded(guide, key))
  const turned = needed.filter(({ key }) =>
    guide.steps.some(({ kind, setting }) => kind === 'switch' && setting === key),
  )
  if (turned.length > 0) return turned.map(({ key, revision }) => ({ key, value: false, revision }))
  return needed
    .filter(({ source }) => source === 'console')
    .map(({ key, revision }) => ({ key, value: null, revision }))
}

const isNeeded = ({ steps }: ChannelGuide, key: string) =>
  !isShared(key) && steps.some(({ setting, isOptional = false }) => setting === key && !isOptional)

/** Messenger, Instagram and WhatsApp Cloud have one app, and one webhook. */
const isShared = (key: string) => key.startsWith('meta.')

const keysOf = ({ steps }: ChannelGuide) => steps.flatMap(({ setting }) => setting ?? [])

function settingsOf(guide: ChannelGuide, all: readonly SettingState[]): readonly SettingState[] {
  const keys = keysOf(guide)
  return all.filter(({ key }) => keys.includes(key))
}

/** What a page may be sent, also with a refusal, which no schema cuts: never the value of a secret. */
export function settingForm(state: SettingState): ChannelSetting {
  const { key, form, source, lockedBy, value, isSet, revision, waitsForStart, fault } = state
  return {
    ...{ key, source, revision },
    form: form.type === 'choice' ? { ...form, of: [...form.of] } : form,
    ...(lockedBy !== undefined && { lockedBy }),
    ...(value !== undefined && form.type !== 'secret' && { value: typeof value === 'object' ? [...value] : value }),
    ...(isSet !== undefined && { isSet }),
    ...(waitsForStart && { waitsForStart }),
    ...(fault !== undefined && { fault }),
  }
}

function webhookOf({ steps }: ChannelGuide, all: readonly SettingState[]): string | undefined {
  const publicUrl = all.find(({ key }) => key === 'server.publicUrl')?.value
  if (typeof publicUrl !== 'string' || !steps.some(({ kind }) => kind === 'webhook')) return undefined
  return `${publicUrl.replace(/\/$/, '')}/webhooks/meta`
}

export const refused = (faults: readonly Pick<SettingFault, 'message' | 'sentences'>[]) =>
  new ConsoleError('bad-request', sentencesOfFaults(faults) ?? faults.map(({ message }) => message).join(' '))

type Counted = { has_messages: boolean; waiting: number }

/** Of the account that is open; otherwise of every account that there was. */
const COUNTED = `
  select exists (
    select from conversation
    where last_seq > 0 and case when $2::text is null then starts_with(account, $1 || ':') else account = $2 end
  ) as has_messages, (
    select count(*)::integer from outbox o join conversation c on c.id = o.conversation_id
    where o.state = 'ready' and starts_with(c.account, $1 || ':')
  ) as waiting`
