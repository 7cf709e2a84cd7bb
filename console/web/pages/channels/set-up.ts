import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChannelForm, ChannelSetting, ChannelStep, CheckForm } from '../../../api/forms/channels.ts'
import { change, conflictIn } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { showDone } from '../../ui/done.ts'
import { platformName } from '../../ui/platforms.ts'
import { channelAsked } from './asked.ts'

export type Value = string | number | boolean

/** What an operator has typed into a guide, and what becomes of it. */
export type SetUp = ReturnType<typeof useSetUp>

export function useSetUp(channel: ChannelForm) {
  const queries = useQueryClient()
  const settings: Settings = new Map(channel.settings.map((setting) => [setting.key, setting]))
  const draft = useDraft(settings)
  const [isAcknowledged, acknowledge] = useState(false)
  /** By which step a phone is being linked: its code is shown there. */
  const [linksBy, linkBy] = useState<'qr' | 'pairing'>()
  const keep = (now: ChannelForm) => {
    queries.setQueryData(channelAsked(channel.name).queryKey, now)
    void queries.invalidateQueries({ queryKey: ['channels'] })
  }
  const { checking, installLink } = useChecking(channel, draft)
  const changes = [...draft.entries, ...switchedOn(channel, settings)]
  const saving = useSaving(channel, { draft, changes, keep })
  const type = (key: string, value: Value) => {
    checking.reset()
    if (!saving.isPending) saving.reset()
    draft.type(key, value)
  }
  return {
    channel,
    checking,
    saving,
    // What is shown is the newest answer: one about what was there before would be taken for it.
    check() {
      saving.reset()
      checking.mutate()
    },
    save() {
      checking.reset()
      saving.mutate()
    },
    made: draft.made,
    isAcknowledged,
    acknowledge,
    installLink,
    linksBy,
    linkBy,
    hasChanges: changes.length > 0,
    /** The first step without which the channel cannot be switched on. */
    missing: channel.steps.find((step) => !step.isOptional && !isFilledIn(step, { draft, settings, isAcknowledged })),
    keep,
    settingOf: (key: string | undefined) => (key === undefined ? undefined : settings.get(key)),
    valueOf: (key: string): Value | undefined => draft.typed[key],
    type,
    makeUp: (key: string) => type(key, draft.makeUp(key)),
  }
}

type Settings = ReadonlyMap<string, ChannelSetting>
type Draft = ReturnType<typeof useDraft>

/** What is typed and not saved. */
function useDraft(settings: Settings) {
  const [typed, setTyped] = useState<Readonly<Record<string, Value>>>({})
  /** As they were when the operator began to type. */
  const [seen, setSeen] = useState<Readonly<Record<string, number>>>({})
  /** Made up here: a saved one is never shown again. */
  const [made, setMade] = useState<Readonly<Record<string, string>>>({})
  return {
    typed,
    made,
    /** What changes something. */
    entries: Object.entries(typed)
      .filter(([key, value]) => isChange(value, settings.get(key)))
      .map(([key, value]) => ({ key, value, revision: seen[key] ?? 0 })),
    type(key: string, value: Value) {
      setTyped((before) => ({ ...before, [key]: value }))
      setSeen((before) => ({ [key]: settings.get(key)?.revision ?? 0, ...before }))
    },
    makeUp(key: string): string {
      const value = randomHex()
      setMade((before) => ({ ...before, [key]: value }))
      return value
    },
    /** Over what they are now: whoever saves once more has seen it. */
    rebase: (now: ChannelForm) => setSeen(Object.fromEntries(now.settings.map(({ key, revision }) => [key, revision]))),
    clear() {
      setTyped({})
      setSeen({})
    },
  }
}

const pathOf = ({ name }: ChannelForm) => `/api/channels/${name}` as const

function useChecking(channel: ChannelForm, { entries }: Draft) {
  /** Of the newest check that was answered with one: it goes for longer than that answer is shown. */
  const [installLink, setInstallLink] = useState<string>()
  const checking = useMutation({
    mutationFn: () =>
      change<CheckForm>('POST', `${pathOf(channel)}/check`, {
        values: entries.map(({ key, value }) => ({ key, value })),
      }),
    onSuccess: (answer) => answer.installLink !== undefined && setInstallLink(answer.installLink),
  })
  return { checking, installLink }
}

type Change = { readonly key: string; readonly value: Value; readonly revision: number }
type Saving = {
  readonly draft: Draft
  readonly changes: readonly Change[]
  readonly keep: (now: ChannelForm) => void
}

function useSaving(channel: ChannelForm, { draft, changes, keep }: Saving) {
  return useMutation({
    mutationFn: () => change<ChannelForm>('PUT', pathOf(channel), { changes }),
    onSuccess(now) {
      draft.clear()
      keep(now)
      showDone(text('channels.saved', { name: platformName(channel.name) }))
    },
    onError(error) {
      const now = conflictIn<ChannelForm>(error)?.now
      if (now === undefined) return
      draft.rebase(now)
      keep(now)
    },
  })
}

/** Who fills in the settings of a channel that is off wants it on. */
function switchedOn(channel: ChannelForm, settings: Settings): readonly Change[] {
  const state = settings.get(channel.switch)
  if (channel.state !== 'off' || state?.value !== false) return []
  return [{ key: channel.switch, value: true, revision: state.revision }]
}

const isChange = (value: Value, setting: ChannelSetting | undefined) =>
  setting !== undefined && setting.lockedBy === undefined && value !== '' && value !== setting.value

type Filled = { readonly draft: Draft; readonly settings: Settings; readonly isAcknowledged: boolean }

function isFilledIn({ kind, setting }: ChannelStep, { draft, settings, isAcknowledged }: Filled): boolean {
  const state = settings.get(setting ?? '')
  if (state === undefined) return kind !== 'acknowledge' || isAcknowledged
  const typed = draft.typed[state.key] ?? ''
  const value = typed === '' ? (state.isSet ?? state.value) : typed
  return value !== undefined && value !== false
}

/** Set here, in the file or in the environment, or about to be. */
export function isDone({ channel, settingOf }: Pick<SetUp, 'channel' | 'settingOf'>, key: string): boolean {
  const setting = settingOf(key)
  if (setting?.form.type === 'switch') return setting.value === true
  if (setting?.isSet !== undefined) return setting.isSet
  // A default that nobody chose is no step that was done, unless the channel works with it.
  return setting?.value !== undefined && (setting.source !== 'default' || channel.state === 'ready')
}

const MADE_BYTES = 16

const randomHex = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(MADE_BYTES)), (byte) => byte.toString(16).padStart(2, '0')).join('')
