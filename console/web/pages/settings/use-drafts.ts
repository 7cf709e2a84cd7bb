import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SettingForm } from '../../../api/forms/settings.ts'
import { changing, opened, without } from './drafts.ts'
import { useKeptDrafts, writeDrafts } from './kept-drafts.ts'
import { useSaving, useUndoing, type Refused, type Saved } from './saving.ts'
import { faultOf } from './value.ts'

export type Unsaved = ReturnType<typeof useDrafts>

/** What is typed into settings, saved together or not at all. */
export function useDrafts(settings: readonly SettingForm[]) {
  const queries = useQueryClient()
  const drafts = useKeptDrafts(queries, settings)
  const [saved, setSaved] = useState<Saved>()
  const [refused, setRefused] = useState<Refused>({})
  const saving = useSaving({ settings, onSaved: setSaved, onRefused: setRefused })
  const undoing = useUndoing({ settings, onSaved: setSaved })
  const changes = changing(drafts, settings)
  return {
    drafts,
    changes,
    saving,
    undoing,
    saved,
    refused,
    /** Nothing that is known to be wrong is sent. */
    canSave:
      changes.length > 0 && changes.every(({ setting, draft }) => faultOf(draft.typed, setting.form) === undefined),
    open(setting: SettingForm) {
      if (changes.length === 0) saving.reset()
      writeDrafts(queries, (now) => opened(now, setting))
    },
    type(key: string, typed: string | null) {
      setSaved(undefined)
      // What is said of several settings may be mended at any of them.
      const mended = [key, ...(settings.find((one) => one.key === key)?.goesWith ?? [])]
      setRefused((now) => Object.fromEntries(Object.entries(now).filter(([one]) => !mended.includes(one))))
      writeDrafts(queries, (now) => (now[key] === undefined ? now : { ...now, [key]: { ...now[key], typed } }))
    },
    close(keys: readonly string[]) {
      saving.reset()
      setRefused({})
      writeDrafts(queries, (now) => without(now, keys))
    },
  }
}
