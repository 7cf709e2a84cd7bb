import type { SettingFault, SettingState, SettingValue } from '#core/contract/settings.ts'
import type { ServiceParts } from '../../deps.ts'
import type { ChannelGuide, ChannelName, GuideStep } from '../../channel-parts.ts'
import { ConsoleError } from '../console-error.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { ChannelForm, ChannelSetting } from '../forms/channels.ts'
import { stateOf } from './state.ts'
import { say } from '../sentences.ts'
import { saidOf } from '../settings/said-of-faults.ts'

type Deps = { readonly pool: ConsolePool; readonly service: Pick<ServiceParts, 'settings' | 'channelSetUp'> }
/** `checkAgain`: whether they still may, when their change has its turn. */
type Changing = { readonly deps: Deps; readonly by: string; readonly checkAgain: () => Promise<void> }
type Changes = readonly { readonly key: string; readonly value: SettingValue | null; readonly revision: number }[]

/** A channel with its set-up, as operators see it. */
export async function channelOf(name: ChannelName, { pool, service }: Deps): Promise<ChannelForm> {
  const { channelSetUp, settings } = service
  const guide = channelSetUp.guides[name]
  const { account, linking } = channelSetUp.open().find((channel) => channel.name === name) ?? {}
  const [all, counted] = await Promise.all([settings.list(), pool.query<Counted>(COUNTED, [name, account ?? null])])
  const [{ has_messages: hasMessages, waiting } = { has_messages: false, waiting: 0 }] = counted.rows
  const webhookUrl = webhookOf(guide, all)
  return {
    ...stateOf(name, channelSetUp),
    ...(account !== undefined && { account }),
    ...(linking && { linkState: linking.state.state }),
    docs: guide.docs,
    switch: guide.switch,
    steps: [...guide.steps],
    settings: settingsOf(guide, all).map(settingForm),
    ...(webhookUrl !== undefined && { webhookUrl }),
    ...(isSwitchedOff(guide, all) && { isSwitchedOff: true as const }),
    hasMessages,
    repliesWaiting: waiting,
  }
}

/** Of these settings alone: others of the service are not changed by way of a channel. */
export async function changeChannel(name: ChannelName, changes: Changes, { deps, by, checkAgain }: Changing) {
  const keys = keysOf(deps.service.channelSetUp.guides[name])
  const other = changes.find(({ key }) => !keys.includes(key))
  if (other !== undefined) throw new ConsoleError('bad-request', `${other.key} is no setting of this channel.`)
  const changed = await deps.service.settings.change(changes, by, checkAgain)
  if (changed.outcome === 'refused') throw refused(changed.faults)
  const now = await channelOf(name, deps)
  if (changed.outcome === 'changed') return now
  throw new ConsoleError('conflict', say('channel.changed'), { now })
}

/** Turns its switch: what else is set stays, here and in chasqui.yaml. */
export async function switchChannel(name: ChannelName, isOn: boolean, changing: Changing): Promise<ChannelForm> {
  const { deps } = changing
  const { settings, channelSetUp } = deps.service
  const { switch: key } = channelSetUp.guides[name]
  const state = (await settings.list()).find((one) => one.key === key)
  if (state === undefined) throw new Error(`${key} is no setting`)
  if (state.lockedBy !== undefined) {
    const said = say(isOn ? 'channel.locked-off' : 'channel.locked-on', { variable: state.lockedBy })
    throw new ConsoleError('bad-request', said, { now: await channelOf(name, deps) })
  }
  if (state.value === isOn) return channelOf(name, deps)
  return changeChannel(name, [{ key, value: isOn, revision: state.revision }], changing)
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

/** Somebody has switched it off, and what it needs is there: it can be switched on as it is. */
function isSwitchedOff(guide: ChannelGuide, all: readonly SettingState[]): boolean {
  const stateOfKey = (key: string | undefined) => all.find((state) => state.key === key)
  const isThere = ({ setting }: GuideStep) => {
    const { isSet, value } = stateOfKey(setting) ?? {}
    return isSet ?? value !== undefined
  }
  const { value, source } = stateOfKey(guide.switch) ?? {}
  const needed = guide.steps.filter(({ kind, isOptional }) => !isOptional && (kind === 'secret' || kind === 'text'))
  return value === false && source !== 'default' && needed.every(isThere)
}

const keysOf = ({ steps, switch: switchKey }: ChannelGuide) => [
  ...new Set([switchKey, ...steps.flatMap(({ setting }) => setting ?? [])]),
]

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

export const refused = (faults: readonly SettingFault[]) =>
  new ConsoleError('bad-request', saidOf(faults, { areNamed: faults.length > 1 }))

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
