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
export const SHOWN = ['all', 'editable', 'console', 'environment', 'file', 'waiting', 'fault'] as const
export type Shown = (typeof SHOWN)[number]

const IS_SHOWN: Readonly<Record<Shown, (setting: SettingForm) => boolean>> = {
  all: () => true,
  editable: isEditable,
  console: ({ isOwn }) => isOwn === true,
  environment: ({ source }) => source === 'environment',
  file: ({ source }) => source === 'file',
  waiting: ({ waitsForStart }) => waitsForStart === true,
  fault: ({ fault }) => fault !== undefined,
}

type Wanted = { readonly shown: Shown; readonly search: string; readonly nameOf: (key: string) => string }

/** By the groups of chasqui.yaml. */
export function groupsOf(settings: readonly SettingForm[], { shown, search, nameOf }: Wanted) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const isWanted = (setting: SettingForm) => {
    const all = `${setting.key} ${nameOf(setting.key)} ${setting.lockedBy ?? ''}`.toLowerCase()
    return IS_SHOWN[shown](setting) && words.every((word) => all.includes(word))
  }
  const groups = new Map<string, SettingForm[]>()
  for (const setting of settings.filter(isWanted)) {
    const [group = ''] = setting.key.split('.')
    groups.set(group, [...(groups.get(group) ?? []), setting])
  }
  return [...groups]
}
