import type { SettingForm, SettingsForm } from '../../../api/forms/settings.ts'
import { isSame, typedFrom, valueFrom, type Value } from './value.ts'

/** What was typed over a setting, and is not saved. */
export type Draft = {
  /** Null: the console's own value is taken away. */
  readonly typed: string | null
  /** Of the setting that it was typed over. */
  readonly revision: number
  /** Somebody else has changed the setting since. */
  readonly isConflict?: true
}

/** By setting, in the order in which they were opened. */
export type Drafts = Readonly<Record<string, Draft>>

export type SettingChange = { readonly key: string; readonly value: Value | null; readonly revision: number }

export const opened = (drafts: Drafts, setting: SettingForm): Drafts =>
  Object.hasOwn(drafts, setting.key)
    ? drafts
    : { ...drafts, [setting.key]: { typed: typedFrom(setting), revision: setting.revision } }

export function without(drafts: Drafts, keys: readonly string[]): Drafts {
  return Object.fromEntries(Object.entries(drafts).filter(([key]) => !keys.includes(key)))
}

/** Another value than the one that is there. */
export function isChange({ typed }: Draft, setting: SettingForm): boolean {
  if (typed === null) return setting.isOwn === true
  if (setting.form.type === 'secret') return typed.trim() !== ''
  return !isSame(valueFrom(typed, setting.form), valueFrom(typedFrom(setting), setting.form))
}

/** The drafts that change something, with their settings. */
export const changing = (drafts: Drafts, settings: readonly SettingForm[]) =>
  Object.entries(drafts).flatMap(([key, draft]) => {
    const setting = settings.find((one) => one.key === key)
    return setting !== undefined && isChange(draft, setting) ? [{ setting, draft }] : []
  })

export type Changing = ReturnType<typeof changing>[number]

export const changeOf = ({ setting: { key, form }, draft: { typed, revision } }: Changing): SettingChange => ({
  key,
  value: typed === null ? null : valueFrom(typed, form),
  revision,
})

/**
 * After settings were read again. What is saved already, because the answer to it was lost or a colleague has set the
 * same, is no draft any more; over what somebody else has changed, it is marked.
 */
export function reconciled(drafts: Drafts, { settings }: SettingsForm): Drafts {
  const entries = Object.entries(drafts).flatMap(([key, draft]) => {
    const setting = settings.find((one) => one.key === key)
    if (setting === undefined) return []
    if (setting.revision === draft.revision) return [[key, draft] as const]
    // Nothing was typed, or it is there: the reader sees what there is now.
    if (setting.form.type !== 'secret' && !isChange(draft, setting)) return []
    return [[key, { ...draft, isConflict: true as const }] as const]
  })
  return Object.fromEntries(entries)
}

/** Over what these settings are now. */
export const rebased = (drafts: Drafts, now: SettingsForm, keys: readonly string[]): Drafts =>
  Object.fromEntries(
    Object.entries(drafts).map(([key, draft]) => {
      const revision = now.settings.find((one) => one.key === key)?.revision
      return [key, keys.includes(key) && revision !== undefined ? { ...draft, revision } : draft]
    }),
  )
