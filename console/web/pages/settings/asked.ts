import { queryOptions, type QueryClient } from '@tanstack/react-query'
import type { SettingForm, SettingsForm } from '../../../api/forms/settings.ts'
import { read } from '../../api.ts'

export const settingsAsked = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => read<SettingsForm>('/api/settings', {}, signal),
})

/** As the service has just told it. */
export const keep = (queries: QueryClient, { settings }: SettingsForm): void =>
  void queries.setQueryData(settingsAsked.queryKey, { settings })

/** Here: not by the environment, and not in chasqui.yaml alone. */
export const isEditable = ({ applies, lockedBy }: SettingForm): boolean =>
  applies !== 'elsewhere' && lockedBy === undefined

/** What `Show` can be set to. */
export const SHOWN = [
  'all',
  'editable',
  'changed',
  'unsaved',
  'console',
  'environment',
  'file',
  'waiting',
  'fault',
] as const
export type Shown = (typeof SHOWN)[number]

const IS_SHOWN: Readonly<Record<Exclude<Shown, 'unsaved'>, (setting: SettingForm) => boolean>> = {
  all: () => true,
  editable: isEditable,
  changed: ({ source }) => source !== 'default',
  console: ({ isOwn }) => isOwn === true,
  environment: ({ source }) => source === 'environment',
  file: ({ source }) => source === 'file',
  waiting: ({ waitsForStart }) => waitsForStart === true,
  fault: ({ fault }) => fault !== undefined,
}

type Wanted = {
  readonly shown: Shown
  readonly search: string
  readonly nameOf: (key: string) => string
  /** Something is typed over it. */
  readonly isUnsaved: (key: string) => boolean
}

/** By the groups of chasqui.yaml. */
export function groupsOf(settings: readonly SettingForm[], { shown, search, nameOf, isUnsaved }: Wanted) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const isShown = (setting: SettingForm) => (shown === 'unsaved' ? isUnsaved(setting.key) : IS_SHOWN[shown](setting))
  const isWanted = (setting: SettingForm) => {
    const all = `${setting.key} ${nameOf(setting.key)} ${setting.lockedBy ?? ''}`.toLowerCase()
    return isShown(setting) && words.every((word) => all.includes(word))
  }
  const groups = new Map<string, SettingForm[]>()
  for (const setting of settings.filter(isWanted)) {
    const [group = ''] = setting.key.split('.')
    groups.set(group, [...(groups.get(group) ?? []), setting])
  }
  return [...groups]
}
